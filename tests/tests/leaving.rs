//! How a block around a generator is left: the error of a context manager by `?`, and an asynchronous generator closed with all
//! that its clean-up awaits.

use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use futures::executor::block_on;
use genfn::{
    AsyncGen, CloseError, ContextError, Gen, Raised, async_generator, closing, generator, raise, try_yield,
    yield_,
};

/// What the body of a manager does that fails with an `io::Error`, or is no manager.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manager {
    Passes,
    RefusesToEnter,
    FailsAfterwards,
    NeverYields,
    YieldsTwice,
}

fn failure(text: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, text)
}

#[generator]
fn manager(does: Manager) -> Gen<u32, (), io::Result<()>, io::Error> {
    match does {
        Manager::RefusesToEnter => Err(failure("refused"))?,
        Manager::NeverYields => return Ok(()),
        Manager::YieldsTwice => yield_!(0),
        Manager::Passes | Manager::FailsAfterwards => {}
    }
    yield_!(1);
    if does == Manager::FailsAfterwards { Err(failure("failed")) } else { Ok(()) }
}

#[generator]
fn manager_of_infallible_blocks(does: Manager) -> Gen<u32, (), io::Result<()>> {
    if does == Manager::RefusesToEnter {
        return Err(failure("refused"));
    }
    yield_!(1);
    Ok(())
}

fn with(does: Manager, block: Result<u32, &str>) -> io::Result<Option<u32>> {
    Ok(manager(does).with(|value| block.map(|n| n + value).map_err(failure))?)
}

fn enter(does: Manager) -> io::Result<u32> {
    let entered = manager(does).enter()?;
    let value = *entered;
    entered.exit()?;
    Ok(value)
}

/// An error that others turn into.
#[derive(Debug, PartialEq)]
struct Failure(String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

fn with_an_error_of_ones_own(does: Manager, block: Result<u32, &str>) -> Result<Option<u32>, Failure> {
    manager(does).with(|_| block.map_err(failure)).map_err(ContextError::into_error)
}

/// Wrong if `?` gave another error than the one that the block or the body failed with.
#[test]
fn the_error_of_a_context_manager_is_that_of_its_block_or_body() {
    let no_yield = "the context manager ended before it yielded a value";
    let second = "the context manager yielded a second time instead of ending";
    let table = [
        (Manager::Passes, Ok(1), Ok(Some(2))),
        (Manager::Passes, Err("block"), Err("block")),
        (Manager::RefusesToEnter, Ok(1), Err("refused")),
        (Manager::FailsAfterwards, Ok(1), Err("failed")),
        (Manager::NeverYields, Ok(1), Err(no_yield)),
        (Manager::YieldsTwice, Ok(1), Err(second)),
    ];
    for (does, block, expected) in table {
        let left = with(does, block);
        let told = left.as_ref().map(|output| *output).map_err(ToString::to_string);
        assert_eq!(told, expected.map_err(str::to_owned), "{does:?}, {block:?}");
        if let Err(error) = left {
            let is_misuse = [no_yield, second].contains(&error.to_string().as_str());
            let kind = if is_misuse { io::ErrorKind::Other } else { io::ErrorKind::NotFound };
            assert_eq!(error.kind(), kind, "{does:?}, {block:?}");
        }
    }
    assert_eq!(enter(Manager::Passes).unwrap(), 1);
    assert_eq!(enter(Manager::RefusesToEnter).unwrap_err().to_string(), "refused");
    assert_eq!(enter(Manager::FailsAfterwards).unwrap_err().to_string(), "failed");
}

/// Wrong if a manager whose block cannot fail were left without `?`.
#[test]
fn a_manager_of_blocks_that_cannot_fail() {
    fn enter(does: Manager) -> io::Result<u32> {
        Ok(*manager_of_infallible_blocks(does).enter()?)
    }
    assert_eq!(enter(Manager::Passes).unwrap(), 1);
    assert_eq!(enter(Manager::RefusesToEnter).unwrap_err().to_string(), "refused");
}

/// Wrong if the error were not converted, or a mistake in the manager's body were taken for a failure.
#[test]
fn into_error_converts_and_tells_mistakes_apart() {
    let failure = |text: &str| Err(Failure(text.to_owned()));
    assert_eq!(with_an_error_of_ones_own(Manager::Passes, Ok(1)), Ok(Some(1)));
    assert_eq!(with_an_error_of_ones_own(Manager::Passes, Err("block")), failure("block"));
    assert_eq!(with_an_error_of_ones_own(Manager::RefusesToEnter, Ok(1)), failure("refused"));
    assert_eq!(with_an_error_of_ones_own(Manager::FailsAfterwards, Ok(1)), failure("failed"));
    for does in [Manager::NeverYields, Manager::YieldsTwice] {
        let caught = catch_unwind(AssertUnwindSafe(|| with_an_error_of_ones_own(does, Ok(1))));
        assert!(caught.is_err(), "{does:?}");
    }
}

/// What a generator does when it is closed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    CleansUp,
    Fails,
    Yields,
}

/// Pending once, as what has to be awaited is.
async fn pause() {
    let mut was_polled = false;
    std::future::poll_fn(|context| {
        if was_polled {
            return Poll::Ready(());
        }
        was_polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[async_generator]
async fn calls(answer: Answer, log: &RefCell<Vec<&'static str>>) -> AsyncGen<u32, (), (), &'static str> {
    for number in 0..3 {
        pause().await;
        if let Err(signal) = try_yield!(number) {
            pause().await;
            log.borrow_mut().push("cleaned up");
            match answer {
                Answer::CleansUp => raise!(signal),
                Answer::Fails => raise!(Raised::Throw("failed")),
                Answer::Yields => yield_!(99),
            }
        }
    }
    log.borrow_mut().push("ended");
}

/// Wrong if one way out of the block left the generator unclosed, or its clean-up half done.
#[test]
fn a_block_is_left_with_its_generator_closed() {
    type Log = RefCell<Vec<&'static str>>;
    let ways: [(&str, &[&str], fn(&Log) -> Option<u32>); 5] = [
        ("the end", &["cleaned up"], |log| {
            block_on(closing(calls(Answer::CleansUp, log), async |calls| calls.next().await)).unwrap()
        }),
        ("`?`", &["cleaned up"], |log| {
            let block = async |calls: &mut AsyncGen<_, _, _, _, _>| {
                calls.next().await?;
                None?;
                calls.next().await
            };
            block_on(closing(calls(Answer::CleansUp, log), block)).unwrap()
        }),
        ("`return`", &["cleaned up"], |log| {
            let block = async |calls: &mut AsyncGen<_, _, _, _, _>| {
                while let Some(number) = calls.next().await {
                    if number == 1 {
                        return Some(number);
                    }
                }
                None
            };
            block_on(closing(calls(Answer::CleansUp, log), block)).unwrap()
        }),
        ("in mid-await", &["cleaned up"], |log| {
            let block = async |calls: &mut AsyncGen<_, _, _, _, _>| {
                calls.next().await;
                let mut next = std::pin::pin!(calls.next());
                futures::poll!(next.as_mut()).is_pending().then_some(7)
            };
            block_on(closing(calls(Answer::CleansUp, log), block)).unwrap()
        }),
        ("after its end", &["ended"], |log| {
            let block = async |calls: &mut AsyncGen<_, _, _, _, _>| {
                let mut last = None;
                while let Some(number) = calls.next().await {
                    last = Some(number);
                }
                last
            };
            block_on(closing(calls(Answer::CleansUp, log), block)).unwrap()
        }),
    ];
    let outputs = [Some(0), None, Some(1), Some(7), Some(2)];
    for ((way, expected, leave), output) in ways.into_iter().zip(outputs) {
        let log = RefCell::default();
        assert_eq!(leave(&log), output, "{way}");
        assert_eq!(*log.borrow(), expected, "{way}");
    }
}

/// Wrong if a clean-up that fails went unnoticed.
#[test]
fn closing_tells_of_a_clean_up_that_fails() {
    let table = [
        (Answer::CleansUp, Ok(Some(0))),
        (Answer::Fails, Err(CloseError::Raised("failed"))),
        (Answer::Yields, Err(CloseError::Yielded(99))),
    ];
    for (answer, expected) in table {
        let log = RefCell::default();
        let left = block_on(closing(calls(answer, &log), async |calls| calls.next().await));
        assert_eq!(left, expected, "{answer:?}");
    }
}

/// Wrong if a task that may go to another thread could not close its generator.
#[test]
fn closing_can_be_spawned() {
    #[async_generator]
    async fn numbers() -> AsyncGen<u32> {
        pause().await;
        yield_!(1);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    let task = runtime.spawn(async { closing(numbers(), async |numbers| numbers.next().await).await });
    assert_eq!(runtime.block_on(task).unwrap(), Ok(Some(1)));
}
