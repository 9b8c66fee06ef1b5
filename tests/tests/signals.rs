//! Throw and close: G15 to G18, G25 to G31, D5 to D9, D14, D18.

use std::fmt::Debug;

use genfn::{CloseError, Gen, GeneratorState, Raised, StartError, Status};
use genfn::{generator, raise, try_yield, yield_, yield_from};
use genfn_tests::{Record, on_small_stack, scaled, size};

use GeneratorState::{Complete, Yielded};

type Error = &'static str;

/// What a delegate does when something is raised at its yield.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    /// A plain `yield_!`.
    Plain,
    /// `try_yield!`, and the signal goes on.
    Pass,
    CatchAndYield,
    CatchAndReturn,
    RaiseOther,
}

const ANSWERS: [Answer; 5] =
    [Answer::Plain, Answer::Pass, Answer::CatchAndYield, Answer::CatchAndReturn, Answer::RaiseOther];

macro_rules! delegators {
    (
        #[$attribute:ident] $Gen:ident, wait $wait:ident,
        $plain:ident, $catching:ident, ($($bounds:tt)*), $Delegate:ty
    ) => {
        #[$attribute]
        fn $plain<$($bounds)*>(
            delegate: $Delegate,
            record: Record,
        ) -> $Gen<u32, (), &'static str, Error> {
            let _guard = record.guard("outer");
            yield_!(0);
            let value = yield_from!(delegate);
            $wait!();
            record.note(format!("value {value}"));
            yield_!(9);
            "end"
        }

        #[$attribute]
        fn $catching<$($bounds)*>(
            delegate: $Delegate,
            record: Record,
        ) -> $Gen<u32, (), &'static str, Error> {
            let _guard = record.guard("outer");
            $wait!();
            yield_!(0);
            match try_yield_from!(delegate) {
                Ok(value) => record.note(format!("value {value}")),
                Err(signal) => {
                    $wait!();
                    record.note(format!("surfaced {signal:?}"));
                    if signal == Raised::Close {
                        return "closed";
                    }
                }
            }
            yield_!(9);
            "end"
        }
    };
}

/// Every delegate, delegator and root of the matrix, synchronous or asynchronous. An asynchronous one waits wherever it
/// can.
macro_rules! matrix {
    (
        #[$attribute:ident] $Gen:ident, $PinGen:ident, $LocalBoxGen:ident, $Generator:ident $(+ $Unpin:ident)?
        , wait $wait:ident
    ) => {
        use super::*;
        use genfn::{$Gen, $Generator, $LocalBoxGen, $PinGen, $attribute};
        use genfn::{raise, try_yield, try_yield_from, yield_, yield_from};
        use genfn_tests::Manual;

        macro_rules! answering {
            ($name:ident, $Type:ident) => {
                #[$attribute]
                fn $name(answer: Answer, record: Record) -> $Type<u32, (), &'static str, Error> {
                    let _guard = record.guard("inner");
                    $wait!();
                    if answer == Answer::Plain {
                        yield_!(1);
                        return "done";
                    }
                    match try_yield!(1) {
                        Ok(()) => "done",
                        Err(signal) => {
                            $wait!();
                            match answer {
                                Answer::CatchAndYield => {
                                    record.note("caught");
                                    yield_!(5);
                                    "gone on"
                                }
                                Answer::CatchAndReturn => "caught",
                                Answer::RaiseOther => raise!(Raised::Throw("other")),
                                Answer::Plain | Answer::Pass => raise!(signal),
                            }
                        }
                    }
                }
            };
        }
        answering!(owned, $Gen);
        answering!(in_place, $PinGen);

        delegators!(
            #[$attribute] $Gen, wait $wait,
            outer,
            catching,
            (G: $Generator<Yield = u32, Send = (), Return = &'static str, Throw = Error>),
            G
        );
        delegators!(
            #[$attribute] $Gen, wait $wait,
            outer_in_place,
            catching_in_place,
            (B: genfn::Body<Output = &'static str>),
            $PinGen<u32, (), &'static str, Error, B>
        );

        #[$attribute]
        fn root_in_place(
            delegate: $LocalBoxGen<'_, u32, (), &'static str, Error>,
            record: Record,
        ) -> $PinGen<u32, (), &'static str, Error> {
            let _guard = record.guard("outer");
            yield_!(0);
            let value = yield_from!(delegate);
            record.note(format!("value {value}"));
            yield_!(9);
            "end"
        }

        /// Every kind of delegate and delegator: its name, whether the delegator catches, whether the delegate is
        /// borrowed, and the trace.
        pub(super) fn traces(
            answer: Answer,
            state: State,
            throw: bool,
        ) -> Vec<(&'static str, bool, bool, Vec<String>)> {
            let record = &Record::new();
            let r = || record.clone();
            let inner = || owned(answer, r());
            macro_rules! trace {
                ($root:expr) => {
                    trace($root, state, throw, record)
                };
            }
            let mut traces = vec![
                ("owned", false, false, trace!(outer(inner(), r()))),
                ("owned", true, false, trace!(catching(inner(), r()))),
                ("boxed", false, false, trace!(outer(inner().boxed_local(), r()))),
                ("boxed", true, false, trace!(catching(inner().boxed_local(), r()))),
                ("Box", false, false, trace!(outer(Box::new(inner()), r()))),
                ("manual", false, false, trace!(outer(Manual(inner()), r()))),
                ("manual", true, false, trace!(catching(Manual(inner()), r()))),
                ("boxed manual", true, false, trace!(catching(Manual(inner()).boxed_local(), r()))),
                ("pushed", false, false, trace!(outer_in_place(in_place(answer, r()), r()))),
                ("pushed", true, false, trace!(catching_in_place(in_place(answer, r()), r()))),
            ];
            let mut root = Box::pin(root_in_place(inner().boxed_local(), r()));
            let mut in_place_trace = trace!(root.as_mut());
            drop(root);
            in_place_trace.extend(record.take());
            traces.push(("root in place", false, false, in_place_trace));
            for caught in [false, true] {
                let mut inner = owned(answer, r());
                let mut pinned = std::pin::pin!(in_place(answer, r()));
                let mut manual = Manual(owned(answer, r()));
                if caught {
                    traces.push(("&mut", true, true, trace!(catching(&mut inner, r()))));
                    traces.push(("Pin<&mut>", true, true, trace!(catching(pinned.as_mut(), r()))));
                    traces.push(("&mut manual", true, true, trace!(catching(&mut manual, r()))));
                } else {
                    traces.push(("&mut", false, true, trace!(outer(&mut inner, r()))));
                    traces.push(("Pin<&mut>", false, true, trace!(outer(pinned.as_mut(), r()))));
                    traces.push(("&mut manual", false, true, trace!(outer(&mut manual, r()))));
                }
                if state == State::InDelegate && !throw {
                    assert_eq!(inner.status(), Status::Suspended, "D14: it survives, and can be driven on");
                    assert_eq!(now!(inner.send(())), Ok(Complete("done")));
                    assert_eq!(now!(pinned.as_mut().send(())), Ok(Complete("done")));
                    assert_eq!(now!(manual.send(())), Ok(Complete("done")));
                }
            }
            traces
        }

        /// Brings the generator there, forgets what was recorded, and does the operation. Then drops it.
        fn trace<G>(mut generator: G, state: State, throw: bool, record: &Record) -> Vec<String>
        where
            G: $Generator<Yield = u32, Send = (), Return = &'static str, Throw = Error> $(+ $Unpin)?,
        {
            let steps = match state {
                State::Created => 0,
                State::InItself => 1,
                State::InDelegate => 2,
                State::Finished => 4,
            };
            for _ in 0..steps {
                now!(generator.resume(())).unwrap();
            }
            record.clear();
            let result = if throw {
                text(&now!(generator.throw("e")))
            } else {
                match now!(generator.close()) {
                    Err(CloseError::Yielded(value)) => format!("ignored: {value}"),
                    Err(CloseError::Raised(error)) => format!("failed: {error}"),
                    other => text(&other),
                }
            };
            record.note(result);
            record.note(text(&generator.status()));
            drop(generator);
            record.take()
        }
    };
}

mod synchronous {
    macro_rules! skip {
        () => {};
    }
    macro_rules! now {
        ($operation:expr) => {
            $operation
        };
    }
    matrix!(#[generator] Gen, PinGen, LocalBoxGen, Generator, wait skip);
}

mod asynchronous {
    macro_rules! wait {
        () => {
            genfn_tests::wait(2).await
        };
    }
    macro_rules! now {
        ($operation:expr) => {
            result(genfn_tests::block_on($operation))
        };
    }
    matrix!(#[async_generator] AsyncGen, PinAsyncGen, LocalBoxAsyncGen, AsyncGenerator + Unpin, wait wait);

    /// The result as the synchronous operation gives it.
    fn result<R: SynchronousResult>(result: R) -> R::Synchronous {
        result.synchronous()
    }

    trait SynchronousResult {
        type Synchronous;
        fn synchronous(self) -> Self::Synchronous;
    }

    impl<T> SynchronousResult for Result<T, genfn::ThrowError<super::Error>> {
        type Synchronous = Result<T, super::Error>;
        fn synchronous(self) -> Result<T, super::Error> {
            self.map_err(|error| match error {
                genfn::ThrowError::Uncaught(error) => error,
                genfn::ThrowError::Busy(_) => panic!("nothing was left in mid-await"),
            })
        }
    }

    impl<T> SynchronousResult for Result<T, genfn::SendError<()>> {
        type Synchronous = Self;
        fn synchronous(self) -> Self {
            self
        }
    }

    impl<T, Y, E> SynchronousResult for Result<T, super::CloseError<Y, E>> {
        type Synchronous = Self;
        fn synchronous(self) -> Self {
            self
        }
    }
}

fn text(result: &impl Debug) -> String {
    format!("{result:?}")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Created,
    InItself,
    InDelegate,
    Finished,
}

const STATES: [State; 4] = [State::Created, State::InItself, State::InDelegate, State::Finished];

/// What the operation does by the rules. `borrowed`: the delegate is held by `&mut`.
fn expected(answer: Answer, state: State, throw: bool, catching: bool, borrowed: bool) -> Vec<&'static str> {
    use Answer::{CatchAndReturn, CatchAndYield, Pass, Plain, RaiseOther};
    if state != State::InDelegate {
        let mut trace = if state == State::InItself { vec!["-outer"] } else { vec![] };
        trace.extend([if throw { "Err(\"e\")" } else { "Ok(None)" }, "Finished"]);
        return trace;
    }
    if borrowed && !throw {
        // D7: the delegate is not closed.
        return if catching {
            vec!["surfaced Close", "-outer", "Ok(Some(\"closed\"))", "Finished"]
        } else {
            vec!["-outer", "Ok(None)", "Finished"]
        };
    }
    match (throw, catching, answer) {
        // D5: uncaught, it surfaces at the delegator, and so on outward.
        (true, false, Plain | Pass) => vec!["-inner", "-outer", "Err(\"e\")", "Finished"],
        (true, true, Plain | Pass) => {
            vec!["-inner", "surfaced Throw(\"e\")", "Ok(Yielded(9))", "Suspended", "-outer"]
        }
        (true, false, RaiseOther) => vec!["-inner", "-outer", "Err(\"other\")", "Finished"],
        (true, true, RaiseOther) => {
            vec!["-inner", "surfaced Throw(\"other\")", "Ok(Yielded(9))", "Suspended", "-outer"]
        }
        (true, _, CatchAndYield) if borrowed => vec!["caught", "Ok(Yielded(5))", "Suspended", "-outer"],
        (true, _, CatchAndYield) => vec!["caught", "Ok(Yielded(5))", "Suspended", "-inner", "-outer"],
        (true, _, CatchAndReturn) => {
            vec!["-inner", "value caught", "Ok(Yielded(9))", "Suspended", "-outer"]
        }
        // D7: the delegator gets the close, even if the delegate returned.
        (false, false, Plain | Pass | CatchAndReturn) => vec!["-inner", "-outer", "Ok(None)", "Finished"],
        (false, true, Plain | Pass | CatchAndReturn) => {
            vec!["-inner", "surfaced Close", "-outer", "Ok(Some(\"closed\"))", "Finished"]
        }
        // D8: what the clean-up raises replaces the close.
        (false, false, RaiseOther) => vec!["-inner", "-outer", "failed: other", "Finished"],
        (false, true, RaiseOther) => {
            vec!["-inner", "surfaced Throw(\"other\")", "-outer", "ignored: 9", "Finished"]
        }
        // D9: everything is dropped, innermost first.
        (false, _, CatchAndYield) => vec!["caught", "-inner", "-outer", "ignored: 5", "Finished"],
    }
}

/// Wrong if any cell of the matrix of state, operation, answer and kind of delegate had another trace, or another one as
/// an asynchronous generator (A10 to A17, A29, F1 to F7).
#[test]
fn d5_d6_d7_d8_d9_d14_d18_the_whole_matrix() {
    // One cell out of three under Miri.
    let stride = scaled(1, 3);
    let mut cells = 0;
    for (answer, state, throw) in ANSWERS
        .into_iter()
        .flat_map(|answer| STATES.map(|state| (answer, state)))
        .flat_map(|(answer, state)| [true, false].map(|throw| (answer, state, throw)))
        .step_by(stride)
    {
        for (mode, traces) in [
            ("synchronous", synchronous::traces(answer, state, throw)),
            ("asynchronous", asynchronous::traces(answer, state, throw)),
        ] {
            for (kind, catching, borrowed, trace) in traces {
                assert_eq!(
                    trace,
                    expected(answer, state, throw, catching, borrowed),
                    "{mode} {kind} {answer:?} {state:?} throw: {throw} catching: {catching}"
                );
                cells += 1;
            }
        }
    }
    assert_eq!(cells, (5 * 4 * 2_usize).div_ceil(stride) * 17 * 2);
}

/// Wrong if a plain iterator, or a generator with other errors, was not closed first, or kept the error from surfacing
/// at once (D6).
#[test]
fn d6_delegates_that_cannot_be_thrown_into() {
    #[generator]
    fn other_errors(record: Record, stubborn: bool) -> Gen<u32, (), (), u8> {
        let _guard = record.guard("inner");
        if try_yield!(1) == Err(Raised::Close) && stubborn {
            yield_!(77);
        }
    }
    #[generator]
    fn over_other_errors(record: Record, stubborn: bool) -> Gen<u32, (), (), Error> {
        let _guard = record.guard("outer");
        yield_from!(other_errors(record.clone(), stubborn));
    }
    #[generator]
    fn over_iterator(record: Record) -> Gen<u32, (), (), Error> {
        let _guard = record.guard("outer");
        let inner = record.guard("inner");
        yield_from!((0..3).inspect(move |_| _ = &inner));
    }
    let record = Record::new();
    let generators = [
        over_iterator(record.clone()).boxed_local(),
        over_other_errors(record.clone(), false).boxed_local(),
        over_other_errors(record.clone(), true).boxed_local(),
    ];
    for mut generator in generators {
        generator.start().unwrap();
        assert_eq!(generator.throw("e"), Err("e"));
        assert_eq!(record.take(), ["-inner", "-outer"]);
    }
    let mut generator = over_iterator(record.clone());
    generator.start().unwrap();
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(record.take(), ["-inner", "-outer"]);
}

/// Wrong if a body could not go on after a caught error, or the error was seen again (G15, G18).
#[test]
fn g15_g18_a_caught_error_is_gone() {
    #[generator]
    fn patient() -> Gen<u32, (), &'static str, u32> {
        let mut total = 0;
        loop {
            match try_yield!(total) {
                Ok(()) => total += 1,
                Err(Raised::Throw(error)) => total += 100 * error,
                Err(Raised::Close) => return "closed",
            }
        }
    }
    let mut generator = patient();
    assert_eq!(generator.start(), Ok(Yielded(0)));
    assert_eq!(generator.throw(2), Ok(Yielded(200)));
    assert_eq!(generator.send(()), Ok(Yielded(201)));
    assert_eq!(generator.throw(1), Ok(Yielded(301)));
    assert_eq!(generator.close(), Ok(Some("closed")), "G27");
    assert_eq!(generator.close(), Ok(None), "G30");
    assert_eq!(generator.throw(5), Err(5), "G17");
}

/// Wrong if a thrown error or a close ran the body of a generator that was never started (G16, G25).
#[test]
fn g16_g25_never_started() {
    #[generator]
    fn body(record: Record, _argument: genfn_tests::Guard) -> Gen<(), (), (), Error> {
        record.note("ran");
        yield_!();
    }
    let record = Record::new();
    let mut generator = body(record.clone(), record.guard("argument"));
    assert_eq!(generator.throw("e"), Err("e"));
    assert_eq!(record.take(), ["-argument"]);
    assert_eq!(generator.start(), Err(StartError::Finished));
    let mut generator = body(record.clone(), record.guard("argument"));
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(record.take(), ["-argument"]);
    assert_eq!(generator.status(), Status::Finished);
}

/// Wrong if `raise!` could be used when there is nothing to answer, or a throw was answered by a close (G15).
#[test]
fn raise_answers_one_signal() {
    #[generator]
    fn late() -> Gen<u32, (), (), Error> {
        let caught = try_yield!(1).unwrap_err();
        yield_!(2);
        raise!(caught);
    }
    #[generator]
    fn close_for_throw() -> Gen<u32, (), (), Error> {
        let _ = try_yield!(1);
        raise!(Raised::Close);
    }
    let panics = |run: &mut dyn FnMut()| {
        let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
        (*error.downcast_ref::<&str>().unwrap()).to_string()
    };
    let mut generator = late();
    generator.start().unwrap();
    assert_eq!(generator.throw("e"), Ok(Yielded(2)));
    assert!(panics(&mut || _ = generator.send(())).contains("outside of a throw or close"));
    assert_eq!(generator.status(), Status::Finished);
    let mut generator = close_for_throw();
    generator.start().unwrap();
    assert!(panics(&mut || _ = generator.throw("e")).contains("in answer to a throw"));
    let mut generator = close_for_throw();
    generator.start().unwrap();
    assert_eq!(generator.close(), Ok(None));
}

/// Wrong if a new delegate of the clean-up was taken for one that is being closed: its return value counts (D7).
#[test]
fn d7_a_delegate_of_the_clean_up_returns_its_value() {
    #[generator]
    fn helper() -> Gen<u32, (), u32, Error> {
        5
    }
    #[generator]
    fn inner(record: Record) -> Gen<u32, (), (), Error> {
        if try_yield!(1).is_err() {
            let value = yield_from!(helper());
            record.note(format!("helper gave {value}"));
        }
    }
    #[generator]
    fn outer(record: Record) -> Gen<u32, (), (), Error> {
        yield_from!(inner(record.clone()));
        record.note("never reached by a close");
    }
    let record = Record::new();
    let mut generator = outer(record.clone());
    generator.start().unwrap();
    assert_eq!(generator.close(), Ok(None));
    assert_eq!(record.take(), ["helper gave 5"]);
}

#[generator]
fn descend(depth: usize, answer: Answer) -> Gen<u32, (), u64, Error> {
    if depth > 0 {
        return 1 + yield_from!(descend(depth - 1, answer));
    }
    match (try_yield!(1), answer) {
        (Err(_), Answer::CatchAndReturn) | (Ok(()), _) => 0,
        (Err(signal), _) => raise!(signal),
    }
}

/// Wrong if a signal cost native stack at any depth, whether it is caught at the bottom or passes through every level.
#[test]
fn g49_signals_through_a_million_levels() {
    let depth = size(1_000_000);
    on_small_stack(move || {
        let started = |answer| {
            let mut generator = descend(depth, answer);
            assert_eq!(generator.start(), Ok(Yielded(1)));
            generator
        };
        assert_eq!(started(Answer::Pass).throw("e"), Err("e"));
        assert_eq!(started(Answer::Pass).close(), Ok(None));
        assert_eq!(started(Answer::CatchAndReturn).throw("e"), Ok(Complete(depth as u64)));
        assert_eq!(started(Answer::CatchAndReturn).close(), Ok(None));
        assert_eq!(started(Answer::RaiseOther).send(()), Ok(Complete(depth as u64)));
    });
}
