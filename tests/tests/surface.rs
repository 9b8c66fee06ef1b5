//! The rest of the public surface: what errors say, conversions, adapters, how things print.

use std::error::Error;
use std::pin::{Pin, pin};

use futures::stream::{self, FusedStream, StreamExt};
use genfn::{
    AsyncGen, AsyncGenerator, BoxAsyncGen, BoxGen, CloseError, Gen, Generator, GeneratorState, IteratorExt,
    LocalBoxGen, PinGen, Raised, SendError, StartError, Status, StreamDelegateExt, ThrowError,
};
use genfn::{async_generator, generator, try_yield, yield_, yield_from};
use genfn_tests::{Manual, block_on, poll_once, wait};

use GeneratorState::{Complete, Yielded};

/// Not `Debug`, and so no obstacle to an error that carries it.
struct Opaque;

/// Wrong if an error did not say what to do, or could not be boxed, whatever it carries.
#[test]
fn errors_say_what_to_do() {
    fn said(error: impl Error) -> String {
        format!("{error} / {error:?}")
    }
    for (text, parts) in [
        (said(StartError::Started), ["started before", "`send` or `resume`", "Started"]),
        (said(StartError::Finished), ["has ended", "has ended", "Finished"]),
        (said(StartError::Busy), ["mid-await", "`settle` it first", "Busy"]),
        (said(SendError::NotStarted(Opaque)), ["not been started", "call `start` first", "NotStarted(..)"]),
        (said(SendError::Finished(Opaque)), ["has ended", "has ended", "Finished(..)"]),
        (said(SendError::Busy(Opaque)), ["mid-await", "`settle` it first", "Busy(..)"]),
        (said(ThrowError::Uncaught(Opaque)), ["did not catch", "thrown into it", "Uncaught(..)"]),
        (said(ThrowError::Busy(Opaque)), ["mid-await", "`settle` it first", "Busy(..)"]),
        (
            said(CloseError::<Opaque, Opaque>::Yielded(Opaque)),
            ["ignored the close", "yielded", "Yielded(..)"],
        ),
        (said(CloseError::<Opaque, Opaque>::Raised(Opaque)), ["failed", "closed", "Raised(..)"]),
        (said(CloseError::<Opaque, Opaque>::Busy), ["mid-await", "`settle` it first", "Busy"]),
    ] {
        for part in parts {
            assert!(text.contains(part), "{text} does not say {part}");
        }
    }
    assert_eq!(SendError::NotStarted(1).into_inner() + SendError::Finished(2).into_inner(), 3);
    assert_eq!(SendError::Busy(3).into_inner(), 3);
    assert_eq!(ThrowError::Uncaught(4).into_inner() + ThrowError::Busy(5).into_inner(), 9);
}

/// Wrong if a part of a state was lost or changed on the way.
#[test]
fn states_convert() {
    let (yielded, complete) =
        (GeneratorState::<u32, char>::Yielded(1), GeneratorState::<u32, char>::Complete('r'));
    assert_eq!((yielded.yielded(), yielded.complete()), (Some(1), None));
    assert_eq!((complete.yielded(), complete.complete()), (None, Some('r')));
    assert_eq!(yielded.map_yielded(|n| n + 1), Yielded(2));
    assert_eq!(complete.map_yielded(|n| n + 1), Complete('r'));
    assert_eq!(yielded.map_complete(|_| ()), Yielded(1));
    assert_eq!(complete.map_complete(u32::from), Complete(114));
}

#[generator]
fn numbers() -> Gen<u32, Option<u32>, &'static str, &'static str> {
    match try_yield!(1) {
        Ok(sent) => yield_!(sent.unwrap_or(2)),
        Err(Raised::Throw(_)) => yield_!(3),
        Err(Raised::Close) => return "closed",
    };
    "end"
}

#[async_generator]
async fn async_numbers() -> AsyncGen<u32, Option<u32>, &'static str, &'static str> {
    wait(1).await;
    match try_yield!(1) {
        Ok(sent) => yield_!(sent.unwrap_or(2)),
        Err(Raised::Throw(_)) => yield_!(3),
        Err(Raised::Close) => {
            wait(1).await;
            return "closed";
        }
    };
    "end"
}

/// Wrong if dropping what is sent dropped anything else, or an error did not hand back what was really sent.
#[test]
fn ignore_sent_is_the_same_generator() {
    let mut ignoring = numbers().ignore_sent::<String>();
    assert_eq!(ignoring.status(), Status::Created);
    assert_eq!(ignoring.send("early".into()).unwrap_err(), SendError::NotStarted("early".into()));
    assert_eq!(ignoring.start(), Ok(Yielded(1)));
    assert_eq!(ignoring.send("ignored".into()), Ok(Yielded(2)));
    assert_eq!(ignoring.resume("ignored".into()), Ok(Complete("end")));
    assert_eq!(ignoring.send("late".into()).unwrap_err(), SendError::Finished("late".into()));
    assert_eq!(ignoring.take_return(), None, "it was delivered");
    let mut ignoring = numbers().ignore_sent::<String>();
    ignoring.start().unwrap();
    assert_eq!(ignoring.throw("e"), Ok(Yielded(3)));
    assert_eq!(ignoring.close(), Ok(None));
    assert!(format!("{ignoring:?}").contains("numbers(Finished)"));
    assert!(ignoring.into_inner().start().is_err());
    let mut iterator = (0..2).ignore_sent::<String>();
    assert_eq!(iterator.start(), Ok(Yielded(0)));
    assert_eq!(iterator.send("x".into()), Ok(Yielded(1)));
    assert_eq!(iterator.close(), Ok(None));
}

/// The same for asynchronous ones, also where the generator takes what it is sent at a later poll.
#[test]
fn ignore_sent_is_the_same_asynchronous_generator() {
    block_on(async {
        let mut ignoring = async_numbers().ignore_sent::<String>();
        assert_eq!(ignoring.send("early".into()).await, Err(SendError::NotStarted("early".into())));
        assert!(poll_once(&mut pin!(ignoring.start())).is_pending());
        assert_eq!(ignoring.send("busy".into()).await, Err(SendError::Busy("busy".into())));
        assert_eq!(ignoring.settle().await, Ok(Some(Yielded(1))));
        assert_eq!(ignoring.resume("ignored".into()).await, Ok(Yielded(2)));
        assert_eq!(ignoring.send("ignored".into()).await, Ok(Complete("end")));
        assert_eq!(ignoring.send("late".into()).await, Err(SendError::Finished("late".into())));
        assert_eq!(Pin::new(&mut ignoring).take_return(), None);
        let mut ignoring = AsyncGenerator::ignore_sent::<String>(Manual(async_numbers()));
        ignoring.start().await.unwrap();
        assert_eq!(ignoring.throw("e").await, Ok(Yielded(3)));
        assert_eq!(ignoring.close().await, Ok(None));
        let mut late = Late { number: 0, taken: true }.ignore_sent::<String>();
        assert_eq!(late.start().await, Ok(Yielded(0)));
        assert_eq!(late.send("ignored".into()).await, Ok(Yielded(1)));
    });
}

/// Takes what it is sent at the second poll, as one over a sink that is not ready would.
struct Late {
    number: u32,
    taken: bool,
}

impl AsyncGenerator for Late {
    type Yield = u32;
    type Send = ();
    type Return = ();
    type Throw = &'static str;

    fn status(&self) -> Status {
        match (self.number, self.taken) {
            (0, _) => Status::Created,
            (_, true) => Status::Suspended,
            (_, false) => Status::Awaiting,
        }
    }

    fn poll_start(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<GeneratorState<u32, ()>, StartError>> {
        self.number = 1;
        std::task::Poll::Ready(Ok(Yielded(0)))
    }

    fn poll_send(
        mut self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        value: &mut Option<()>,
    ) -> std::task::Poll<Result<GeneratorState<u32, ()>, SendError<()>>> {
        if self.taken {
            self.taken = false;
            return std::task::Poll::Pending;
        }
        value.take().expect("it is offered again until it is taken");
        self.taken = true;
        self.number += 1;
        std::task::Poll::Ready(Ok(Yielded(self.number - 1)))
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        error: &mut Option<&'static str>,
    ) -> std::task::Poll<Result<GeneratorState<u32, ()>, ThrowError<&'static str>>> {
        std::task::Poll::Ready(Err(ThrowError::Uncaught(error.take().expect("given"))))
    }

    fn poll_close(
        self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<Option<()>, CloseError<u32, &'static str>>> {
        std::task::Poll::Ready(Ok(None))
    }

    fn poll_settle(
        self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<Option<GeneratorState<u32, ()>>, &'static str>> {
        std::task::Poll::Ready(Ok(None))
    }
}

/// Wrong if what a delegate takes late was lost by the delegator, or a sent value came twice.
#[test]
fn a_delegate_that_takes_values_late() {
    #[async_generator]
    async fn outer() -> AsyncGen<u32, (), (), &'static str> {
        yield_from!(Late { number: 0, taken: true });
    }
    block_on(async {
        let mut generator = outer();
        for n in 0..5 {
            assert_eq!(generator.resume(()).await, Ok(Yielded(n)));
        }
        assert_eq!(generator.throw("e").await, Err(ThrowError::Uncaught("e")));
    });
}

/// Wrong if a plain stream as a generator broke the protocol.
#[test]
fn a_stream_as_a_generator() {
    block_on(async {
        let slow = || {
            Box::pin(stream::iter(0..2).then(|n| async move {
                wait(1).await;
                n
            }))
        };
        let mut generator = StreamDelegateExt::ignore_sent::<u8>(slow());
        assert_eq!(generator.send(1).await, Err(SendError::NotStarted(1)));
        assert!(poll_once(&mut pin!(generator.start())).is_pending());
        assert_eq!(generator.status(), Status::Awaiting);
        assert_eq!(generator.close().await, Err(CloseError::Busy));
        assert_eq!(generator.start().await, Err(StartError::Busy));
        assert_eq!(generator.settle().await, Ok(Some(Yielded(0))));
        assert_eq!(generator.settle().await, Ok(None));
        assert_eq!(generator.start().await, Err(StartError::Started));
        assert!(poll_once(&mut pin!(generator.send(2))).is_pending());
        assert_eq!(generator.send(3).await, Err(SendError::Busy(3)));
        assert_eq!(generator.settle().await, Ok(Some(Yielded(1))));
        assert_eq!(generator.send(4).await, Ok(Complete(())));
        assert_eq!(generator.send(5).await, Err(SendError::Finished(5)));
        assert_eq!(generator.start().await, Err(StartError::Finished));
        let mut generator = StreamDelegateExt::ignore_sent::<u8>(slow());
        generator.start().await.unwrap();
        assert_eq!(generator.close().await, Ok(None));
        assert_eq!(generator.status(), Status::Finished);
    });
}

/// Wrong if a generator in place lacked a part of the protocol that the boxed one has.
#[test]
fn the_protocol_in_place() {
    #[generator]
    fn in_place() -> PinGen<u32, Option<u32>, &'static str, &'static str> {
        yield_from!(numbers())
    }
    let mut generator = pin!(in_place());
    assert_eq!(generator.status(), Status::Created);
    assert_eq!(generator.as_mut().send(None), Err(SendError::NotStarted(None)));
    assert_eq!(generator.as_mut().start(), Ok(Yielded(1)));
    assert_eq!(generator.as_mut().start(), Err(StartError::Started));
    assert_eq!(generator.as_mut().throw("e"), Ok(Yielded(3)));
    assert_eq!(generator.as_mut().resume(None), Ok(Complete("end")));
    assert_eq!(generator.as_mut().throw("late"), Err("late"));
    assert_eq!(generator.as_mut().close(), Ok(None));
    assert!(format!("{generator:?}").contains("in_place(Finished)"));
    let mut generator = pin!(in_place());
    assert!(generator.as_mut().iter().eq([1, 2]));
    assert_eq!(generator.as_mut().take_return(), Some("end"));
    let mut generator = pin!(in_place());
    generator.as_mut().start().unwrap();
    assert_eq!(generator.as_mut().close(), Ok(None), "the delegator is dropped at its delegation");
}

/// Wrong if a boxed generator that somebody wrote by hand lost a part of the protocol.
#[test]
fn boxed_generators_written_by_hand() {
    let mut boxed: LocalBoxGen<'_, _, _, _, _> = Manual(numbers()).boxed_local();
    assert_eq!(boxed.start(), Ok(Yielded(1)));
    assert_eq!(boxed.send(Some(7)), Ok(Yielded(7)));
    assert_eq!(format!("{boxed:?}"), "LocalBoxGen(Suspended)");
    assert_eq!(boxed.close(), Ok(None));
    let mut boxed: BoxGen<'_, _, _, _, _> = Manual(numbers()).boxed();
    let mut values = boxed.iter();
    assert_eq!(values.by_ref().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(values.take_return(), Some("end"), "the one inside has no place for it");
    assert_eq!(boxed.throw("e"), Err("e"));
    block_on(async {
        let mut boxed: BoxAsyncGen<'_, _, _, _, _> = Manual(async_numbers()).boxed();
        assert_eq!(boxed.start().await, Ok(Yielded(1)));
        assert_eq!(boxed.throw("e").await, Ok(Yielded(3)));
        assert!(poll_once(&mut pin!(boxed.settle())).is_ready());
        assert_eq!(format!("{boxed:?}"), "BoxAsyncGen(Suspended)");
        assert_eq!(boxed.send(None).await, Ok(Complete("end")));
        assert_eq!(boxed.close().await, Ok(None));
        let mut boxed = Manual(async_numbers()).boxed_local();
        assert_eq!(boxed.iter().collect::<Vec<_>>().await, [1, 2]);
        let mut boxed = Manual(async_numbers()).boxed();
        assert!(poll_once(&mut pin!(boxed.resume(None))).is_pending());
        assert_eq!(boxed.resume(Some(1)).await, Err(SendError::Busy(Some(1))));
        assert_eq!(boxed.settle().await, Ok(Some(Yielded(1))));
        assert_eq!(boxed.close().await, Ok(Some("closed")));
    });
}

/// Wrong if the values of a generator, or a hint, did not say what they are.
#[test]
fn adapters_print_and_end() {
    let mut generator = numbers();
    assert_eq!(format!("{:?}", generator.iter()), "Iter { status: Created, .. }");
    let mut sized = two().with_len(2);
    assert_eq!((sized.len(), sized.next(), sized.len()), (2, Some(1), 1));
    assert_eq!(sized.into_inner().count(), 1);
    assert_eq!(two().with_size_hint(2, Some(2)).size_hint(), (2, Some(2)));
    let mut generator = async_numbers();
    let mut values = generator.iter();
    assert_eq!(format!("{values:?}"), "AsyncIter { status: Created, .. }");
    assert_eq!(block_on(values.by_ref().collect::<Vec<_>>()), [1, 2]);
    assert!(values.is_terminated());
    assert_eq!(values.take_return(), Some("end"));
}

#[generator]
fn two() -> Gen<u32> {
    yield_!(1);
    yield_!(2);
}
