//! What no user can write, because the macro does not let them: yields polled where they do not belong. The run-time
//! checks are the second line of defence, and these are their tests (traps 2 and 3).

use std::boxed::Box;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::string::String;
use std::task::{Context, Poll, Waker};

use super::mode::Synchronous;
use super::token::Token;
use crate::Gen;

/// A body that runs any future in its own poll.
struct Runs<F>(Pin<Box<F>>);

impl<F: Future> Future for Runs<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.0.as_mut().poll(context)
    }
}

fn token() -> Token<Synchronous, u32, (), ()> {
    // SAFETY: not upheld, which is the point: the futures below are polled elsewhere, and must panic. The types of all
    // frames are the same, so that nothing could go wrong if they did not.
    unsafe { Token::new() }
}

fn message(run: impl FnOnce()) -> String {
    let error = catch_unwind(AssertUnwindSafe(run)).expect_err("must panic");
    (*error.downcast::<&str>().expect("a text")).into()
}

/// Wrong if a yield went through with a waker that is not the driver's.
#[test]
fn under_a_foreign_waker() {
    let token = token();
    let text = message(|| {
        let _ = pin!(token.yield_(1)).poll(&mut Context::from_waker(Waker::noop()));
    });
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
}

/// Wrong if a yield went through under the driver of another frame: its memory is not in that frame's body.
#[test]
fn under_another_frame() {
    let mut generator: Gen<u32, (), u32, (), _> = Gen::new(Runs(Box::pin(async {
        let token = token();
        token.yield_(1).await;
        2
    })));
    let text = message(|| _ = generator.start());
    assert!(text.contains("outside of the generator it belongs to"), "{text}");
    assert!(generator.start().is_err(), "it has ended");
}

/// Wrong if a clone of the driver's waker was taken for the driver's.
#[test]
fn under_a_clone_of_the_waker() {
    let mut generator: Gen<u32, (), (), (), _> = Gen::new(async {
        let token = token();
        let waker = std::future::poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let _ = pin!(token.yield_(1)).poll(&mut Context::from_waker(&waker));
    });
    assert!(message(|| _ = generator.start()).contains("outside of the generator it belongs to"));
}

/// Wrong if two yields in one resumption lost one, or gave them in another order, without a word (trap 3).
#[test]
fn twice_in_one_resumption() {
    let mut generator: Gen<u32, (), (), (), _> = Gen::new(async {
        let token = token();
        let (mut first, mut second) = (pin!(token.yield_(1)), pin!(token.yield_(2)));
        std::future::poll_fn(|context| {
            let _ = first.as_mut().poll(context);
            second.as_mut().poll(context)
        })
        .await;
    });
    assert!(message(|| _ = generator.start()).contains("yielded twice in one resumption"));
}
