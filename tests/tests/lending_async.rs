//! Asynchronous lending generators.

use std::cell::RefCell;
use std::convert::Infallible;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::stream;
use genfn::{
    AsyncGen, AsyncLendGen, Body, CloseError, GeneratorState, Lend, LendGen, Raised, SendError, StartError,
    Status, ThrowError, async_generator, generator, raise, try_yield, yield_, yield_from,
};
use genfn_tests::forget;

/// Pending once.
async fn pause() {
    let mut paused = false;
    poll_fn(move |context| {
        if paused {
            return Poll::Ready(());
        }
        paused = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[async_generator]
async fn accumulated() -> AsyncLendGen<&'lend str, char, String, &'static str> {
    let mut text = String::new();
    loop {
        let caught = try_yield!(&text);
        pause().await;
        match caught {
            Ok('.') => return text,
            Ok(letter) => text.push(letter),
            Err(Raised::Throw("clear")) => text.clear(),
            Err(signal @ Raised::Throw(_)) => raise!(signal),
            Err(Raised::Close) => return text + " (closed)",
        }
    }
}

fn yielded(state: Result<GeneratorState<&str, String>, impl std::fmt::Debug>) -> &str {
    state.unwrap().yielded().unwrap()
}

/// Wrong if an operation did something else than on any asynchronous generator (A8 to A17).
#[test]
fn l9_the_protocol() {
    block_on(async {
        let mut text = accumulated();
        assert_eq!(text.send('x').await, Err(SendError::NotStarted('x')));
        assert_eq!(yielded(text.start().await), "");
        assert_eq!(text.start().await, Err(StartError::Started));
        assert_eq!(yielded(text.send('a').await), "a");
        assert_eq!(yielded(text.resume('b').await), "ab");
        assert_eq!(yielded(text.throw("clear").await), "");
        assert_eq!(text.status(), Status::Suspended);
        assert_eq!(text.send('.').await, Ok(GeneratorState::Complete(String::new())));
        assert_eq!(text.throw("late").await, Err(ThrowError::Uncaught("late")));
        assert_eq!(text.close().await, Ok(None));

        let mut text = accumulated();
        assert_eq!(yielded(text.resume('x').await), "");
        assert_eq!(yielded(text.send('d').await), "d");
        assert_eq!(text.close().await, Ok(Some("d (closed)".into())));
    });
}

#[async_generator]
async fn counters(mut counts: Vec<u32>) -> AsyncLendGen<&'lend mut u32, (), Result<(), u32>> {
    for count in &mut counts {
        pause().await;
        yield_!(count);
    }
    pause().await;
    Err(counts.iter().sum())
}

/// Wrong if `next` or `for_each` did not give each item, or lost the error that the body ends with.
#[test]
fn l9_iteration() {
    block_on(async {
        let mut counters = counters(vec![1, 2]);
        while let Some(count) = counters.next().await {
            match count {
                Ok(count) => *count *= 10,
                Err(sum) => assert_eq!(sum, 30),
            }
        }
        assert!(counters.next().await.is_none());

        let mut counters = self::counters(vec![1, 2]);
        let end = counters
            .for_each(async |count| {
                pause().await;
                *count += 5;
            })
            .await;
        assert_eq!(end, Some(Err(6 + 7)));
    });
}

/// Wrong if a future that has given its item resumed the generator when it is polled again: the item would be read after the
/// body has changed it.
#[test]
fn l9_polled_again_while_its_item_lives() {
    let mut counters = counters(vec![1, 2]);
    let mut next = pin!(counters.next());
    assert!(poll(next.as_mut()).is_pending());
    let Poll::Ready(Some(Ok(item))) = poll(next.as_mut()) else { panic!("it is ready now") };
    let panic = catch_unwind(AssertUnwindSafe(|| drop(poll(next.as_mut())))).unwrap_err();
    assert!(panic.downcast_ref::<&str>().unwrap().contains("its item may still be in use"));
    *item += 1;
    assert_eq!(*item, 2);
}

/// An item with a destructor that looks at what it borrows.
struct Looks<'l>(&'l String, &'l RefCell<Vec<String>>);

impl Drop for Looks<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(format!("item of {}", self.0));
    }
}

struct Owner<'a>(String, &'a RefCell<Vec<String>>);

impl Drop for Owner<'_> {
    fn drop(&mut self) {
        self.1.borrow_mut().push(format!("frame of {}", self.0));
    }
}

type Log = RefCell<Vec<String>>;

#[async_generator]
async fn stubborn(name: &str, log: &Log) -> AsyncLendGen<Looks<'lend>, (), (), u32> {
    let owner = Owner(name.to_owned(), log);
    loop {
        let _ignored = try_yield!(Looks(&owner.0, owner.1));
        pause().await;
    }
}

#[async_generator]
async fn stubborn_with_other_errors(name: &str, log: &Log) -> AsyncLendGen<Looks<'lend>> {
    let owner = Owner(name.to_owned(), log);
    loop {
        let _ignored = try_yield!(Looks(&owner.0, owner.1));
        pause().await;
    }
}

#[async_generator]
async fn linked(log: &Log) -> AsyncLendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner("delegator".to_owned(), log);
    yield_from!(stubborn("delegate", log));
}

#[async_generator]
async fn driven(log: &Log) -> AsyncLendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner("delegator".to_owned(), log);
    yield_from!(stubborn_with_other_errors("delegate", log));
}

macro_rules! closed_in_two_ways {
    ($($name:literal $make:expr, $expected:expr;)*) => { $({
        // Closed at once.
        let log = Log::default();
        let mut generator = $make(&log);
        block_on(async {
            drop(generator.next().await);
            assert_eq!(generator.close().await, Err(CloseError::Yielded(())), $name);
            assert_eq!(generator.status(), Status::Finished, $name);
        });
        assert_eq!(log.take(), $expected, $name);

        // The close is left in mid-await, and `settle` goes on with it.
        let mut generator = $make(&log);
        drop(block_on(generator.next()));
        assert!(poll(pin!(generator.close())).is_pending());
        assert_eq!(generator.status(), Status::Awaiting, $name);
        assert!(matches!(poll(pin!(generator.close())), Poll::Ready(Err(CloseError::Busy))), $name);
        assert!(matches!(block_on(generator.settle()), Ok(None)), $name);
        assert_eq!(generator.status(), Status::Finished, $name);
        assert_eq!(log.take(), $expected, $name);

        // Or `next` does.
        let mut generator = $make(&log);
        drop(block_on(generator.next()));
        assert!(poll(pin!(generator.close())).is_pending());
        assert!(block_on(generator.next()).is_none(), $name);
        assert_eq!(log.take(), $expected, $name);

        // Left in mid-await and dropped.
        let mut generator = $make(&log);
        drop(block_on(generator.next()));
        assert!(poll(pin!(generator.close())).is_pending());
        drop(generator);
        assert_eq!(log.take(), [&$expected[..1], &$expected[2..]].concat(), $name);
    })* };
}

/// Wrong if what is yielded in reply to a close were dropped after its frame, also where the close is interrupted.
#[test]
fn l5_items_go_before_their_frames() {
    let (item, frame, around) = ("item of delegate", "frame of delegate", "frame of delegator");
    closed_in_two_ways! {
        "alone" |log| stubborn("delegate", log), [item, item, frame];
        "linked" linked, [item, item, frame, around];
        "driven" driven, [item, item, frame, around];
    }
}

/// Wrong if an error of another type, for which a delegate is closed (D6), dropped what the delegate yields after its frame.
#[test]
fn l5_thrown_at_a_delegate_with_other_errors() {
    let log = Log::default();
    block_on(async {
        let mut generator = driven(&log);
        drop(generator.next().await);
        assert!(matches!(generator.throw(7).await, Err(ThrowError::Uncaught(7))));
        drop(generator);
    });
    let expected = ["item of delegate", "item of delegate", "frame of delegate", "frame of delegator"];
    assert_eq!(log.take(), expected);
}

#[generator]
fn synchronous(from: u32) -> LendGen<&'lend [u32]> {
    let numbers: Vec<u32> = (0..from).collect();
    for end in 1..=numbers.len() {
        yield_!(&numbers[..end]);
    }
}

#[async_generator]
async fn plain(numbers: &[u32]) -> AsyncGen<&[u32]> {
    pause().await;
    yield_!(numbers);
}

#[async_generator]
async fn countdown(from: u32) -> AsyncLendGen<&'lend [u32]> {
    let mut numbers: Vec<u32> = (1..=from).collect();
    while !numbers.is_empty() {
        pause().await;
        yield_!(&numbers);
        numbers.pop();
    }
}

#[async_generator]
async fn all_kinds(outer: &[u32]) -> AsyncLendGen<&'lend [u32]> {
    yield_from!(synchronous(2));
    let mut held = countdown(2);
    assert_eq!(held.next().await, Some(&[1, 2][..]));
    yield_from!(&mut held);
    yield_from!(countdown(1));
    yield_from!(plain(outer));
    let local = [vec![7], vec![8]];
    yield_from!(stream::iter(local.iter().map(Vec::as_slice)));
    yield_from!(local.iter().map(Vec::as_slice));
}

/// Wrong if an item of a delegate were another than it yields (F1, F5, F6).
#[test]
fn l7_delegates_of_every_kind() {
    let mut items = Vec::new();
    let outer = [5];
    block_on(async {
        let mut all = all_kinds(&outer);
        while let Some(item) = all.next().await {
            items.push(item.to_vec());
        }
    });
    let expected: &[&[u32]] = &[&[0], &[0, 1], &[1], &[1], &[5], &[7], &[8], &[7], &[8]];
    assert_eq!(items, expected);
}

/// Wrong if an operation on a generator that is `Send` were not, or a body that awaits one (G47, A6).
#[test]
fn l9_threads() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let task = is_send(async {
        let mut all = countdown(3);
        let mut sum = 0;
        while let Some(item) = all.next().await {
            sum += item.len();
            ready(()).await;
        }
        sum
    });
    let handle = std::thread::spawn(move || block_on(task));
    assert_eq!(handle.join().unwrap(), 3 + 2 + 1);
    drop(is_send(nested(2)));
}

#[async_generator]
async fn nested(depth: u32) -> AsyncLendGen<&'lend [u32]> {
    let own = vec![depth];
    yield_!(&own);
    if depth > 0 {
        yield_from!(nested(depth - 1));
    }
}

#[async_generator]
async fn slow_countdown(from: u32) -> AsyncLendGen<&'lend [u32]> {
    let mut numbers: Vec<u32> = (1..=from).collect();
    while !numbers.is_empty() {
        yield_!(&numbers);
        pause().await;
        numbers.pop();
    }
}

type Slices = dyn for<'lend> Lend<'lend, Item = &'lend [u32]>;

#[async_generator]
async fn borrowing(
    inner: &mut AsyncLendGen<Slices, (), (), Infallible, impl Body<Output = ()>>,
) -> AsyncLendGen<&'lend [u32]> {
    yield_from!(inner);
}

/// Wrong if a lending generator could not be used any more after a delegator that borrowed it was forgotten, at a yield or in
/// mid-await.
#[test]
fn l7_a_forgotten_delegator() {
    let mut inner = slow_countdown(3);
    let mut outer = borrowing(&mut inner);
    assert_eq!(block_on(outer.next()), Some(&[1, 2, 3][..]));
    forget(outer);
    assert_eq!(inner.status(), Status::Suspended);

    let mut outer = borrowing(&mut inner);
    assert!(poll(pin!(outer.next())).is_pending());
    forget(outer);
    assert_eq!(inner.status(), Status::Awaiting);
    // What was interrupted goes on, and it was a `next`.
    assert_eq!(block_on(inner.next()), Some(&[1, 2][..]));
    assert_eq!(block_on(inner.next()), Some(&[1][..]));
    assert_eq!(block_on(inner.next()), None);
}
