//! Streams, futures and asynchronous generators that refer to themselves, where the machinery holds them pinned. Most of
//! this can only fail under Miri, which must be silent with Stacked Borrows and with Tree Borrows.

#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use futures::stream::{self, Stream, StreamExt as _};
use genfn::{
    AsyncGen, AsyncGenerator, CloseError, Gen, GeneratorState, PinAsyncGen, SendError, StartError, Status,
    StreamDelegateExt, ThrowError,
};
use genfn::{async_generator, generator, stream, try_yield_from, yield_, yield_from};
use genfn_tests::{block_on, poll_once, wait};

/// A future that refers to itself.
async fn borrowing(mut n: u32) -> u32 {
    let borrow = &mut n;
    wait(1).await;
    *borrow += 1;
    wait(1).await;
    *borrow
}

/// A stream that refers to itself: 1, 2.
fn streaming() -> impl Stream<Item = u32> + Send {
    stream::once(borrowing(0)).chain(stream::once(borrowing(1)))
}

/// One that does so across its items.
///
/// Under Miri its future refers to nothing: `futures::stream::unfold` looks at its own future through a shared reference.
fn unfolding() -> impl Stream<Item = u32> + Send {
    stream::unfold(0, |n| async move {
        let next = if cfg!(miri) { n + 1 } else { borrowing(n).await };
        (next < 3).then_some((next, next))
    })
}

/// Two at a time: 1, 2.
///
/// Each is in a box of its own, for Miri: `buffered` looks at its futures through shared references.
fn buffering() -> impl Stream<Item = u32> + Send {
    type Boxed = Pin<Box<dyn Future<Output = u32> + Send>>;
    let run = |n| -> Boxed { Box::pin(borrowing(n)) };
    stream::iter([0, 1]).map(run).buffered(2)
}

pin_project_lite::pin_project! {
    /// A generator written by hand with a future inside that refers to itself: it yields what the future gives, and ends.
    struct Inline<F> {
        #[pin]
        future: F,
        status: Status,
    }
}

impl<F: Future<Output = u32>> Inline<F> {
    fn new(future: F) -> Self {
        Self { future, status: Status::Created }
    }

    fn go_on(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<GeneratorState<u32, ()>> {
        let this = self.project();
        *this.status = Status::Awaiting;
        let item = ready!(this.future.poll(context));
        *this.status = Status::Suspended;
        Poll::Ready(GeneratorState::Yielded(item))
    }
}

type State = GeneratorState<u32, ()>;

impl<F: Future<Output = u32>> AsyncGenerator for Inline<F> {
    type Yield = u32;
    type Send = ();
    type Return = ();
    type Throw = Infallible;

    fn status(&self) -> Status {
        self.status
    }

    fn poll_start(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<State, StartError>> {
        match *self.as_mut().project().status {
            Status::Created | Status::Awaiting => self.go_on(context).map(Ok),
            Status::Suspended => Poll::Ready(Err(StartError::Started)),
            Status::Finished => Poll::Ready(Err(StartError::Finished)),
        }
    }

    fn poll_send(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        value: &mut Option<()>,
    ) -> Poll<Result<State, SendError<()>>> {
        *value = None;
        let status = self.project().status;
        Poll::Ready(match *status {
            Status::Created => Err(SendError::NotStarted(())),
            Status::Awaiting => Err(SendError::Busy(())),
            Status::Finished => Err(SendError::Finished(())),
            Status::Suspended => {
                *status = Status::Finished;
                Ok(GeneratorState::Complete(()))
            }
        })
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        error: &mut Option<Infallible>,
    ) -> Poll<Result<State, ThrowError<Infallible>>> {
        match error.take() {
            Some(never) => match never {},
            None => unreachable!("nothing can be thrown"),
        }
    }

    fn poll_close(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<()>, CloseError<u32, Infallible>>> {
        let status = self.project().status;
        if *status == Status::Awaiting {
            return Poll::Ready(Err(CloseError::Busy));
        }
        *status = Status::Finished;
        Poll::Ready(Ok(None))
    }

    fn poll_settle(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<State>, Infallible>> {
        if *self.as_mut().project().status == Status::Awaiting {
            return self.go_on(context).map(|state| Ok(Some(state)));
        }
        Poll::Ready(Ok(None))
    }
}

fn inline() -> Inline<impl Future<Output = u32> + Send> {
    Inline::new(borrowing(0))
}

/// Delegators to each kind of thing that refers to itself, with the items that come out, twice.
macro_rules! delegators {
    ($($name:ident $items:expr => { $($body:tt)* })*) => {
        $(
            #[async_generator]
            async fn $name() -> AsyncGen<u32, (), (), u8> {
                let mut seen = 0;
                let _borrow = &mut seen;
                $($body)*
                $($body)*
            }
        )*

        /// Wrong if something that refers to itself was not run to its end, was lost when it was left in mid-await, or, under
        /// Miri, was looked at while it was borrowed.
        #[test]
        fn every_delegate_and_operation() {
            let mut cells = 0;
            $(
                for operation in OPERATIONS {
                    for steps in if cfg!(miri) { 1..=1 } else { 0..=3 } {
                        block_on(operate($name(), operation, steps, &$items, stringify!($name)));
                        block_on(operate(Box::pin(over($name().boxed())), operation, steps, &$items, stringify!($name)));
                        cells += 2;
                    }
                }
            )*
            println!("{cells} cells");
            assert!(cells >= 20 * 8 * 2, "{cells}");
        }
    };
}

delegators! {
    a_once [1] => { yield_from!(stream::once(borrowing(0))); }
    a_chain [1, 2] => { yield_from!(streaming()); }
    an_unfolding [1, 2] => { yield_from!(unfolding()); }
    caught [1, 2] => { let _ = try_yield_from!(streaming()); }
    by_pin [1, 2] => {
        {
            let mut items = pin!(streaming());
            yield_from!(items.as_mut());
        }
    }
    in_a_box [1, 2] => { yield_from!(streaming().boxed()); }
    ignoring [1, 2] => { yield_from!(StreamDelegateExt::ignore_sent(streaming())); }
    adapted [2, 3] => { yield_from!(streaming().map(|item| item + 1)); }
    buffered [1, 2] => { yield_from!(buffering()); }
    a_block [1, 2] => {
        yield_from!(stream! {
            let mut items = pin!(streaming());
            while let Some(item) = items.next().await {
                yield item;
            }
        });
    }
    a_loop [1, 2] => {
        yield_from!(stream! {
            for await item in streaming() {
                yield item;
            }
        });
    }
    an_expression [1, 1, 2, 2] => {
        yield_from!(stream!(item for await item in streaming() for await _ in stream::iter([0, 0])));
    }
    by_hand [1] => { yield_from!(inline()); }
    by_hand_pinned [1] => {
        {
            let mut generator = pin!(inline());
            yield_from!(generator.as_mut());
        }
    }
    by_hand_in_a_box [1] => { yield_from!(Box::pin(inline())); }
    by_hand_erased [1] => { yield_from!(Box::pin(inline()).boxed()); }
    by_hand_ignoring [1] => { yield_from!(inline().ignore_sent()); }
    by_hand_twice_pinned [1] => {
        {
            let mut generator = Box::pin(inline());
            let _ = try_yield_from!(&mut generator);
        }
    }
    in_place [1, 2] => { yield_from!(pinned_body()); }
    synchronous [1, 2] => { yield_from!(lent()); }
    awaiting [1, 2] => {
        {
            let mut future = pin!(borrowing(0));
            yield_!(future.as_mut().await);
            yield_!(borrowing(1).await);
        }
    }
}

#[async_generator]
async fn pinned_body() -> PinAsyncGen<u32, (), (), u8> {
    let mut n = 0;
    let borrow = &mut n;
    *borrow += 1;
    yield_!(*borrow);
    wait(1).await;
    *borrow += 1;
    yield_!(*borrow);
}

#[generator]
fn lent() -> Gen<u32, (), (), u8> {
    let mut list = [1, 2];
    for item in &mut list {
        yield_!(*item);
        *item = 0;
    }
}

#[async_generator]
async fn over(mut inner: genfn::BoxAsyncGen<'static, u32, (), (), u8>) -> PinAsyncGen<u32, (), (), u8> {
    yield_from!(&mut inner);
}

/// What is done while something that refers to itself is alive.
#[derive(Clone, Copy, Debug)]
enum Operation {
    Next,
    Throw,
    Close,
    Drop,
    LeaveAndSettle,
    LeaveAndDrop,
    LeaveAndLook,
    Move,
}
const OPERATIONS: [Operation; 8] = [
    Operation::Next,
    Operation::Throw,
    Operation::Close,
    Operation::Drop,
    Operation::LeaveAndSettle,
    Operation::LeaveAndDrop,
    Operation::LeaveAndLook,
    Operation::Move,
];

/// Does the operation after so many items, and runs what is left.
async fn operate<G>(mut generator: G, operation: Operation, steps: usize, items: &[u32], name: &str)
where
    G: AsyncGenerator<Yield = u32, Send = (), Return = (), Throw = u8> + std::fmt::Debug + Send + Unpin,
{
    let cell = (name, operation, steps);
    let all: Vec<u32> = [items, items].concat();
    let mut seen = Vec::new();
    for _ in 0..steps {
        seen.extend(generator.iter().next().await);
    }
    match operation {
        Operation::Next => {}
        Operation::Throw => {
            let caught = generator.throw(1).await;
            if let Ok(GeneratorState::Yielded(item)) = caught {
                seen.push(item);
            }
            while generator.iter().next().await.is_some() {}
            return;
        }
        Operation::Close => {
            let closed = generator.close().await;
            // One that catches the close goes on.
            assert!(matches!(closed, Ok(_) | Err(CloseError::Yielded(_))), "{closed:?} {cell:?}");
            assert_eq!(generator.iter().next().await, None, "{cell:?}");
            return;
        }
        Operation::Drop => return drop(generator),
        Operation::LeaveAndSettle | Operation::LeaveAndDrop | Operation::LeaveAndLook => {
            let mut ready = false;
            for _ in 0..2 {
                if let Poll::Ready(result) = poll_once(&mut pin!(generator.iter().next())) {
                    seen.extend(result);
                    ready = true;
                    break;
                }
            }
            if !matches!(operation, Operation::LeaveAndSettle) {
                assert!(format!("{generator:?}").len() > 5, "{cell:?}");
                assert!(ready || generator.status() == Status::Awaiting, "{cell:?}");
            }
            if matches!(operation, Operation::LeaveAndDrop) {
                return drop(generator);
            }
            if !ready {
                assert_eq!(generator.close().await, Err(CloseError::Busy), "{cell:?}");
                if let Ok(Some(GeneratorState::Yielded(item))) = generator.settle().await {
                    seen.push(item);
                }
            }
        }
        Operation::Move => {
            let mut moved = generator.boxed();
            while let Some(item) = moved.iter().next().await {
                seen.push(item);
            }
            assert_eq!(seen, all, "{cell:?}");
            return;
        }
    }
    while let Some(item) = generator.iter().next().await {
        seen.push(item);
    }
    assert_eq!(seen, all, "{cell:?}");
    assert_eq!(generator.status(), Status::Finished, "{cell:?}");
}

/// Wrong if what the trait provides looked at a generator written by hand while its future was under way. (Nor may its owner, by
/// `status`: `&self` covers the future. The docs of that method say so.)
#[test]
fn a_generator_written_by_hand() {
    block_on(async {
        let mut generator = Box::pin(inline());
        assert!(poll_once(&mut pin!(generator.next())).is_pending());
        assert_eq!(generator.next().await, Some(1));
        assert_eq!(generator.next().await, None);

        let mut generator = Box::pin(inline());
        let mut resumed = generator.resume(());
        assert!(poll_once(&mut Pin::new(&mut resumed)).is_pending());
        assert_eq!(resumed.await, Ok(GeneratorState::Yielded(1)));
        assert_eq!(generator.resume(()).await, Ok(GeneratorState::Complete(())));

        let mut generator = Box::pin(inline());
        assert!(poll_once(&mut pin!(generator.start())).is_pending());
        assert_eq!(generator.settle().await, Ok(Some(GeneratorState::Yielded(1))));
        assert_eq!(generator.close().await, Ok(None));

        let mut generator = Box::pin(inline());
        assert!(poll_once(&mut pin!(generator.iter().next())).is_pending());
        drop(generator);

        let mut generator = Box::pin(inline().ignore_sent::<String>());
        assert!(poll_once(&mut pin!(generator.start())).is_pending());
        assert_eq!(generator.settle().await, Ok(Some(GeneratorState::Yielded(1))));
        assert_eq!(generator.send(String::new()).await, Ok(GeneratorState::Complete(())));

        let entered = Box::pin(inline()).enter().await.unwrap();
        assert_eq!(*entered, 1);
        entered.exit().await.unwrap();
        assert_eq!(Box::pin(inline()).with(async |item| Ok(item + 1)).await, Ok(Some(2)));
    });
}

/// Wrong if two that refer to themselves could not be polled in turns, or one be left for the other.
#[test]
fn interleaved() {
    block_on(async {
        let (mut left, mut right) = (pin!(pinned_body()), pin!(pinned_body()));
        let (mut items, mut turn) = (Vec::new(), false);
        while items.len() < 4 {
            turn = !turn;
            let one = if turn { left.as_mut() } else { right.as_mut() };
            if let Poll::Ready(Some(item)) = poll_once(&mut pin!(one.next())) {
                items.push(item);
            }
        }
        items.sort_unstable();
        assert_eq!(items, [1, 1, 2, 2]);
        let both: Vec<u32> =
            stream::select(a_chain(), a_loop()).filter_map(async |item| Some(item)).collect().await;
        assert_eq!(both.iter().sum::<u32>(), 12);
    });
}
