//! Operations dropped in mid-await: nothing is lost, nothing comes twice (A21, A22).

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use genfn::{
    AsyncGen, AsyncGenerator, CloseError, GeneratorState, SendError, StartError, Status, ThrowError,
};
use genfn::{Raised, async_generator, raise, try_yield, yield_, yield_from};
use genfn_tests::{Manual, Record, block_on, poll_once, wait};

use GeneratorState::{Complete, Yielded};

type Error = &'static str;

/// Waits often, in its own body and in a delegate, linked or not.
#[async_generator]
async fn slow(linked: bool) -> AsyncGen<u32, u32, u32, Error> {
    wait(3).await;
    let sent = yield_!(0);
    wait(2).await;
    let sum = if linked { yield_from!(adding(sent)) } else { yield_from!(Manual(adding(sent))) };
    wait(2).await;
    sum
}

#[async_generator]
async fn adding(mut sum: u32) -> AsyncGen<u32, u32, u32, Error> {
    wait(1).await;
    loop {
        match try_yield!(sum) {
            Ok(0) => return sum,
            Ok(sent) => {
                wait(2).await;
                sum += sent;
            }
            Err(Raised::Throw("recover")) => {
                wait(2).await;
                sum += 1000;
            }
            Err(Raised::Throw(error)) => {
                wait(2).await;
                raise!(Raised::Throw(error));
            }
            Err(Raised::Close) => {
                wait(2).await;
                return sum;
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Start,
    Send(u32),
    Resume(u32),
    Throw(Error),
    Close,
}
use Operation::{Close, Resume, Send, Start, Throw};

/// A result of any operation.
#[derive(Debug, PartialEq)]
enum Outcome {
    State(GeneratorState<u32, u32>),
    Uncaught(Error),
    Closed,
    Failed(Error),
}

/// Does the operation after its future was dropped when it had been polled so many times; says whether it was still
/// under way then.
async fn interrupted<G>(generator: &mut G, operation: Operation, polls: usize) -> (Outcome, bool)
where
    G: AsyncGenerator<Yield = u32, Send = u32, Return = u32, Throw = Error> + Unpin,
{
    macro_rules! poll {
        ($future:expr) => {{
            let mut future = pin!($future);
            let mut ready = None;
            for _ in 0..polls {
                if let Poll::Ready(result) = poll_once(&mut future.as_mut()) {
                    ready = Some(result);
                    break;
                }
            }
            ready
        }};
    }
    let closed = |result| match result {
        Ok(None) => Outcome::Closed,
        Ok(Some(value)) | Err(CloseError::Yielded(value)) => Outcome::State(Complete(value)),
        Err(CloseError::Raised(error)) => Outcome::Failed(error),
        Err(CloseError::Busy) => panic!("busy"),
    };
    let ready = match operation {
        Start => poll!(generator.start()).map(|result| Outcome::State(result.unwrap())),
        Send(value) => poll!(generator.send(value)).map(|result| Outcome::State(result.unwrap())),
        Resume(value) => poll!(generator.resume(value)).map(|result| Outcome::State(result.unwrap())),
        Throw(error) => poll!(generator.throw(error)).map(|result| match result {
            Ok(state) => Outcome::State(state),
            Err(error) => Outcome::Uncaught(error.into_inner()),
        }),
        Close => poll!(generator.close()).map(closed),
    };
    if let Some(outcome) = ready {
        return (outcome, false);
    }
    if polls == 0 {
        // It never began: nothing happened.
        assert_ne!(generator.status(), Status::Awaiting);
        let outcome = match operation {
            Start => Outcome::State(generator.start().await.unwrap()),
            Send(value) => Outcome::State(generator.send(value).await.unwrap()),
            Resume(value) => Outcome::State(generator.resume(value).await.unwrap()),
            Throw(error) => match generator.throw(error).await {
                Ok(state) => Outcome::State(state),
                Err(error) => Outcome::Uncaught(error.into_inner()),
            },
            Close => closed(generator.close().await),
        };
        return (outcome, true);
    }
    assert_eq!(generator.status(), Status::Awaiting);
    assert_eq!(generator.start().await, Err(StartError::Busy));
    assert_eq!(generator.send(7).await, Err(SendError::Busy(7)));
    assert_eq!(generator.resume(8).await, Err(SendError::Busy(8)));
    assert_eq!(generator.throw("busy").await, Err(ThrowError::Busy("busy")));
    assert_eq!(generator.close().await, Err(CloseError::Busy));
    // Settling can itself be dropped.
    let first = poll_once(&mut pin!(generator.settle()).as_mut());
    let settled = match first {
        Poll::Ready(result) => result,
        Poll::Pending => generator.settle().await,
    };
    let outcome = match (settled, operation) {
        (Ok(Some(state)), _) => Outcome::State(state),
        (Ok(None), Close) => Outcome::Closed,
        (Ok(None), _) => panic!("nothing was left, or the result is lost"),
        (Err(error), Close) => Outcome::Failed(error),
        (Err(error), _) => Outcome::Uncaught(error),
    };
    (outcome, true)
}

/// Wrong if dropping the future of any operation after any number of polls changed what comes out, for any operation in
/// a row of them.
#[test]
fn a21_a22_dropped_after_every_number_of_polls() {
    let programs: [(&[Operation], &[Outcome]); 4] = [
        (
            &[Start, Send(5), Send(6), Resume(7), Send(0)],
            &[
                Outcome::State(Yielded(0)),
                Outcome::State(Yielded(5)),
                Outcome::State(Yielded(11)),
                Outcome::State(Yielded(18)),
                Outcome::State(Complete(18)),
            ],
        ),
        (
            &[Resume(1), Send(5), Throw("recover"), Throw("fatal")],
            &[
                Outcome::State(Yielded(0)),
                Outcome::State(Yielded(5)),
                Outcome::State(Yielded(1005)),
                Outcome::Uncaught("fatal"),
            ],
        ),
        (
            &[Start, Send(5), Send(1), Close],
            &[
                Outcome::State(Yielded(0)),
                Outcome::State(Yielded(5)),
                Outcome::State(Yielded(6)),
                Outcome::Closed,
            ],
        ),
        (&[Start, Throw("plain")], &[Outcome::State(Yielded(0)), Outcome::Uncaught("plain")]),
    ];
    let mut interruptions = 0;
    for linked in [true, false] {
        for (operations, expected) in &programs {
            for at in 0..operations.len() {
                for polls in 0.. {
                    let mut generator = slow(linked);
                    let mut under_way = false;
                    for (index, operation) in operations.iter().enumerate() {
                        let polls = if index == at { polls } else { usize::MAX };
                        let (outcome, was_under_way) =
                            block_on(interrupted(&mut generator, *operation, polls));
                        assert_eq!(outcome, expected[index], "{operations:?} at {at} after {polls}");
                        under_way |= was_under_way;
                    }
                    interruptions += usize::from(under_way);
                    if !under_way {
                        break;
                    }
                }
            }
        }
    }
    assert!(interruptions > 50, "{interruptions}");
}

#[async_generator]
async fn ticking(record: Record) -> AsyncGen<u32> {
    let _guard = record.guard("ticking");
    for n in 0.. {
        tokio::time::sleep(Duration::from_secs(10)).await;
        yield_!(n);
    }
}

/// Wrong if a timeout killed the generator or lost an item; time is paused, so that none passes.
#[tokio::test(start_paused = true)]
async fn a21_tokio_timeout() {
    let record = Record::new();
    let mut generator = ticking(record.clone());
    for n in 0..3 {
        for _ in 0..3 {
            let result = tokio::time::timeout(Duration::from_secs(3), generator.next()).await;
            assert!(result.is_err());
            assert_eq!(generator.status(), Status::Awaiting);
        }
        assert_eq!(generator.next().await, Some(n));
        assert_eq!(generator.status(), Status::Suspended);
    }
    assert!(tokio::time::timeout(Duration::from_secs(3), generator.next()).await.is_err());
    assert_eq!(generator.close().await, Err(CloseError::Busy));
    assert_eq!(generator.settle().await, Ok(Some(Yielded(3))));
    assert!(record.take().is_empty());
    assert_eq!(generator.close().await, Ok(None));
    assert_eq!(record.take(), ["-ticking"]);
}

/// Wrong if the branch of a `select!` that lost took an item with it.
#[tokio::test(start_paused = true)]
async fn a21_tokio_select() {
    let mut generator = ticking(Record::new());
    let mut other = tokio::time::interval(Duration::from_secs(7));
    let (mut items, mut losses) = (Vec::new(), 0);
    while items.len() < 10 {
        tokio::select! {
            item = generator.next() => items.push(item.unwrap()),
            _ = other.tick() => losses += 1,
        }
    }
    assert_eq!(items, (0..10).collect::<Vec<_>>());
    assert!(losses >= 10, "{losses}");
}

/// Wrong if two generators in one `select!` lost an item of either, or the fused end was not seen.
#[tokio::test(start_paused = true)]
async fn a21_futures_select() {
    #[async_generator]
    async fn paced(seconds: u64, count: u32) -> AsyncGen<u32> {
        for n in 0..count {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            yield_!(n);
        }
    }
    let (mut left, mut right) = (paced(3, 20).fuse(), paced(5, 10).fuse());
    let (mut from_left, mut from_right) = (Vec::new(), Vec::new());
    loop {
        futures::select! {
            item = left.next() => from_left.extend(item),
            item = right.next() => from_right.extend(item),
            complete => break,
        }
    }
    assert_eq!(from_left, (0..20).collect::<Vec<_>>());
    assert_eq!(from_right, (0..10).collect::<Vec<_>>());
    // The generator itself is fused; it needs no adapter.
    let mut bare = paced(3, 2);
    let mut items = Vec::new();
    loop {
        futures::select! {
            item = bare.select_next_some() => items.push(item),
            complete => break,
        }
    }
    assert_eq!(items, [0, 1]);
    assert!(bare.next().now_or_never().unwrap().is_none());
}

/// Wrong if what a throw or close left in mid-await could not be settled, or gave something else than the operation
/// would have.
#[test]
fn a22_what_settling_gives() {
    #[async_generator]
    async fn stubborn() -> AsyncGen<u32, (), u32, Error> {
        let caught = try_yield!(1);
        wait(2).await;
        match caught {
            Ok(()) => 0,
            Err(Raised::Throw("return")) => 1,
            Err(Raised::Close) => {
                yield_!(2);
                3
            }
            Err(signal) => raise!(signal),
        }
    }
    block_on(async {
        let started = || async {
            let mut generator = stubborn();
            assert_eq!(generator.settle().await, Ok(None), "nothing was left");
            generator.start().await.unwrap();
            assert_eq!(generator.settle().await, Ok(None), "nothing was left");
            generator
        };
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.throw("return"))).is_pending());
        assert_eq!(generator.settle().await, Ok(Some(Complete(1))));
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.throw("e"))).is_pending());
        assert_eq!(generator.settle().await, Err("e"));
        assert_eq!(generator.settle().await, Ok(None));
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.throw("e"))).is_pending());
        assert_eq!(generator.iter().next().await, None, "an uncaught error is no item");
        assert_eq!(generator.status(), Status::Finished);
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.close())).is_pending());
        assert_eq!(generator.settle().await, Ok(Some(Yielded(2))), "a yield in reply to a close");
        assert_eq!(generator.status(), Status::Finished);
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.send(()))).is_pending());
        assert_eq!(generator.iter().next().await, None, "next settles too");
        assert_eq!(generator.take_return(), Some(0));
    });
}
