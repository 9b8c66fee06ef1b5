//! Throw and close: G15 to G18, G25 to G31, D5 to D9, D14, D18.

use std::fmt::Debug;

use genfn::{CloseError, Gen, Generator, GeneratorState, PinGen, Raised, SendError, StartError, Status};
use genfn::{generator, raise, try_yield, try_yield_from, yield_, yield_from};
use genfn_tests::{Record, on_small_stack, size};

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

macro_rules! answering {
    ($name:ident, $Type:ident) => {
        #[generator]
        fn $name(answer: Answer, record: Record) -> $Type<u32, (), &'static str, Error> {
            let _guard = record.guard("inner");
            if answer == Answer::Plain {
                yield_!(1);
                return "done";
            }
            match try_yield!(1) {
                Ok(()) => "done",
                Err(signal) => match answer {
                    Answer::CatchAndYield => {
                        record.note("caught");
                        yield_!(5);
                        "gone on"
                    }
                    Answer::CatchAndReturn => "caught",
                    Answer::RaiseOther => raise!(Raised::Throw("other")),
                    Answer::Plain | Answer::Pass => raise!(signal),
                },
            }
        }
    };
}
answering!(owned, Gen);
answering!(in_place, PinGen);

/// A generator written by hand: it cannot be linked.
struct Manual<G>(G);

impl<G: Generator> Generator for Manual<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;
    fn status(&self) -> Status {
        self.0.status()
    }
    fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, StartError> {
        self.0.start()
    }
    fn send(&mut self, value: G::Send) -> Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>> {
        self.0.send(value)
    }
    fn throw(&mut self, error: G::Throw) -> Result<GeneratorState<G::Yield, G::Return>, G::Throw> {
        self.0.throw(error)
    }
    fn close(&mut self) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
        self.0.close()
    }
    fn take_return(&mut self) -> Option<G::Return> {
        self.0.take_return()
    }
}

macro_rules! delegators {
    ($plain:ident, $catching:ident, ($($bounds:tt)*), $Delegate:ty) => {
        #[generator]
        fn $plain<$($bounds)*>(delegate: $Delegate, record: Record) -> Gen<u32, (), &'static str, Error> {
            let _guard = record.guard("outer");
            yield_!(0);
            let value = yield_from!(delegate);
            record.note(format!("value {value}"));
            yield_!(9);
            "end"
        }

        #[generator]
        fn $catching<$($bounds)*>(delegate: $Delegate, record: Record) -> Gen<u32, (), &'static str, Error> {
            let _guard = record.guard("outer");
            yield_!(0);
            match try_yield_from!(delegate) {
                Ok(value) => record.note(format!("value {value}")),
                Err(signal) => {
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
delegators!(outer, catching, (G: Generator<Yield = u32, Send = (), Return = &'static str, Throw = Error>), G);
delegators!(
    outer_in_place,
    catching_in_place,
    (B: Future<Output = &'static str>),
    PinGen<u32, (), &'static str, Error, B>
);

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Created,
    InItself,
    InDelegate,
    Finished,
}

const STATES: [State; 4] = [State::Created, State::InItself, State::InDelegate, State::Finished];

/// Brings the generator there, forgets what was recorded, and does the operation. Then drops it.
fn trace<G>(mut generator: G, state: State, throw: bool, record: &Record) -> Vec<String>
where
    G: Generator<Yield = u32, Send = (), Return = &'static str, Throw = Error>,
{
    let steps = match state {
        State::Created => 0,
        State::InItself => 1,
        State::InDelegate => 2,
        State::Finished => 4,
    };
    for _ in 0..steps {
        generator.resume(()).unwrap();
    }
    record.clear();
    fn text(result: &impl Debug) -> String {
        format!("{result:?}")
    }
    let result = if throw {
        text(&generator.throw("e"))
    } else {
        match generator.close() {
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

/// Wrong if any cell of the matrix of state, operation, answer and kind of delegate had another trace.
#[test]
fn d5_d6_d7_d8_d9_d14_d18_the_whole_matrix() {
    let mut cells = 0;
    for (answer, state, throw) in ANSWERS
        .into_iter()
        .flat_map(|answer| STATES.map(|state| (answer, state)))
        .flat_map(|(answer, state)| [true, false].map(|throw| (answer, state, throw)))
    {
        let record = &Record::new();
        let r = || record.clone();
        let by_value = [false, true].map(|catching| expected(answer, state, throw, catching, false));
        let mut check = |kind: &str, catching: bool, trace: Vec<String>| {
            assert_eq!(trace, by_value[usize::from(catching)], "{kind} {answer:?} {state:?} throw: {throw}");
            cells += 1;
        };
        check("owned", false, trace(outer(owned(answer, r()), r()), state, throw, record));
        check("owned", true, trace(catching(owned(answer, r()), r()), state, throw, record));
        check("boxed", false, trace(outer(owned(answer, r()).boxed_local(), r()), state, throw, record));
        check("boxed", true, trace(catching(owned(answer, r()).boxed_local(), r()), state, throw, record));
        check("Box", false, trace(outer(Box::new(owned(answer, r())), r()), state, throw, record));
        check("manual", false, trace(outer(Manual(owned(answer, r())), r()), state, throw, record));
        check("manual", true, trace(catching(Manual(owned(answer, r())), r()), state, throw, record));
        check("pushed", false, trace(outer_in_place(in_place(answer, r()), r()), state, throw, record));
        check("pushed", true, trace(catching_in_place(in_place(answer, r()), r()), state, throw, record));
        let mut root = Box::pin(root_in_place(owned(answer, r()).boxed_local(), r()));
        let mut trace_in_place = trace(root.as_mut(), state, throw, record);
        drop(root);
        trace_in_place.extend(record.take());
        check("root in place", false, trace_in_place);
        for caught in [false, true] {
            let expected = expected(answer, state, throw, caught, true);
            let mut inner = owned(answer, r());
            let mut pinned = std::pin::pin!(in_place(answer, r()));
            let mut manual = Manual(owned(answer, r()));
            let traces = if caught {
                [
                    trace(catching(&mut inner, r()), state, throw, record),
                    trace(catching(pinned.as_mut(), r()), state, throw, record),
                    trace(catching(&mut manual, r()), state, throw, record),
                ]
            } else {
                [
                    trace(outer(&mut inner, r()), state, throw, record),
                    trace(outer(pinned.as_mut(), r()), state, throw, record),
                    trace(outer(&mut manual, r()), state, throw, record),
                ]
            };
            for (kind, trace) in ["&mut", "Pin<&mut>", "&mut manual"].into_iter().zip(traces) {
                assert_eq!(trace, expected, "{kind} {answer:?} {state:?} throw: {throw} catching: {caught}");
                cells += 1;
            }
            if state == State::InDelegate && !throw {
                assert_eq!(inner.status(), Status::Suspended, "D14: it survives, and can be driven on");
                assert_eq!(inner.send(()), Ok(Complete("done")));
                assert_eq!(pinned.as_mut().send(()), Ok(Complete("done")));
            }
        }
    }
    assert_eq!(cells, 5 * 4 * 2 * 16);
}

#[generator]
fn root_in_place(
    delegate: genfn::LocalBoxGen<'_, u32, (), &'static str, Error>,
    record: Record,
) -> PinGen<u32, (), &'static str, Error> {
    let _guard = record.guard("outer");
    yield_!(0);
    let value = yield_from!(delegate);
    record.note(format!("value {value}"));
    yield_!(9);
    "end"
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
