//! What no user can write, because the macro does not let them: yields polled where they do not belong. The run-time
//! checks are the second line of defence, and these are their tests.

use std::boxed::Box;
use std::cell::RefCell;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::string::String;
use std::task::{Context, Poll, Waker};
use std::vec::Vec;

use crate::machinery::body::{Body, PlainBody};
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::mode::Mode;
use crate::machinery::owned::OwnedFrame;
use crate::machinery::token::{Token, Yield};
use crate::{AsyncGen, Gen, GeneratorState};

/// A body that runs any future in its own poll.
struct Runs<F>(Pin<Box<F>>);

impl<F: Future> Future for Runs<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.0.as_mut().poll(context)
    }
}

fn token<M: Mode>() -> Token<M, u32, (), ()> {
    // SAFETY: not upheld, which is the point: the futures below are polled elsewhere, and must panic. The types of all
    // frames are the same, so that nothing could go wrong if they did not.
    unsafe { Token::new() }
}

fn yield_<M: Mode>(token: &Token<M, u32, (), ()>, value: u32) -> Yield<'_, M, u32, (), ()> {
    // SAFETY: not upheld either, see `token`.
    unsafe { token.yield_(value) }
}

fn message(run: impl FnOnce()) -> String {
    let error = catch_unwind(AssertUnwindSafe(run)).expect_err("must panic");
    (*error.downcast::<&str>().expect("a text")).into()
}

fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn start_async<B: Body<Output = u32>>(generator: &mut AsyncGen<u32, (), u32, (), B>) {
    let _ = poll_once(generator.start());
}

/// Wrong if a yield went through with a waker that is not ours.
#[test]
fn under_a_foreign_waker() {
    let token = token::<Synchronous>();
    let text = message(|| {
        let _ = pin!(yield_(&token, 1)).poll(&mut Context::from_waker(Waker::noop()));
    });
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
}

fn owned<Y, S, R, E, B: Future<Output = R>>(body: B) -> Gen<Y, S, R, E, PlainBody<B>> {
    Gen { frame: OwnedFrame::new(PlainBody(body)), returns: PhantomData }
}

fn owned_async<Y, S, R, E, B: Future<Output = R>>(body: B) -> AsyncGen<Y, S, R, E, PlainBody<B>> {
    AsyncGen { frame: OwnedFrame::new(PlainBody(body)), returns: PhantomData }
}

/// Wrong if a yield went through under the channel of another frame: its memory is not in that frame's body.
#[test]
fn under_another_frame() {
    let mut generator: Gen<u32, (), u32, (), _> = owned(Runs(Box::pin(async {
        let token = token::<Synchronous>();
        yield_(&token, 1).await;
        2
    })));
    let text = message(|| _ = generator.start());
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
    assert!(generator.start().is_err(), "it has ended");
}

/// Wrong if a clone of our waker was taken for the waker itself.
#[test]
fn under_a_clone_of_the_waker() {
    let mut generator: Gen<u32, (), (), (), _> = owned(async {
        let token = token::<Synchronous>();
        let waker = std::future::poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let _ = pin!(yield_(&token, 1)).poll(&mut Context::from_waker(&waker));
    });
    assert!(message(|| _ = generator.start()).contains("outside of the generator it belongs to"));
}

/// Wrong if two yields in one resumption lost one, or gave them in another order, without a word.
#[test]
fn twice_in_one_resumption() {
    let mut generator: Gen<u32, (), (), (), _> = owned(async {
        let token = token::<Synchronous>();
        let (mut first, mut second) = (pin!(yield_(&token, 1)), pin!(yield_(&token, 2)));
        std::future::poll_fn(|context| {
            let _ = first.as_mut().poll(context);
            second.as_mut().poll(context)
        })
        .await;
    });
    assert!(message(|| _ = generator.start()).contains("yielded twice in one resumption"));
}

/// Wrong if a yield of a body that was never bound to a frame went through (A32).
#[test]
fn asynchronously_without_being_bound() {
    let token = token::<Asynchronous>();
    let text = message(|| {
        let _ = pin!(yield_(&token, 1)).poll(&mut Context::from_waker(Waker::noop()));
    });
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
    let text = message(|| {
        let _ = pin!(token.bind()).poll(&mut Context::from_waker(Waker::noop()));
    });
    assert!(text.contains("outside of the generator it belongs to"), "a binding to no frame: {text}");
}

/// Wrong if a body in other memory was bound to a frame.
#[test]
fn asynchronously_under_another_frame() {
    let mut generator = owned_async(Runs(Box::pin(async {
        let token = token::<Asynchronous>().bind().await;
        yield_(&token, 1).await;
        2
    })));
    let text = message(|| start_async(&mut generator));
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
}

/// Wrong if a future in other memory lost what it yields, where the body itself polls it.
#[test]
fn asynchronously_in_a_future_of_its_own() {
    let mut generator: AsyncGen<u32, (), u32, (), _> = owned_async(async {
        let token = token::<Asynchronous>().bind().await;
        Box::pin(async { yield_(&token, 1).await }).await;
        2
    });
    assert_eq!(poll_once(generator.start()), Poll::Ready(Ok(GeneratorState::Yielded(1))));
    assert_eq!(poll_once(generator.send(())), Poll::Ready(Ok(GeneratorState::Complete(2))));
}

/// Wrong if a future that was moved out of the body, into a task of its own, could yield.
#[test]
fn asynchronously_in_a_task_of_its_own() {
    let tasks: Rc<RefCell<Vec<Pin<Box<dyn Future<Output = ()>>>>>> = Rc::default();
    let mut generator = owned_async(async {
        let token = token::<Asynchronous>().bind().await;
        tasks.borrow_mut().push(Box::pin(async move { yield_(&token, 1).await }));
        std::future::pending::<()>().await;
        2
    });
    start_async(&mut generator);
    let mut task = tasks.borrow_mut().pop().expect("one was spawned");
    let text = message(|| _ = poll_once(task.as_mut()));
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
}

/// Wrong if a clone of the waker that binds a body, kept and used later, was taken for it.
#[test]
fn asynchronously_bound_by_a_clone_of_the_waker() {
    let mut generator = owned_async(async {
        let token = token::<Asynchronous>();
        let waker = std::future::poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let _ = pin!(token.bind()).poll(&mut Context::from_waker(&waker));
        2
    });
    assert!(message(|| start_async(&mut generator)).contains("outside of the generator it belongs to"));
}

/// Wrong if two yields in one resumption lost one, or gave them in another order, without a word.
#[test]
fn asynchronously_twice_in_one_resumption() {
    let mut generator = owned_async(async {
        let token = token::<Asynchronous>().bind().await;
        let (mut first, mut second) = (pin!(yield_(&token, 1)), pin!(yield_(&token, 2)));
        std::future::poll_fn(|context| {
            let _ = first.as_mut().poll(context);
            second.as_mut().poll(context)
        })
        .await;
        3
    });
    assert!(message(|| start_async(&mut generator)).contains("yielded twice in one resumption"));
}

pin_project_lite::pin_project! {
    /// A body that counts how often it is polled. What it runs lies in its own memory.
    struct Counted<F> {
        polls: Rc<std::cell::Cell<u32>>,
        #[pin]
        body: F,
    }
}

impl<F: Future> Future for Counted<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.polls.set(this.polls.get() + 1);
        this.body.poll(context)
    }
}

/// Wrong if an item cost a poll of every level between the root and the innermost delegate (D22).
#[test]
fn d22_levels_between_are_not_polled() {
    use crate::delegate::adapt::{AtOnce, Chosen, Ready};
    use crate::delegate::nothing::Makeable;

    fn level(
        depth: usize,
        polls: &[Rc<std::cell::Cell<u32>>],
    ) -> crate::LocalBoxGen<'static, u32, (), (), ()> {
        let (own, rest) = (polls[depth].clone(), polls.to_vec());
        let body = async move {
            let token = token::<Synchronous>();
            if depth == 0 {
                for value in 0..1000 {
                    yield_(&token, value).await;
                }
            } else {
                let delegate = Chosen::<_, AtOnce>::new(Ready::new(level(depth - 1, &rest)));
                let nothing = PhantomData::<Makeable>;
                // SAFETY: the token is that of this body, which awaits this at once.
                unsafe { token.delegate(delegate, nothing) }.await;
            }
        };
        owned(Counted { polls: own, body }).boxed_local()
    }

    let polls: Vec<_> = (0..50).map(|_| Rc::default()).collect();
    let mut generator = level(49, &polls);
    assert_eq!(generator.by_ref().sum::<u32>(), 499_500);
    assert_eq!(polls[0].get(), 1001, "the innermost, for every item and the end");
    for between in &polls[1..49] {
        assert_eq!(between.get(), 2, "to begin and to end");
    }
}
