//! Asynchronous generators: their life, their forms, delegation (A1 to A29, F1 to F7, G47).

use std::cell::Cell;
use std::future::ready;
use std::pin::{Pin, pin};
use std::rc::Rc;

use futures::stream::{self, FusedStream, Stream, StreamExt};
use genfn::{
    AsyncGen, AsyncGenerator, BoxAsyncGen, CloseError, Gen, GeneratorState, LocalBoxAsyncGen, PinAsyncGen,
    PinGen, Raised, SendError, StartError, Status, StreamDelegateExt, ThrowError,
};
use genfn::{async_generator, generator, raise, try_yield, try_yield_from, yield_, yield_from};
use genfn_tests::{Guard, Manual, Record, block_on, forget, on_small_stack, poll_once, size, wait};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use GeneratorState::{Complete, Yielded};

type Error = &'static str;

#[async_generator]
async fn count(to: u32) -> AsyncGen<u32> {
    for n in 0..to {
        wait(1).await;
        yield_!(n);
    }
}

/// Wrong if a call, or an operation that was not polled, ran any of the body (A1, A5).
#[test]
fn a1_a5_nothing_runs_before_a_poll() {
    #[async_generator]
    async fn body(record: Record) -> AsyncGen<u32, u32> {
        record.note("ran");
        yield_!(1);
    }
    let record = Record::new();
    let mut generator = body(record.clone());
    drop(generator.start());
    drop(generator.send(1));
    drop(generator.resume(1));
    drop(generator.close());
    drop(generator.settle());
    assert_eq!(generator.status(), Status::Created);
    assert!(record.take().is_empty());
    block_on(generator.start()).unwrap();
    assert_eq!(record.take(), ["ran"]);
}

/// Wrong if values were lost, came in another order, or something came after the end (A6, A7).
#[test]
fn a6_a7_values_then_none_for_ever() {
    block_on(async {
        let mut generator = count(3);
        assert!(!generator.is_terminated());
        let mut values = Vec::new();
        while let Some(value) = generator.next().await {
            values.push(value);
        }
        assert_eq!(values, [0, 1, 2]);
        for _ in 0..3 {
            assert_eq!(generator.next().await, None);
            assert!(generator.is_terminated());
        }
        assert_eq!(generator.start().await, Err(StartError::Finished));
        assert_eq!(generator.send(()).await, Err(SendError::Finished(())));
    });
}

/// Wrong if a generator was not a stream like any other.
#[test]
fn streams() {
    block_on(async {
        assert_eq!(count(3).map(|n| n * 10).collect::<Vec<_>>().await, [0, 10, 20]);
        assert_eq!(count(5).map(ready).buffered(2).collect::<Vec<_>>().await, [0, 1, 2, 3, 4]);
        assert_eq!(count(2).chain(count(1)).collect::<Vec<_>>().await, [0, 1, 0]);
        assert_eq!(count(2).boxed().collect::<Vec<_>>().await, [0, 1]);
        let mut generator = count(4);
        assert_eq!(generator.by_ref().take(2).collect::<Vec<_>>().await, [0, 1]);
        assert_eq!(generator.collect::<Vec<_>>().await, [2, 3], "G7");
    });
}

/// Wrong if a sent value did not arrive at its yield, or an error did not hand it back (A8, A9).
#[test]
fn a8_a9_send() {
    #[async_generator]
    async fn averager() -> AsyncGen<f64, f64, u32> {
        let (mut sum, mut n) = (0.0, 0);
        loop {
            wait(1).await;
            let x = yield_!(if n == 0 { 0.0 } else { sum / f64::from(n) });
            wait(2).await;
            if x.is_nan() {
                return n;
            }
            sum += x;
            n += 1;
        }
    }
    block_on(async {
        let mut generator = averager();
        assert_eq!(generator.send(1.0).await, Err(SendError::NotStarted(1.0)));
        assert_eq!(generator.start().await, Ok(Yielded(0.0)));
        assert_eq!(generator.start().await, Err(StartError::Started));
        assert_eq!(generator.send(10.0).await, Ok(Yielded(10.0)));
        assert_eq!(generator.send(20.0).await, Ok(Yielded(15.0)));
        assert_eq!(generator.send(f64::NAN).await, Ok(Complete(2)));
        assert_eq!(generator.send(1.0).await, Err(SendError::Finished(1.0)));
        assert_eq!(generator.resume(1.0).await, Err(SendError::Finished(1.0)));
    });
}

/// Wrong if a body could not await while it answers a throw or a close (A10 to A17).
#[test]
fn a10_a17_answers_may_await() {
    #[async_generator]
    async fn patient(record: Record) -> AsyncGen<u32, (), &'static str, u32> {
        let mut total = 0;
        loop {
            match try_yield!(total) {
                Ok(()) => total += 1,
                Err(Raised::Throw(7)) => raise!(Raised::Throw(70)),
                Err(Raised::Throw(error)) => {
                    wait(3).await;
                    total += 100 * error;
                }
                Err(Raised::Close) => {
                    record.note("closing");
                    wait(3).await;
                    record.note("closed");
                    return "closed";
                }
            }
        }
    }
    block_on(async {
        let record = Record::new();
        let mut generator = patient(record.clone());
        assert_eq!(generator.throw(1).await, Err(ThrowError::Uncaught(1)), "A11");
        assert_eq!(generator.throw(2).await, Err(ThrowError::Uncaught(2)), "A12");
        let mut generator = patient(record.clone());
        assert_eq!(generator.close().await, Ok(None), "G25");
        assert_eq!(generator.start().await, Err(StartError::Finished));
        let mut generator = patient(record.clone());
        generator.start().await.unwrap();
        assert_eq!(generator.throw(2).await, Ok(Yielded(200)));
        assert_eq!(generator.send(()).await, Ok(Yielded(201)));
        assert_eq!(generator.close().await, Ok(Some("closed")), "G27");
        assert_eq!(record.take(), ["closing", "closed"]);
        assert_eq!(generator.close().await, Ok(None), "G30");
        let mut generator = patient(record.clone());
        generator.start().await.unwrap();
        assert_eq!(generator.throw(7).await, Err(ThrowError::Uncaught(70)), "G15");
        assert_eq!(generator.status(), Status::Finished);
    });
}

/// Wrong if a return value was lost, or came twice (G5).
#[test]
fn g5_return_values() {
    #[async_generator]
    async fn failing() -> AsyncGen<u32, (), Result<(), String>> {
        yield_!("1".parse::<u32>().map_err(|error| error.to_string())?);
        wait(1).await;
        yield_!("x".parse::<u32>().map_err(|_| "no number".to_string())?);
        Ok(())
    }
    #[async_generator]
    async fn valued() -> AsyncGen<u32, (), &'static str> {
        yield_!(1);
        wait(1).await;
        "end"
    }
    block_on(async {
        let items: Vec<_> = failing().collect().await;
        assert_eq!(items, [Ok(1), Err("no number".to_string())]);
        let mut generator = valued();
        assert_eq!(generator.iter().collect::<Vec<_>>().await, [1]);
        assert_eq!(generator.take_return(), Some("end"));
        assert_eq!(generator.take_return(), None);
        let mut generator = valued();
        let mut values = generator.iter();
        assert_eq!(values.next().await, Some(1));
        assert_eq!(values.next().await, None);
        assert_eq!(values.next().await, None);
        assert_eq!(values.take_return(), Some("end"));
        let mut foreign = Manual(valued());
        let mut values = foreign.iter();
        assert_eq!(values.by_ref().collect::<Vec<_>>().await, [1]);
        assert_eq!(values.take_return(), Some("end"), "one that has no place for it");
    });
}

/// Wrong if a body was polled again after it panicked, or its locals were not dropped (G21).
#[test]
fn g21_a_panic_finishes() {
    #[async_generator]
    async fn inner(record: Record) -> AsyncGen<u32> {
        let _guard = record.guard("inner");
        yield_!(1);
        wait(1).await;
        panic!("on purpose");
    }
    #[async_generator]
    async fn outer(record: Record) -> AsyncGen<u32> {
        let _guard = record.guard("outer");
        yield_from!(inner(record.clone()));
    }
    let record = Record::new();
    let mut generator = outer(record.clone());
    assert_eq!(block_on(generator.next()), Some(1));
    assert!(poll_once(&mut pin!(generator.next())).is_pending());
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block_on(generator.next())));
    assert!(panic.is_err());
    assert_eq!(record.take(), ["-inner", "-outer"]);
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(block_on(generator.next()), None);
}

/// Wrong if a drop did not run the destructors at once, innermost first, wherever the body was (A23, A24, G35).
#[test]
fn a23_a24_g35_drop_is_prompt() {
    #[async_generator]
    async fn inner(record: Record) -> AsyncGen<u32> {
        let _guard = record.guard("inner");
        yield_!(1);
        wait(u8::MAX).await;
    }
    #[async_generator]
    async fn outer(record: Record, _: Guard, _named: Guard) -> AsyncGen<u32> {
        let _guard = record.guard("outer");
        yield_from!(inner(record.clone()));
    }
    let record = Record::new();
    let make = || outer(record.clone(), record.guard("first"), record.guard("second"));
    drop(make());
    assert_eq!(record.take(), ["-second", "-first"], "created");
    let mut generator = make();
    block_on(generator.next());
    drop(generator);
    assert_eq!(record.take(), ["-inner", "-outer", "-second", "-first"], "suspended");
    let mut generator = make();
    block_on(generator.next());
    assert!(poll_once(&mut pin!(generator.next())).is_pending());
    drop(generator);
    assert_eq!(record.take(), ["-inner", "-outer", "-second", "-first"], "awaiting");
}

/// Wrong if the text of a generator did not tell its function and where it stands (G40).
#[test]
fn g40_debug() {
    let mut generator = count(3);
    assert_eq!(format!("{generator:?}"), "count(Created)");
    assert!(poll_once(&mut pin!(generator.next())).is_pending());
    assert_eq!(format!("{generator:?}"), "count(Awaiting)");
    block_on(generator.next());
    let text = format!("{generator:?}");
    assert!(text.starts_with("count(Suspended at ") && text.contains("asynchronous.rs:"), "{text}");
    assert_eq!(format!("{:?}", generator.next()), "Next { status: Suspended, .. }");
}

struct Shelf {
    books: Vec<String>,
}

trait Library {
    fn titles(&self) -> impl Stream<Item = &str>;
    fn boxed(&self) -> BoxAsyncGen<'_, String>;
}

impl Library for Shelf {
    #[async_generator]
    async fn titles(&self) -> impl Stream<Item = &str> {
        for book in &self.books {
            wait(1).await;
            yield_!(book.as_str());
        }
    }

    #[async_generator]
    fn boxed(&self) -> BoxAsyncGen<'_, String> {
        for book in &self.books {
            wait(1).await;
            yield_!(book.clone());
        }
    }
}

impl Shelf {
    #[async_generator]
    async fn drain(&mut self) -> AsyncGen<String> {
        while let Some(book) = self.books.pop() {
            wait(1).await;
            yield_!(book);
        }
    }

    #[async_generator]
    pub async fn into_books(
        self,
        #[allow(unused)] prefix: &str,
    ) -> impl AsyncGenerator<Yield = String, Send = (), Return = ()> + Unpin {
        for book in self.books {
            yield_!(format!("{prefix}{book}"));
        }
    }

    #[async_generator]
    async fn with_pattern<'a, T>((first, _): (T, T), [x, y]: [&'a T; 2]) -> LocalBoxAsyncGen<'a, T>
    where
        T: Clone + 'a,
    {
        yield_!(first);
        wait(1).await;
        yield_from!(stream::iter([x, y]).map(T::clone));
    }
}

/// Wrong if a form of function that can be written did not work: on `async fn` and `fn`, methods, trait methods.
#[test]
fn forms() {
    block_on(async {
        let mut shelf = Shelf { books: vec!["a".into(), "b".into()] };
        assert_eq!(pin!(shelf.titles()).collect::<Vec<_>>().await, ["a", "b"]);
        assert_eq!(shelf.boxed().collect::<Vec<_>>().await, ["a", "b"]);
        assert_eq!(shelf.drain().next().await.as_deref(), Some("b"));
        let mut books = shelf.into_books("the ");
        assert_eq!(books.next().await.as_deref(), Some("the a"));
        assert_eq!(Shelf::with_pattern((1, 2), [&3, &4]).collect::<Vec<_>>().await, [1, 3, 4]);
        let mut pinned = pin!(in_place(2));
        assert_eq!(pinned.as_mut().next().await, Some(2));
        assert_eq!(pinned.collect::<Vec<_>>().await, [1]);
        let mut one_type: Vec<BoxAsyncGen<'static, u32>> = vec![count(1).boxed(), Manual(count(2)).boxed()];
        assert_eq!(one_type[1].next().await, Some(0));
    });
}

#[async_generator]
async fn in_place(from: u32) -> PinAsyncGen<u32> {
    for n in (1..=from).rev() {
        wait(1).await;
        yield_!(n);
    }
}

/// Wrong if any kind of delegate lost an item, or what it returns (D12, A29).
#[test]
fn a29_every_kind_of_delegate() {
    #[generator]
    fn synchronous() -> Gen<u32, (), &'static str> {
        yield_!(10);
        "synchronous"
    }
    #[generator]
    fn synchronous_in_place() -> PinGen<u32, (), u8> {
        yield_!(11);
        1
    }
    #[async_generator]
    async fn valued() -> AsyncGen<u32, (), String> {
        wait(1).await;
        yield_!(12);
        "valued".into()
    }
    #[async_generator]
    async fn every_kind(record: Record) -> AsyncGen<u32> {
        record.note(yield_from!(synchronous()));
        record.note(yield_from!(&mut synchronous()));
        record.note(yield_from!(synchronous().boxed()));
        record.note(yield_from!(synchronous_in_place()).to_string());
        let pinned = pin!(synchronous_in_place());
        yield_from!(pinned);
        record.note(yield_from!(valued()));
        record.note(yield_from!(&mut valued()));
        record.note(yield_from!(valued().boxed()));
        record.note(yield_from!(Box::new(valued())));
        record.note(yield_from!(Box::pin(valued())));
        record.note(yield_from!(Manual(valued())));
        let unsized_one: Pin<
            Box<dyn AsyncGenerator<Yield = u32, Send = (), Return = String, Throw = Error>>,
        > = Box::pin(Manual(other_errors()));
        record.note(yield_from!(unsized_one));
        yield_from!(in_place(2));
        let mut pinned = pin!(in_place(2));
        yield_from!(pinned.as_mut());
        yield_from!(pinned.as_mut());
        // Not `Unpin`.
        yield_from!(stream::once(async {
            wait(2).await;
            20
        }));
        let mut stream = stream::iter([30, 31]);
        yield_from!(&mut stream);
        yield_from!([40, 41]);
        yield_from!(50..52);
        yield_from!(None);
    }
    #[async_generator]
    async fn other_errors() -> AsyncGen<u32, (), String, Error> {
        wait(1).await;
        yield_!(13);
        "other errors".into()
    }
    let record = Record::new();
    let values = block_on(every_kind(record.clone()).collect::<Vec<_>>());
    assert_eq!(
        values,
        [10, 10, 10, 11, 11, 12, 12, 12, 12, 12, 12, 13, 2, 1, 2, 1, 20, 30, 31, 40, 41, 50, 51]
    );
    assert_eq!(
        record.take(),
        [
            "synchronous",
            "synchronous",
            "synchronous",
            "1",
            "valued",
            "valued",
            "valued",
            "valued",
            "valued",
            "valued",
            "other errors"
        ]
    );
}

/// Wrong if what is sent did not reach an asynchronous or synchronous delegate, or one that takes nothing stopped it (D3).
#[test]
fn d3_d4_sending_through() {
    #[generator]
    fn synchronous() -> Gen<u32, u32, u32> {
        yield_!(1) + yield_!(2)
    }
    #[async_generator]
    async fn asynchronous() -> AsyncGen<u32, u32, u32> {
        let first = yield_!(3);
        wait(1).await;
        first + yield_!(4)
    }
    #[async_generator]
    async fn outer() -> AsyncGen<u32, u32, u32> {
        let sum =
            yield_from!(synchronous()) + yield_from!(asynchronous()) + yield_from!(Manual(asynchronous()));
        yield_from!(stream::iter([5]).ignore_sent());
        yield_from!(count(1).ignore_sent());
        yield_from!(genfn::IteratorExt::ignore_sent([6].into_iter()));
        sum
    }
    block_on(async {
        let mut generator = outer();
        let mut state = generator.start().await.unwrap();
        let mut values = Vec::new();
        let mut next = 0;
        let sum = loop {
            match state {
                Yielded(value) => values.push(value),
                Complete(sum) => break sum,
            }
            next += 10;
            state = generator.send(next).await.unwrap();
        };
        assert_eq!(values, [1, 2, 3, 4, 3, 4, 5, 0, 6]);
        assert_eq!(sum, 10 + 20 + 30 + 40 + 50 + 60);
    });
}

/// Wrong if a suspended asynchronous generator could not go on under another sent type, also when the start of that is
/// dropped in mid-await (D13, A21).
#[test]
fn d13_what_ignores_goes_on_from_where_it_is() {
    #[async_generator]
    async fn slow() -> AsyncGen<u32> {
        for i in 0..4 {
            wait(2).await;
            yield_!(i);
        }
    }
    #[async_generator]
    async fn outer(started: genfn::BoxAsyncGen<'static, u32>) -> AsyncGen<u32, String> {
        yield_from!(started.ignore_sent());
    }
    block_on(async {
        let mut started = slow().boxed();
        assert_eq!(started.next().await, Some(0));
        let mut generator = outer(started);
        assert_eq!(generator.start().await, Ok(Yielded(1)));
        assert_eq!(generator.send("x".into()).await, Ok(Yielded(2)));

        let mut started = slow();
        assert_eq!(started.next().await, Some(0));
        let mut ignoring = started.ignore_sent::<u8>();
        assert_eq!(ignoring.status(), Status::Created);
        assert_eq!(ignoring.send(7).await, Err(SendError::NotStarted(7)));
        assert!(futures::poll!(ignoring.start()).is_pending());
        assert_eq!(ignoring.status(), Status::Awaiting);
        assert_eq!(ignoring.send(7).await, Err(SendError::Busy(7)));
        assert_eq!(ignoring.settle().await, Ok(Some(Yielded(1))));
        assert_eq!(ignoring.start().await, Err(StartError::Started));
        assert_eq!(ignoring.send(7).await, Ok(Yielded(2)));
    });
}

/// Wrong if a delegate that cannot take an error was not closed, with awaits, before the error surfaced (D6).
#[test]
fn d6_delegates_that_cannot_be_thrown_into() {
    #[async_generator]
    async fn other_errors(record: Record) -> AsyncGen<u32, (), (), u8> {
        let _guard = record.guard("inner");
        if try_yield!(1) == Err(Raised::Close) {
            wait(3).await;
            record.note("cleaned up");
            yield_!(77);
        }
    }
    #[async_generator]
    async fn over_other_errors(record: Record) -> AsyncGen<u32, (), (), Error> {
        let _guard = record.guard("outer");
        if let Err(Raised::Throw(error)) = try_yield_from!(other_errors(record.clone())) {
            record.note(error);
        }
    }
    #[async_generator]
    async fn over_stream(record: Record) -> AsyncGen<u32, (), (), Error> {
        let _guard = record.guard("outer");
        let inner = record.guard("inner");
        yield_from!(stream::iter(0..3).inspect(move |_| _ = &inner));
    }
    block_on(async {
        let record = Record::new();
        let mut generator = over_other_errors(record.clone());
        generator.start().await.unwrap();
        assert_eq!(generator.throw("e").await, Ok(Complete(())));
        assert_eq!(record.take(), ["cleaned up", "-inner", "e", "-outer"]);
        let mut generator = over_stream(record.clone());
        generator.start().await.unwrap();
        assert_eq!(generator.throw("e").await, Err(ThrowError::Uncaught("e")));
        assert_eq!(record.take(), ["-inner", "-outer"]);
    });
}

/// Wrong if a delegate that had been started, left in mid-await or ended did not go on from where it was (D13).
#[test]
fn d13_a_delegate_goes_on_from_where_it_is() {
    #[async_generator]
    async fn valued() -> AsyncGen<u32, (), u32, Error> {
        yield_!(1);
        wait(2).await;
        if try_yield!(2).is_err() {
            wait(2).await;
            yield_!(3);
        }
        4
    }
    #[async_generator]
    async fn outer<G>(delegate: G) -> AsyncGen<u32, (), u32, Error>
    where
        G: AsyncGenerator<Yield = u32, Send = (), Return = u32, Throw = Error>,
    {
        100 + yield_from!(delegate)
    }
    async fn rest<G>(delegate: G) -> (Vec<u32>, Option<u32>)
    where
        G: AsyncGenerator<Yield = u32, Send = (), Return = u32, Throw = Error>,
    {
        let mut generator = outer(delegate);
        let values = generator.iter().collect().await;
        (values, generator.take_return())
    }
    block_on(async {
        let started = || async {
            let mut generator = valued();
            generator.start().await.unwrap();
            generator
        };
        assert_eq!(rest(started().await).await, (vec![2], Some(104)), "started");
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.resume(()))).is_pending());
        assert_eq!(generator.status(), Status::Awaiting);
        assert_eq!(rest(&mut generator).await, (vec![2], Some(104)), "left in a send");
        let mut generator = started().await;
        assert!(poll_once(&mut pin!(generator.resume(()))).is_pending());
        assert_eq!(rest(Manual(generator)).await, (vec![2], Some(104)), "left in a send, not linked");
        let mut generator = started().await;
        generator.resume(()).await.unwrap();
        assert!(poll_once(&mut pin!(generator.throw("e"))).is_pending());
        assert_eq!(rest(generator.boxed()).await, (vec![3], Some(104)), "left in a throw");
        let mut generator = started().await;
        assert_eq!(generator.iter().collect::<Vec<_>>().await, [2]);
        assert_eq!(rest(generator).await, (vec![], Some(104)), "ended");
    });
    let mut generator = valued();
    block_on(generator.close()).unwrap();
    let mut generator = outer(generator);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block_on(generator.start())));
    assert!(panic.unwrap_err().downcast_ref::<&str>().unwrap().contains("return value was taken"));
}

/// Wrong if the throw that somebody else gave up surfaced in another operation, or left anything but an ended delegate.
#[test]
fn d13_a_given_up_throw_does_not_surface_elsewhere() {
    #[async_generator]
    async fn inner() -> AsyncGen<u32, (), (), Error> {
        let caught = try_yield!(1);
        wait(2).await;
        if let Err(signal) = caught {
            raise!(signal);
        }
    }
    #[async_generator]
    async fn outer(delegate: BoxAsyncGen<'_, u32, (), (), Error>) -> AsyncGen<u32, (), (), Error> {
        yield_from!(delegate);
        yield_!(2);
    }
    block_on(async {
        let mut generator = inner().boxed();
        generator.start().await.unwrap();
        assert!(poll_once(&mut pin!(generator.throw("e"))).is_pending());
        assert_eq!(outer(generator).collect::<Vec<_>>().await, [2]);
    });
}

fn leave<G>(generator: G, forgotten: bool) {
    if forgotten {
        forget(generator);
    }
}

/// Wrong if a borrowed delegate whose delegator went in mid-await could not be driven on from there (D14).
#[test]
fn d14_a_borrowed_delegate_survives_in_mid_await() {
    #[async_generator]
    async fn leaf() -> AsyncGen<u32, (), u32, Error> {
        yield_!(1);
        wait(2).await;
        match try_yield!(2) {
            Ok(()) => 3,
            Err(signal) => {
                wait(2).await;
                raise!(signal)
            }
        }
    }
    #[async_generator]
    async fn inner() -> AsyncGen<u32, (), u32, Error> {
        10 + yield_from!(leaf())
    }
    #[async_generator]
    async fn outer(
        delegate: &mut AsyncGen<u32, (), u32, Error, impl genfn::Body<Output = u32>>,
    ) -> AsyncGen<u32, (), (), Error> {
        yield_from!(delegate);
    }
    for forgotten in [false, true] {
        block_on(async {
            let mut delegate = inner();
            let mut generator = outer(&mut delegate);
            generator.start().await.unwrap();
            assert!(poll_once(&mut pin!(generator.send(()))).is_pending());
            leave(generator, forgotten);
            assert_eq!(delegate.status(), Status::Awaiting);
            assert_eq!(delegate.send(()).await, Err(SendError::Busy(())));
            assert_eq!(delegate.close().await, Err(CloseError::Busy));
            assert_eq!(delegate.settle().await, Ok(Some(Yielded(2))));
            assert_eq!(delegate.settle().await, Ok(None));
            assert_eq!(delegate.send(()).await, Ok(Complete(13)));

            let mut delegate = inner();
            let mut generator = outer(&mut delegate);
            generator.start().await.unwrap();
            generator.send(()).await.unwrap();
            assert!(poll_once(&mut pin!(generator.throw("e"))).is_pending());
            leave(generator, forgotten);
            assert_eq!(delegate.status(), Status::Awaiting);
            assert_eq!(delegate.settle().await, Err("e"), "it was thrown into");
            assert_eq!(delegate.status(), Status::Finished);
        });
    }
}

#[async_generator]
fn descend(depth: usize, waits: u8) -> AsyncGen<u32, (), u64, Error> {
    if depth > 0 {
        return 1 + yield_from!(descend(depth - 1, waits));
    }
    wait(waits).await;
    let caught = try_yield!(1);
    wait(waits).await;
    match caught {
        Ok(()) => 0,
        Err(signal) => raise!(signal),
    }
}

/// Wrong if depth cost native stack: descending, awaiting at the bottom, ending, throwing, closing, dropping (G49, A29).
#[test]
fn g49_a_million_levels() {
    let depth = size(1_000_000);
    on_small_stack(move || {
        block_on(async move {
            let started = || async move {
                let mut generator = descend(depth, 2);
                assert_eq!(generator.start().await, Ok(Yielded(1)));
                generator
            };
            assert_eq!(started().await.send(()).await, Ok(Complete(depth as u64)));
            assert_eq!(started().await.throw("e").await, Err(ThrowError::Uncaught("e")));
            assert_eq!(started().await.close().await, Ok(None));
            drop(started().await);
            let mut generator = descend(depth, 2);
            assert!(poll_once(&mut pin!(generator.start())).is_pending());
            drop(generator);
        });
    });
}

#[generator]
fn descend_synchronously(depth: usize) -> Gen<u32, (), u64> {
    if depth > 0 {
        return 1 + yield_from!(descend_synchronously(depth - 1));
    }
    yield_!(1);
    0
}

/// Wrong if synchronous frames on an asynchronous stack cost native stack.
#[test]
fn g49_a_million_synchronous_levels_below_an_asynchronous_one() {
    #[async_generator]
    async fn outer(depth: usize) -> AsyncGen<u32, (), u64> {
        wait(1).await;
        yield_from!(descend_synchronously(depth))
    }
    let depth = size(1_000_000);
    on_small_stack(move || {
        block_on(async move {
            let mut generator = outer(depth);
            assert_eq!(generator.start().await, Ok(Yielded(1)));
            assert_eq!(generator.send(()).await, Ok(Complete(depth as u64)));
            let mut generator = outer(depth);
            assert_eq!(generator.start().await, Ok(Yielded(1)));
            drop(generator);
        });
    });
}

/// Wrong if what the body does not hold across an await or a yield kept a generator on its thread, or what it holds
/// did not (G47).
#[test]
fn g47_auto_traits_follow_from_what_is_held() {
    #[async_generator]
    async fn holds(value: Rc<u32>) -> AsyncGen<u32> {
        yield_!(*value);
    }
    #[async_generator]
    async fn holds_over_await_only() -> AsyncGen<u32> {
        let value = Rc::new(1);
        wait(1).await;
        yield_!(*value);
    }
    #[async_generator]
    async fn passes() -> AsyncGen<Rc<u32>, Rc<u32>, (), Rc<u32>> {
        let sent = yield_!(Rc::new(1));
        drop(sent);
        wait(1).await;
        yield_!(Rc::new(2));
    }
    #[async_generator]
    async fn passes_on() -> AsyncGen<Rc<u32>, Rc<u32>, (), Rc<u32>> {
        yield_from!(passes());
    }
    #[async_generator]
    async fn holds_a_cell(value: Cell<u32>) -> AsyncGen<u32> {
        yield_!(value.get());
        yield_!(value.get());
    }
    #[async_generator]
    fn recursive(depth: u32) -> AsyncGen<u32> {
        if depth > 0 {
            yield_from!(recursive(depth - 1));
        }
        yield_!(depth);
    }
    fn is_send<T: Send>(_: &T) {}
    fn is_sync<T: Sync>(_: &T) {}
    trait IsNot {
        fn is(&self) -> bool {
            false
        }
    }
    struct Probe<T>(T);
    impl<T: Send> Probe<T> {
        fn is(&self) -> bool {
            _ = &self.0;
            true
        }
    }
    impl<T> IsNot for Probe<T> {}
    assert!(Probe(count(1)).is());
    assert!(!Probe(holds(Rc::new(1))).is());
    assert!(!Probe(holds_over_await_only()).is());
    is_send(&passes());
    is_sync(&passes());
    is_send(&passes_on());
    is_send(&holds_a_cell(Cell::new(1)));
    is_send(&count(1));
    is_sync(&count(1));
    is_send(&recursive(1));
    is_send(&in_place(1));
    let mut generator = count(1);
    is_send(&generator.next());
    is_send(&generator.iter());
    assert_impl_all!(BoxAsyncGen<'static, Rc<u32>>: Send, Unpin);
    assert_not_impl_any!(BoxAsyncGen<'static, u32>: Sync);
    assert_not_impl_any!(LocalBoxAsyncGen<'static, u32>: Send, Sync);
}

/// Wrong if a sent type with a "nothing" could not be iterated, or got something else than nothing (G11).
#[test]
fn g11_optional_values() {
    #[async_generator]
    async fn dial() -> AsyncGen<i32, Option<i32>> {
        let mut position = 0;
        loop {
            position += yield_!(position).unwrap_or(1);
        }
    }
    block_on(async {
        let mut generator = dial();
        assert_eq!(generator.next().await, Some(0));
        assert_eq!(generator.next().await, Some(1));
        assert_eq!(generator.send(Some(10)).await, Ok(Yielded(11)));
        assert_eq!(generator.next().await, Some(12));
    });
}

/// Wrong if polling an operation that was not left gave anything but a clear panic.
#[test]
fn polling_with_nothing_to_deliver_panics() {
    let message = |run: &mut dyn FnMut()| {
        let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
        (*error.downcast_ref::<&str>().unwrap()).to_string()
    };
    let mut generator = count(3);
    block_on(generator.next());
    let mut operation = generator.send(());
    block_on(&mut operation).unwrap();
    assert!(message(&mut || _ = poll_once(&mut pin!(&mut operation))).contains("nothing to deliver"));
    drop(operation);
    assert_eq!(block_on(generator.next()), Some(2), "the generator is as it was");
}
