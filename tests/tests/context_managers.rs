//! Context managers.
//!
//! C1: enter runs to the single yield. C2: leaving resumes, and expects the end. C3: no yield is a typed error. C4: so is a
//! second one. C5: an error of the block is thrown in at the yield. C6: it may be suppressed. C7: it may be replaced.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::rc::Rc;

use futures::FutureExt;
use genfn::{
    AsyncEntered, AsyncGen, AsyncGenerator, BoxAsyncGen, BoxGen, ContextError, Entered, Gen, Generator,
    IteratorExt, PinAsyncGen, PinGen, Raised, StartError, Status,
};
use genfn::{async_generator, generator, yield_};
use genfn_tests::{Guard, Manual, Record, block_on, poll_once, scaled, wait};
use static_assertions::{assert_impl_all, assert_not_impl_any};

type Error = &'static str;
type Returned = Result<(), Error>;

/// What the body of a context manager does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Body {
    /// A plain `yield_!`.
    Plain,
    /// Cleans up, and the signal goes on.
    Finally,
    Suppresses,
    Replaces,
    /// Cleans up, and returns an error.
    Fails,
    YieldsTwice,
    NeverYields,
    /// Returns an error before it yields.
    Refuses,
}

const BODIES: [Body; 8] = [
    Body::Plain,
    Body::Finally,
    Body::Suppresses,
    Body::Replaces,
    Body::Fails,
    Body::YieldsTwice,
    Body::NeverYields,
    Body::Refuses,
];

/// What the block does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Block {
    Succeeds,
    Fails,
    Panics,
}

const BLOCKS: [Block; 3] = [Block::Succeeds, Block::Fails, Block::Panics];

impl Block {
    fn run(self, _value: &Guard, record: &Record) -> Result<u32, Error> {
        record.note("block");
        match self {
            Self::Succeeds => Ok(1),
            Self::Fails => Err("e"),
            Self::Panics => panic!("boom"),
        }
    }
}

fn text(result: &Result<Option<u32>, ContextError<Guard, Returned, Error>>) -> String {
    match result {
        Ok(output) => format!("{output:?}"),
        Err(ContextError::NotEntered(error)) => format!("not entered: {error:?}"),
        Err(ContextError::NoYield(value)) => format!("no yield: {value:?}"),
        Err(ContextError::SecondYield(_)) => "second yield".into(),
        Err(ContextError::Raised(error)) => format!("raised: {error}"),
        Err(ContextError::Failed(value)) => format!("failed: {value:?}"),
    }
}

/// The bodies, and every way to use them, synchronous or asynchronous. An asynchronous body waits for so many polls while
/// it sets up and while it cleans up.
macro_rules! managers {
    (
        #[$attribute:ident] $Gen:ident, $PinGen:ident, $Generator:ident $(+ $Unpin:ident)?,
        wait $wait:ident, closure ($($closure:tt)*)
    ) => {
        use super::*;
        use genfn::{$Gen, $Generator, $PinGen, $attribute};
        use genfn::{raise, try_yield, try_yield_from, yield_};

        macro_rules! manager {
            ($name:ident, $Type:ident) => {
                #[$attribute]
                pub(super) fn $name(
                    body: Body,
                    polls: u8,
                    record: Record,
                ) -> $Type<Guard, (), Returned, Error> {
                    let _local = record.guard("local");
                    $wait!(polls);
                    record.note("set up");
                    let outcome = match body {
                        Body::NeverYields => return Ok(()),
                        Body::Refuses => return Err("refused"),
                        Body::Plain => Ok(yield_!(record.guard("value"))),
                        _ => {
                            let outcome = try_yield!(record.guard("value"));
                            record.note(format!("caught {outcome:?}"));
                            outcome
                        }
                    };
                    $wait!(polls);
                    record.note("clean up");
                    match (body, outcome) {
                        (Body::YieldsTwice, _) => {
                            if let Err(signal) = try_yield!(record.guard("second")) {
                                $wait!(polls);
                                record.note(format!("again {signal:?}"));
                            }
                            Err("is dropped: there is the second yield to report")
                        }
                        (Body::Fails, _) => Err("clean-up"),
                        (Body::Finally, Err(signal)) => raise!(signal),
                        (Body::Replaces, Err(_)) => raise!(Raised::Throw("other")),
                        _ => Ok(()),
                    }
                }
            };
        }
        manager!(owned, $Gen);
        manager!(in_place, $PinGen);

        /// Made of another one.
        #[$attribute]
        pub(super) fn delegating(body: Body, record: Record) -> $Gen<Guard, (), Returned, Error> {
            let _outer = record.guard("outer");
            match try_yield_from!(owned(body, 1, record.clone())) {
                Ok(returned) => {
                    record.note(format!("inner returned {returned:?}"));
                    returned
                }
                Err(signal) => {
                    record.note(format!("surfaced {signal:?}"));
                    raise!(signal)
                }
            }
        }

        /// One of several.
        #[$attribute]
        pub(super) fn level(name: &'static str, record: &Record) -> $Gen<u32, (), (), Error> {
            $wait!(1);
            record.note(format!("enter {name}"));
            let outcome = try_yield!(1);
            $wait!(1);
            record.note(format!("leave {name} {}", if outcome.is_ok() { "well" } else { "badly" }));
            if let Err(signal) = outcome {
                raise!(signal);
            }
        }

        /// What `with` does, and then, as a last event, gives.
        pub(super) fn with<G>(manager: G, block: Block, record: &Record) -> Vec<String>
        where
            G: $Generator<Yield = Guard, Send = (), Return = Returned, Throw = Error> $(+ $Unpin)?,
        {
            trace(record, || {
                now!(manager.with($($closure)* |value| {
                    $wait!(2);
                    block.run(&value, record)
                }))
            })
        }

        /// The same with a guard.
        pub(super) fn entered<G>(manager: G, block: Block, record: &Record) -> Vec<String>
        where
            G: $Generator<Yield = Guard, Send = (), Return = Returned, Throw = Error> $(+ $Unpin)?,
        {
            trace(record, || {
                let guard = now!(manager.enter())?;
                match block.run(&guard, record) {
                    Ok(output) => now!(guard.exit()).map(|()| Some(output)),
                    Err(error) => now!(guard.fail(error)).map(|()| None),
                }
            })
        }

        /// Every kind of context manager, and every way to use it: its name and the trace.
        pub(super) fn traces(body: Body, block: Block) -> Vec<(&'static str, Vec<String>)> {
            type Object = dyn $Generator<Yield = Guard, Send = (), Return = Returned, Throw = Error> $(+ $Unpin)?;
            let record = &Record::new();
            // While unwinding nothing can be awaited.
            let polls = u8::from(block != Block::Panics);
            let make = || owned(body, polls, record.clone());
            let mut traces = Vec::new();
            macro_rules! used {
                ($use_it:ident) => {{
                    let mut add = |name, trace| traces.push((name, trace));
                    add("owned", $use_it(make(), block, record));
                    add("boxed", $use_it(make().boxed_local(), block, record));
                    add("Box", $use_it(Box::new(make()), block, record));
                    add("Box<dyn>", $use_it(Box::new(make()) as Box<Object>, block, record));
                    add("manual", $use_it(Manual(make()), block, record));
                    add("boxed manual", $use_it(Manual(make()).boxed_local(), block, record));
                    let mut borrowed = make();
                    add("&mut", $use_it(&mut borrowed, block, record));
                    let mut manual = Manual(make());
                    add("&mut manual", $use_it(&mut manual, block, record));
                    let mut object = make();
                    add("&mut dyn", $use_it(&mut object as &mut Object, block, record));
                    let mut pinned = pin!(in_place(body, polls, record.clone()));
                    add("Pin<&mut>", $use_it(pinned.as_mut(), block, record));
                    let left = [borrowed.status(), manual.status(), object.status(), pinned.status()];
                    assert_eq!(left, [Status::Finished; 4], "{body:?}, {block:?}");
                }};
            }
            used!(with);
            used!(entered);
            assert_eq!(record.take(), [""; 0], "all was dropped before");
            traces
        }
    };
}

/// Runs it, and adds what it gives to what it does.
fn trace(
    record: &Record,
    run: impl FnOnce() -> Result<Option<u32>, ContextError<Guard, Returned, Error>>,
) -> Vec<String> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => record.note(text(&result)),
        Err(_) => record.note("panicked"),
    }
    record.take()
}

mod synchronous {
    macro_rules! skip {
        ($polls:expr) => {};
    }
    macro_rules! now {
        ($operation:expr) => {
            $operation
        };
    }
    managers!(#[generator] Gen, PinGen, Generator, wait skip, closure ());
}

mod asynchronous {
    macro_rules! wait {
        ($polls:expr) => {
            genfn_tests::wait($polls).await
        };
    }
    macro_rules! now {
        ($operation:expr) => {
            genfn_tests::block_on($operation)
        };
    }
    managers!(#[async_generator] AsyncGen, PinAsyncGen, AsyncGenerator + Unpin, wait wait, closure (async));
}

fn expected(body: Body, block: Block) -> Vec<&'static str> {
    let mut events = vec!["set up"];
    match body {
        // C3.
        Body::NeverYields => events.extend(["-local", "no yield: Ok(())"]),
        Body::Refuses => events.extend(["-local", "no yield: Err(\"refused\")"]),
        // C5: at a plain yield the body is dropped.
        Body::Plain => events.extend(match block {
            Block::Succeeds => vec!["block", "-value", "clean up", "-local", "Some(1)"],
            Block::Fails => vec!["block", "-value", "-local", "raised: e"],
            Block::Panics => vec!["block", "-value", "-local", "panicked"],
        }),
        _ => {
            events.extend(["block", "-value"]);
            events.push(match block {
                Block::Succeeds => "caught Ok(())",
                Block::Fails => "caught Err(Throw(\"e\"))",
                Block::Panics => "caught Err(Close)",
            });
            events.push("clean up");
            events.extend(match (body, block) {
                (Body::YieldsTwice, Block::Panics) => vec!["-local", "-second", "panicked"],
                // C4.
                (Body::YieldsTwice, _) => vec!["again Close", "-local", "second yield", "-second"],
                (_, Block::Panics) => vec!["-local", "panicked"],
                (Body::Fails, _) => vec!["-local", "failed: Err(\"clean-up\")"],
                // C2.
                (_, Block::Succeeds) => vec!["-local", "Some(1)"],
                (Body::Finally, Block::Fails) => vec!["-local", "raised: e"],
                // C7.
                (Body::Replaces, Block::Fails) => vec!["-local", "raised: other"],
                // C6.
                (_, Block::Fails) => vec!["-local", "None"],
            });
        }
    }
    events
}

/// Wrong if a body of any kind, used by a block of any kind in any way, did or gave something else than the rules say; if a
/// value outlived the clean-up; if anything was leaked or dropped twice; or if a generator was left that has not ended.
#[test]
fn c1_to_c7_every_body_and_every_block() {
    // Every fifth under Miri.
    let stride = scaled(1, 5);
    let mut count = 0;
    let combinations = BODIES.into_iter().flat_map(|body| BLOCKS.map(|block| (body, block)));
    for (body, block) in combinations.step_by(stride) {
        for (name, trace) in synchronous::traces(body, block) {
            assert_eq!(trace, expected(body, block), "{name}, {body:?}, {block:?}");
            count += 1;
        }
        for (name, trace) in asynchronous::traces(body, block) {
            assert_eq!(trace, expected(body, block), "asynchronous, {name}, {body:?}, {block:?}");
            count += 1;
        }
    }
    assert!(count * stride > 500, "only {count} combinations were tried");
}

/// Wrong if the error of a block passed a delegator by, or the delegate's answer did.
#[test]
fn c5_to_c7_a_context_manager_made_of_another() {
    let caught = ["set up", "block", "-value", "caught Err(Throw(\"e\"))", "clean up", "-local"];
    for (body, rest) in [
        (Body::Finally, ["surfaced Throw(\"e\")", "-outer", "raised: e"]),
        (Body::Replaces, ["surfaced Throw(\"other\")", "-outer", "raised: other"]),
        (Body::Suppresses, ["inner returned Ok(())", "-outer", "None"]),
        (Body::Fails, ["inner returned Err(\"clean-up\")", "-outer", "failed: Err(\"clean-up\")"]),
    ] {
        let record = Record::new();
        let expected = [&caught[..], &rest].concat();
        let manager = synchronous::delegating(body, record.clone());
        assert_eq!(synchronous::with(manager, Block::Fails, &record), expected);
        let manager = asynchronous::delegating(body, record.clone());
        assert_eq!(asynchronous::entered(manager, Block::Fails, &record), expected);
    }
}

/// Wrong if a drop of a guard skipped what is written behind a plain yield, did it while the value was alive or while
/// unwinding, or left a generator that it does not own where it was.
#[test]
fn c2_dropped_guards() {
    let clean = ["set up", "-value", "clean up", "-local"];
    // The second yield has no place to go.
    let again = ["set up", "-value", "caught Ok(())", "clean up", "again Close", "-local", "-second"];
    for (body, events) in [(Body::Plain, &clean[..]), (Body::YieldsTwice, &again)] {
        let record = Record::new();
        drop(synchronous::owned(body, 0, record.clone()).enter().unwrap());
        assert_eq!(record.take(), events);
        drop(block_on(asynchronous::owned(body, 0, record.clone()).enter()).unwrap());
        assert_eq!(record.take(), events);
        let mut manager = synchronous::owned(body, 0, record.clone());
        drop(Generator::enter(&mut manager).unwrap());
        assert_eq!(
            (record.take(), manager.status()),
            (events.iter().map(ToString::to_string).collect(), Status::Finished)
        );
    }
}

/// Wrong if a guard made by a destructor while a panic is under way took that panic for one of its own block.
#[test]
fn c2_a_guard_within_an_unwinding_thread() {
    struct UsesOne(Record);
    impl Drop for UsesOne {
        fn drop(&mut self) {
            drop(synchronous::owned(Body::Plain, 0, self.0.clone()).enter().unwrap());
            drop(block_on(asynchronous::owned(Body::Plain, 0, self.0.clone()).enter()).unwrap());
        }
    }
    let record = Record::new();
    let uses_one = UsesOne(record.clone());
    assert!(
        catch_unwind(AssertUnwindSafe(|| {
            let _uses_one = uses_one;
            panic!("boom");
        }))
        .is_err()
    );
    let once = ["set up", "-value", "clean up", "-local"];
    assert_eq!(record.take(), [once, once].concat());
}

/// Wrong if a panic of the clean-up was lost, or came before the locals were dropped.
#[test]
fn c2_a_clean_up_that_panics() {
    #[generator]
    fn panics(record: &Record) -> Gen<u32> {
        let _local = record.guard("local");
        yield_!(1);
        panic!("boom");
    }
    let record = Record::new();
    let mut manager = panics(&record);
    assert!(catch_unwind(AssertUnwindSafe(|| Generator::with(&mut manager, Ok))).is_err());
    assert_eq!((record.take(), manager.status()), (vec!["-local".to_string()], Status::Finished));
    assert!(catch_unwind(AssertUnwindSafe(|| drop(panics(&record).enter()))).is_err());
    assert_eq!(record.take(), ["-local"]);
}

/// Wrong if a guard gave something else than the yielded value.
#[test]
fn c1_a_guard_derefs_to_the_value() {
    #[generator]
    fn list() -> Gen<Vec<u32>> {
        yield_!(vec![1]);
    }
    #[async_generator]
    async fn async_list() -> AsyncGen<Vec<u32>> {
        yield_!(vec![1]);
    }
    let mut guard = list().enter().unwrap();
    guard.push(2);
    assert_eq!((guard.len(), format!("{guard:?}")), (2, "Entered([1, 2])".to_string()));
    let mut guard = block_on(async_list().enter()).unwrap();
    guard.push(2);
    assert_eq!((guard.len(), format!("{guard:?}")), (2, "AsyncEntered([1, 2])".to_string()));
}

/// Wrong if the block ran, or a generator that somebody else had begun with was touched.
#[test]
fn c1_only_a_fresh_generator_is_entered() {
    fn refused<T>(result: Result<T, ContextError<Guard, Returned, Error>>) -> StartError {
        match result {
            Err(ContextError::NotEntered(error)) => error,
            _ => panic!("it was entered"),
        }
    }
    let record = Record::new();
    let mut manager = synchronous::owned(Body::Plain, 0, record.clone());
    let _value = manager.start();
    assert_eq!(
        refused(Generator::with(&mut manager, |_| -> Result<(), _> { unreachable!() })),
        StartError::Started
    );
    assert_eq!(refused(Generator::enter(&mut manager)), StartError::Started);
    assert_eq!(manager.status(), Status::Suspended);
    manager.close().unwrap();
    assert_eq!(refused(manager.enter()), StartError::Finished);

    let mut manager = asynchronous::owned(Body::Plain, 1, record.clone());
    assert!(manager.start().now_or_never().is_none());
    let with = AsyncGenerator::with(&mut manager, async |_| -> Result<(), _> { unreachable!() });
    assert_eq!(refused(block_on(with)), StartError::Busy);
    assert_eq!(refused(block_on(AsyncGenerator::enter(&mut manager))), StartError::Busy);
    assert_eq!(manager.status(), Status::Awaiting);
    let _value = block_on(manager.settle());
    assert_eq!(refused(block_on(AsyncGenerator::enter(&mut manager))), StartError::Started);
    assert_eq!(manager.status(), Status::Suspended);
}

/// Wrong if generators that are sent an `Option`, or were written by hand, were no context managers; or if a block without
/// errors needed a type for them.
#[test]
fn c1_c2_other_generators() {
    #[generator]
    fn asks() -> PinGen<u32, Option<u32>> {
        assert_eq!(yield_!(1), None);
    }
    #[async_generator]
    async fn async_asks() -> PinAsyncGen<u32, Option<u32>> {
        assert_eq!(yield_!(1), None);
    }
    assert_eq!(pin!(asks()).with(|value| Ok(value + 1)), Ok(Some(2)));
    assert_eq!(*pin!(asks()).enter().unwrap(), 1);
    assert_eq!(block_on(pin!(async_asks()).with(async |value| Ok(value + 1))), Ok(Some(2)));
    assert_eq!(*block_on(pin!(async_asks()).enter()).unwrap(), 1);
    assert_eq!((1..2).ignore_sent::<()>().with(Ok), Ok(Some(1)));
    assert_eq!((1..3).ignore_sent::<()>().with(Ok), Err(ContextError::SecondYield(2)));
    assert_eq!((1..1).ignore_sent::<()>().with(Ok), Err(ContextError::NoYield(())));
}

/// The error of an inner context manager, as the block around it fails with it.
fn inner<Y, R>(error: ContextError<Y, R, Error>) -> Error {
    error.into_raised().expect("the block failed, or nothing")
}

/// Wrong if an inner one was left after an outer one, or an error did not reach each of them in turn.
#[test]
fn c2_c5_nesting_unwinds_in_reverse() {
    for (fails, how) in [(false, "well"), (true, "badly")] {
        let record = Record::new();
        let block = || {
            record.note("block");
            if fails { Err("e") } else { Ok(1) }
        };
        let expected = if fails { Err(ContextError::Raised("e")) } else { Ok(Some(Some(1))) };
        let leave = |name| format!("leave {name} {how}");
        let events = vec!["enter a".into(), "enter b".into(), "block".into(), leave("b"), leave("a")];

        let level = |name| synchronous::level(name, &record);
        let nested = level("a").with(|_| level("b").with(|_| block()).map_err(inner));
        assert_eq!((nested, record.take()), (expected, events.clone()));

        let level = |name| asynchronous::level(name, &record);
        let nested = level("a").with(async |_| level("b").with(async |_| block()).await.map_err(inner));
        assert_eq!((block_on(nested), record.take()), (expected, events));
    }
    let record = Record::new();
    {
        let _a = synchronous::level("a", &record).enter().unwrap();
        let _b = synchronous::level("b", &record).enter().unwrap();
    }
    assert_eq!(record.take(), ["enter a", "enter b", "leave b well", "leave a well"]);
}

/// The events of a `with` whose future is dropped after so many polls; `None` when it was ready by then.
fn cancelled<G>(manager: G, polls: u32, record: &Record) -> Option<Vec<String>>
where
    G: AsyncGenerator<Yield = Guard, Send = (), Return = Returned, Throw = Error> + Unpin,
{
    let mut future = Box::pin(manager.with(async |_value| {
        let _block = record.guard("block");
        wait(1).await;
        Ok(())
    }));
    let ready = (0..polls).any(|_| poll_once(&mut future.as_mut()).is_ready());
    drop(future);
    let events = record.take();
    (!ready).then_some(events)
}

/// Wrong if a cancelled `with` leaked or dropped in another order, did not close the body in mid-block, or awaited in vain; or if
/// one that holds its generator by reference lost it.
#[test]
fn c2_cancelled_after_every_number_of_polls() {
    let expected: [&[&str]; 4] = [
        &[],
        &["-local"],
        &["set up", "-block", "-value", "caught Err(Close)", "-local"],
        &["set up", "-block", "-value", "caught Ok(())", "-local"],
    ];
    let settled: [(Status, &[&str]); 4] = [
        (Status::Created, &[]),
        (Status::Awaiting, &["set up", "-value", "-local"]),
        (Status::Awaiting, &["clean up", "-local"]),
        (Status::Awaiting, &["clean up", "-local"]),
    ];
    let record = Record::new();
    for (polls, (events, (status, rest))) in (0..).zip(expected.into_iter().zip(settled)) {
        let owned = asynchronous::owned(Body::Finally, 1, record.clone());
        assert_eq!(cancelled(owned, polls, &record).unwrap(), events);
        let boxed = asynchronous::owned(Body::Finally, 1, record.clone()).boxed_local();
        assert_eq!(cancelled(boxed, polls, &record).unwrap(), events);
        let mut lent = asynchronous::owned(Body::Finally, 1, record.clone());
        let left = cancelled(&mut lent, polls, &record).unwrap();
        assert_eq!(left, events.strip_suffix(&["-local"]).unwrap_or_default());
        assert_eq!(lent.status(), status);
        let _ = block_on(lent.settle());
        drop(lent);
        assert_eq!(record.take(), rest);
    }
    let ready = asynchronous::owned(Body::Finally, 1, record.clone());
    assert_eq!(cancelled(ready, 4, &record), None);

    // A clean-up that need not wait runs whole.
    let prompt = asynchronous::owned(Body::Suppresses, 0, record.clone());
    let events = ["set up", "-block", "-value", "caught Err(Close)", "clean up", "-local"];
    assert_eq!(cancelled(prompt, 1, &record).unwrap(), events);
}

/// Wrong if dropping the future of an `enter`, an `exit` or a `fail` at any time leaked, or took a failure for a success.
#[test]
fn c2_c5_dropped_while_it_is_entered_or_left() {
    let record = Record::new();
    let make = || asynchronous::owned(Body::Finally, 1, record.clone());
    drop(make().enter());
    assert_eq!(record.take(), [""; 0]);
    assert!(make().enter().now_or_never().is_none());
    assert_eq!(record.take(), ["-local"]);

    let enter = || block_on(make().enter()).unwrap();
    for polls in 0..2 {
        let drop_after = |future: genfn::future::Leave<_>| {
            let mut future = pin!(future);
            for _ in 0..polls {
                assert!(poll_once(&mut future).is_pending());
            }
        };
        drop_after(enter().exit());
        assert_eq!(record.take(), ["set up", "-value", "caught Ok(())", "-local"]);
        drop_after(enter().fail("e"));
        let caught = ["caught Err(Close)", "caught Err(Throw(\"e\"))"][polls];
        assert_eq!(record.take(), ["set up", "-value", caught, "-local"]);
    }
}

/// Wrong if a panic of an asynchronous block was answered before its future was dropped, or with more than a poll.
#[test]
fn c5_a_panic_of_an_asynchronous_block() {
    let record = Record::new();
    let manager = asynchronous::owned(Body::Finally, 1, record.clone());
    let events = asynchronous::with(manager, Block::Panics, &record);
    assert_eq!(events, ["set up", "block", "-value", "caught Err(Close)", "-local", "panicked"]);
    let manager = asynchronous::owned(Body::Finally, 1, record.clone());
    let events = asynchronous::entered(manager, Block::Panics, &record);
    assert_eq!(events, ["set up", "block", "-value", "caught Err(Close)", "-local", "panicked"]);
}

/// Wrong if a future that was ready began anew, or gave something twice.
#[test]
fn a_future_that_was_ready_panics() {
    fn polled_again(future: impl Future) -> bool {
        let mut future = pin!(future);
        while poll_once(&mut future).is_pending() {}
        catch_unwind(AssertUnwindSafe(|| poll_once(&mut future).is_ready())).is_err()
    }
    let make = |body| asynchronous::owned(body, 0, Record::new());
    let enter = |body| block_on(make(body).enter()).unwrap();
    assert!(polled_again(make(Body::Plain).with(async |_| Ok(()))));
    assert!(polled_again(make(Body::YieldsTwice).with(async |_| Ok(()))));
    assert!(polled_again(make(Body::Plain).enter()));
    assert!(polled_again(enter(Body::Plain).exit()));
    assert!(polled_again(enter(Body::Suppresses).fail("e")));
}

/// Wrong if a future did not say where its generator stands (G40).
#[test]
fn futures_print_the_status() {
    let make = || asynchronous::owned(Body::Plain, 1, Record::new());
    let print = |future: &dyn std::fmt::Debug| format!("{future:?}");
    assert_eq!(print(&make().with(async |_| Ok(()))), "With { status: Created, .. }");
    let mut enter = make().enter();
    assert!(poll_once(&mut pin!(&mut enter)).is_pending());
    assert_eq!(print(&enter), "Enter { status: Some(Awaiting), .. }");
    assert_eq!(print(&block_on(enter).unwrap().exit()), "Leave { status: Suspended, .. }");
}

/// Wrong if the futures could not go to another thread though all that they hold can; or could though it cannot.
#[test]
fn auto_traits() {
    fn sendable<T: Send>(_: &T) {}
    fn generic<G>(first: G, second: G)
    where
        G: AsyncGenerator<Yield: Send, Send: Send, Return: Send, Throw: Send> + Send + Unpin,
        G::Send: genfn::Absent,
        G::Return: genfn::Outcome<G::Yield>,
    {
        sendable(&first.with(async |_| Ok(())));
        sendable(&async { second.enter().await.unwrap().exit().await.unwrap() });
    }
    #[async_generator]
    async fn number() -> AsyncGen<u32> {
        wait(1).await;
        yield_!(1);
    }
    generic(number(), number());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let task = runtime.spawn(number().with(async |value| {
        tokio::task::yield_now().await;
        Ok(value + 1)
    }));
    assert_eq!(runtime.block_on(task).unwrap(), Ok(Some(2)));

    assert_impl_all!(Entered<BoxGen<'static, u32>>: Send);
    assert_not_impl_any!(Entered<BoxGen<'static, Rc<u32>>>: Send);
    assert_impl_all!(AsyncEntered<BoxAsyncGen<'static, u32>>: Send);
    assert_not_impl_any!(AsyncEntered<BoxAsyncGen<'static, Rc<u32>>>: Send);
}

/// Wrong if an error did not say what happened, or lost what it holds.
#[test]
fn errors_say_what_happened() {
    type Of = ContextError<u32, char, Error>;
    let errors: [(Of, &str, &str); 7] = [
        (ContextError::NotEntered(StartError::Started), "NotEntered(Started)", "started before"),
        (ContextError::NotEntered(StartError::Finished), "NotEntered(Finished)", "has ended"),
        (ContextError::NotEntered(StartError::Busy), "NotEntered(Busy)", "mid-await"),
        (ContextError::NoYield('r'), "NoYield(..)", "before it yielded"),
        (ContextError::SecondYield(2), "SecondYield(..)", "a second time"),
        (ContextError::Raised("e"), "Raised(..)", "the block failed"),
        (ContextError::Failed('r'), "Failed(..)", "after the block"),
    ];
    for (error, debug, display) in errors {
        assert_eq!(format!("{error:?}"), debug);
        assert!((&error as &dyn std::error::Error).to_string().contains(display), "{error}");
        match error.into_raised() {
            Ok(raised) => assert_eq!((raised, error), ("e", ContextError::Raised("e"))),
            Err(other) => assert_eq!(other, error),
        }
    }
}
