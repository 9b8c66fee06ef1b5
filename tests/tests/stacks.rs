//! Delegates by `&mut` that are left in mid-await, forgotten with their delegator, or nested very deep (A21, D7, D14, G49).

#![forbid(unsafe_code)]

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;

use genfn::{AsyncGen, AsyncGenerator, BoxAsyncGen, Gen, GeneratorState, PinAsyncGen, Raised, Status};
use genfn::{async_generator, generator, raise, try_yield, try_yield_from, yield_, yield_from};
use genfn_tests::{Manual, block_on, forget, on_small_stack, poll_once, size, wait};

use GeneratorState::{Complete, Yielded};

type Error = &'static str;

/// The largest number of polls that something takes.
const POLLS: u8 = if cfg!(miri) { 2 } else { 4 };

/// Counts from 0, and takes so many polls for everything; a throw of "on" adds ten.
macro_rules! slow {
    ($($name:ident -> $Gen:ident;)*) => { $(
        #[async_generator]
        async fn $name(polls: u8) -> $Gen<u32, (), u32, Error> {
            let mut n = 0;
            wait(polls).await;
            loop {
                let signal = try_yield!(n);
                wait(polls).await;
                match signal {
                    Ok(()) => n += 1,
                    Err(Raised::Throw("on")) => n += 10,
                    Err(Raised::Throw(error)) => raise!(Raised::Throw(error)),
                    Err(Raised::Close) => return n,
                }
            }
        }
    )* };
}
slow! {
    slow -> AsyncGen;
    slow_in_place -> PinAsyncGen;
}

/// An operation to leave in mid-await.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Left {
    Start,
    Send,
    Throw,
    Uncaught,
    Close,
}
const LEFT: [Left; 5] = [Left::Start, Left::Send, Left::Throw, Left::Uncaught, Left::Close];

/// Polls an operation once and drops it there. All but the first follow a start.
async fn leave<G>(generator: &mut G, left: Left)
where
    G: AsyncGenerator<Yield = u32, Send = (), Return = u32, Throw = Error> + Unpin,
{
    fn once<F: Future>(operation: F) {
        assert!(poll_once(&mut pin!(operation)).is_pending());
    }
    if left != Left::Start {
        assert_eq!(generator.start().await, Ok(Yielded(0)));
    }
    match left {
        Left::Start => once(generator.start()),
        Left::Send => once(generator.send(())),
        Left::Throw => once(generator.throw("on")),
        Left::Uncaught => once(generator.throw("fatal")),
        Left::Close => once(generator.close()),
    }
    assert_eq!(generator.status(), Status::Awaiting);
}

/// What settling gives after such an operation.
fn settled(left: Left) -> Result<Option<GeneratorState<u32, u32>>, Error> {
    match left {
        Left::Start => Ok(Some(Yielded(0))),
        Left::Send => Ok(Some(Yielded(1))),
        Left::Throw => Ok(Some(Yielded(10))),
        Left::Uncaught => Err("fatal"),
        Left::Close => Ok(Some(Complete(0))),
    }
}

/// An operation on the delegator, after its start.
#[derive(Clone, Copy, Debug)]
enum Afterwards {
    Next,
    Send,
    Throw,
    Close,
}
const AFTERWARDS: [Afterwards; 4] =
    [Afterwards::Next, Afterwards::Send, Afterwards::Throw, Afterwards::Close];

/// The tests for one kind of delegate. Its type is not generic, for a generic one is held in another way.
macro_rules! kind_of_delegate {
    ($module:ident: $Inner:ty = $make:expr) => {
        mod $module {
            use super::*;

            /// Waits when it is closed, so that it can be left in the middle of that.
            #[async_generator]
            async fn over(inner: &mut $Inner, polls: u8) -> AsyncGen<u32, (), u32, Error> {
                match try_yield_from!(inner) {
                    Ok(value) => value + 1000,
                    Err(signal) => {
                        wait(polls).await;
                        raise!(signal)
                    }
                }
            }

            /// Calls the delegate when it is asked to end.
            #[async_generator]
            async fn cleaning(inner: &mut $Inner) -> AsyncGen<u32, (), u32, Error> {
                let _ = try_yield!(0);
                yield_from!(inner)
            }

            /// Delegates to what was left in mid-await, and does the operation.
            async fn delegate_to_what_was_left(
                inner: &mut $Inner,
                left: Left,
                afterwards: Afterwards,
                interrupt: bool,
                polls: u8,
            ) {
                let cell = (left, afterwards, interrupt, polls);
                leave(inner, left).await;
                let mut outer = over(&mut *inner, polls);
                let ready = if interrupt { poll_once(&mut pin!(outer.start())) } else { Poll::Pending };
                let state = match ready {
                    Poll::Ready(state) => state.ok(),
                    Poll::Pending if interrupt => outer.settle().await.ok().flatten(),
                    Poll::Pending => outer.start().await.ok(),
                };
                let n = match settled(left) {
                    Ok(Some(Yielded(n))) => n,
                    Ok(Some(Complete(value))) => {
                        assert_eq!(state, Some(Complete(value + 1000)), "{cell:?}");
                        assert_eq!(outer.status(), Status::Finished, "{cell:?}");
                        return;
                    }
                    Ok(None) | Err(_) => unreachable!("left out: {cell:?}"),
                };
                assert_eq!(state, Some(Yielded(n)), "{cell:?}");
                let next = match afterwards {
                    Afterwards::Next => {
                        assert_eq!(outer.iter().next().await, Some(n + 1), "{cell:?}");
                        n + 2
                    }
                    Afterwards::Send => {
                        assert_eq!(outer.send(()).await, Ok(Yielded(n + 1)), "{cell:?}");
                        n + 2
                    }
                    Afterwards::Throw => {
                        assert_eq!(outer.throw("on").await, Ok(Yielded(n + 10)), "{cell:?}");
                        n + 11
                    }
                    Afterwards::Close => {
                        assert_eq!(outer.close().await, Ok(None), "{cell:?}");
                        n + 1
                    }
                };
                drop(outer);
                assert_eq!(inner.status(), Status::Suspended, "{cell:?}");
                assert_eq!(inner.iter().next().await, Some(next), "{cell:?}");
                assert_eq!(inner.close().await, Ok(Some(next)), "{cell:?}");
            }

            /// Wrong if a delegate that was left in mid-await, and takes several polls to settle, was a panic or lost an item.
            #[test]
            fn a21_delegates_left_in_mid_await() {
                let mut cells = 0;
                // A delegate that ends with an error has no value to go on with: a panic that says so (D13).
                for left in LEFT.into_iter().filter(|left| *left != Left::Uncaught) {
                    for afterwards in AFTERWARDS {
                        for interrupt in [false, true] {
                            for polls in 1..=POLLS {
                                block_on(delegate_to_what_was_left(
                                    &mut $make(polls),
                                    left,
                                    afterwards,
                                    interrupt,
                                    polls,
                                ));
                                cells += 1;
                            }
                        }
                    }
                }
                assert_eq!(cells, 4 * 4 * 2 * usize::from(POLLS));
            }

            /// Leaves the delegator in mid-await, forgets it, and goes on with the delegate alone.
            async fn forget_the_delegator(inner: &mut $Inner, left: Left, cleaning_up: bool, polls: u8) {
                let cell = (left, polls, cleaning_up);
                let expected = if cleaning_up {
                    // Whatever ends the delegator, the delegate that its clean-up calls is just resumed.
                    let mut outer = cleaning(&mut *inner);
                    leave(&mut outer, left).await;
                    forget(outer);
                    settled(Left::Start)
                } else {
                    let mut outer = over(&mut *inner, polls);
                    leave(&mut outer, left).await;
                    forget(outer);
                    // A delegate by `&mut` is not closed, so nothing of it is under way then.
                    if left == Left::Close { Ok(None) } else { settled(left) }
                };
                assert_eq!(inner.settle().await, expected, "{cell:?}");
                let next = match expected {
                    Ok(Some(Yielded(n))) => n + 1,
                    Ok(None) => 1,
                    Ok(Some(Complete(_))) | Err(_) => {
                        assert_eq!(inner.status(), Status::Finished, "{cell:?}");
                        return;
                    }
                };
                assert_eq!(inner.status(), Status::Suspended, "{cell:?}");
                assert_eq!(inner.iter().next().await, Some(next), "{cell:?}");
                // Another delegator goes on with it as well.
                {
                    let mut outer = over(&mut *inner, polls);
                    assert_eq!(outer.iter().next().await, Some(next + 1), "{cell:?}");
                    assert_eq!(outer.throw("on").await, Ok(Yielded(next + 11)), "{cell:?}");
                }
                assert_eq!(inner.close().await, Ok(Some(next + 11)), "{cell:?}");
            }

            /// Wrong if a delegate lost an item, or ended, because a delegator that borrowed it was forgotten in mid-await.
            #[test]
            fn trap_17_delegators_forgotten_in_mid_await() {
                let mut cells = 0;
                for left in LEFT {
                    for cleaning_up in [false, true] {
                        for polls in 1..=POLLS {
                            // Its start reaches no delegate.
                            if cleaning_up && left == Left::Start {
                                continue;
                            }
                            block_on(forget_the_delegator(&mut $make(polls), left, cleaning_up, polls));
                            cells += 1;
                        }
                    }
                }
                assert_eq!(cells, 9 * usize::from(POLLS));
            }
        }
    };
}

kind_of_delegate!(owned: AsyncGen<u32, (), u32, Error, impl genfn::Body<Output = u32>> = slow);
kind_of_delegate!(boxed: BoxAsyncGen<'_, u32, (), u32, Error> = |polls| slow(polls).boxed());
kind_of_delegate!(in_place: Pin<Box<PinAsyncGen<u32, (), u32, Error, impl genfn::Body<Output = u32>>>> =
        |polls| Box::pin(slow_in_place(polls)));
kind_of_delegate!(
    by_hand: Manual<AsyncGen<u32, (), u32, Error, impl genfn::Body<Output = u32>>> = |polls| Manual(slow(polls))
);
kind_of_delegate!(generic: (impl AsyncGenerator<Yield = u32, Send = (), Return = u32, Throw = Error> + Unpin) = slow);

/// The number of levels.
const LEVELS: usize = if cfg!(miri) { 30 } else { 1_000_000 };

#[generator]
fn nest(n: usize) -> Gen<u32> {
    if n == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = nest(n - 1);
        yield_from!(&mut inner);
    }
}

#[async_generator]
async fn nest_async(n: usize) -> AsyncGen<u32> {
    if n == 0 {
        wait(1).await;
        yield_!(1);
        wait(1).await;
        yield_!(2);
    } else {
        let mut inner = nest_async(n - 1);
        yield_from!(&mut inner);
    }
}

#[async_generator]
async fn nest_in_boxes(n: usize) -> BoxAsyncGen<'static, u32> {
    if n == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = nest_in_boxes(n - 1);
        yield_from!(&mut inner);
    }
}

/// How a recursion that is half run comes to its end.
#[derive(Clone, Copy, Debug)]
enum End {
    Run,
    Close,
    Drop,
    Left,
}

/// Wrong if running a recursion by `&mut` cost native stack.
#[test]
fn g49_recursions_by_reference_on_a_small_stack() {
    let depth = size(100_000);
    on_small_stack(move || {
        assert!(nest(depth).eq([1, 2]));
        block_on(async {
            let mut generator = nest_async(depth);
            assert_eq!((generator.next().await, generator.next().await), (Some(1), Some(2)));
            assert_eq!(generator.next().await, None);
        });
    });
}

/// Wrong if the end of a recursion by `&mut` took time that grows with the square of its depth, nested destructors on the native
/// stack, or left a level behind.
#[test]
fn g49_half_run_recursions_by_reference() {
    macro_rules! end {
        ($make:expr, $end:ident, now $now:ident) => {{
            let mut generator = $make;
            assert_eq!($now!(generator.next()), Some(1));
            match $end {
                End::Run => {
                    assert_eq!($now!(generator.next()), Some(2));
                    assert_eq!($now!(generator.next()), None);
                }
                End::Close => {
                    assert_eq!($now!(generator.close()), Ok(None));
                    assert_eq!($now!(generator.next()), None);
                }
                End::Drop | End::Left => drop(generator),
            }
        }};
    }
    macro_rules! at_once {
        ($operation:expr) => {
            $operation
        };
    }
    macro_rules! until_ready {
        ($operation:expr) => {
            block_on($operation)
        };
    }
    for end in [End::Run, End::Close, End::Drop, End::Left] {
        let run = || {
            end!(nest(LEVELS), end, now at_once);
            end!(nest(LEVELS).boxed(), end, now at_once);
            end!(nest_async(LEVELS), end, now until_ready);
            end!(nest_in_boxes(LEVELS), end, now until_ready);
            if let End::Left = end {
                let mut left = nest_async(LEVELS);
                assert!(poll_once(&mut pin!(left.next())).is_pending());
                drop(left);
                let mut left = nest_async(LEVELS);
                assert_eq!(block_on(left.next()), Some(1));
                assert!(poll_once(&mut pin!(left.next())).is_pending());
                assert_eq!(block_on(left.settle()), Ok(Some(Yielded(2))));
            }
        };
        on_small_stack(run);
    }
}

/// A delegate by value whose close awaits.
#[async_generator]
async fn slow_to_close(polls: u8) -> AsyncGen<u32, (), u32, Error> {
    wait(polls).await;
    while try_yield!(0).is_ok() {}
    wait(polls).await;
    7
}

/// Wrong if a delegate by value that was settled by its delegator could not take its time to close.
#[test]
fn a21_a_settled_delegate_by_value_is_closed() {
    #[async_generator]
    async fn outer(
        inner: AsyncGen<u32, (), u32, Error, impl genfn::Body<Output = u32>>,
    ) -> AsyncGen<u32, (), u32, Error> {
        match try_yield_from!(inner) {
            Err(Raised::Close) => 1,
            _ => 0,
        }
    }

    for polls in 1..=POLLS {
        block_on(async {
            let mut inner = slow_to_close(polls);
            assert!(poll_once(&mut pin!(inner.start())).is_pending());
            let mut outer = outer(inner);
            assert_eq!(outer.start().await, Ok(Yielded(0)));
            assert_eq!(outer.close().await, Ok(Some(1)), "after {polls} polls");
        });
    }
}
