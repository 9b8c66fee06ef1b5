//! Random programs against a plain interpreter of the same programs, and against themselves with every delegation
//! inlined (D17).

use std::fmt::Debug;
use std::pin::pin;

use genfn::{CloseError, Gen, Generator, GeneratorState, PinGen, Raised};
use genfn::{generator, raise, try_yield, try_yield_from, yield_, yield_from};
use genfn_tests::{Guard, Record};
use proptest::collection::vec;
use proptest::prelude::*;

use GeneratorState::{Complete, Yielded};

/// One step of a body. Bodies add up what they are sent and what their delegates return.
#[derive(Clone, Debug)]
enum Step {
    Yield(u32),
    Try(u32, Answer),
    From(Vec<Step>, Delegate, Option<Answer>),
    Return(u32),
}

/// What a body does with a signal it has caught.
#[derive(Clone, Copy, Debug)]
enum Answer {
    GoOn,
    Return(u32),
    RaiseOther(u32),
    PassOn,
}

/// How a delegate is held.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Delegate {
    Owned,
    Boxed,
    Dyn,
    Pushed,
    Borrowed,
    BorrowedInPlace,
}

impl Delegate {
    fn is_borrowed(self) -> bool {
        matches!(self, Self::Borrowed | Self::BorrowedInPlace)
    }
}

/// Handles a caught signal in a body: gives nothing to go on with.
macro_rules! answer {
    ($answer:expr, $signal:expr) => {
        match $answer {
            Answer::GoOn => {}
            Answer::Return(value) => return value,
            Answer::RaiseOther(error) => raise!(Raised::Throw(error)),
            Answer::PassOn => raise!($signal),
        }
    };
}

macro_rules! delegate {
    ($yield_from:ident, $steps:expr, $delegate:expr, $record:expr) => {{
        let (steps, record) = ($steps, $record);
        match $delegate {
            Delegate::Owned => $yield_from!(body(steps, record)),
            Delegate::Boxed => $yield_from!(body(steps, record).boxed_local()),
            Delegate::Dyn => {
                let delegate: Box<dyn Generator<Yield = u32, Send = u32, Return = u32, Throw = u32> + '_> =
                    Box::new(body(steps, record));
                $yield_from!(delegate)
            }
            Delegate::Pushed => $yield_from!(in_place(steps, record)),
            Delegate::Borrowed => {
                let mut delegate = body(steps, record);
                $yield_from!(&mut delegate)
            }
            Delegate::BorrowedInPlace => {
                let mut delegate = pin!(in_place(steps, record));
                $yield_from!(delegate.as_mut())
            }
        }
    }};
}

#[generator]
fn body(steps: &[Step], record: &Record) -> Gen<u32, u32, u32, u32> {
    let _guard: Guard = record.guard("body");
    let mut sum = 0u32;
    for step in steps {
        match step {
            Step::Yield(value) => sum = sum.wrapping_add(yield_!(*value)),
            Step::Try(value, answer) => match try_yield!(*value) {
                Ok(sent) => sum = sum.wrapping_add(sent),
                Err(signal) => answer!(*answer, signal),
            },
            Step::From(steps, delegate, None) => {
                let value = delegate!(yield_from, steps, *delegate, record);
                sum = sum.wrapping_add(value);
            }
            Step::From(steps, delegate, Some(answer)) => {
                let result = delegate!(try_yield_from, steps, *delegate, record);
                match result {
                    Ok(value) => sum = sum.wrapping_add(value),
                    Err(signal) => answer!(*answer, signal),
                }
            }
            Step::Return(value) => return *value,
        }
    }
    sum
}

/// A frame in place that runs a boxed one, so that the two can call each other.
#[generator]
fn in_place(steps: &[Step], record: &Record) -> PinGen<u32, u32, u32, u32> {
    yield_from!(body(steps, record).boxed_local())
}

/// The plain interpreter: a stack of frames.
struct Model<'a> {
    frames: Vec<Frame<'a>>,
    record: &'a Record,
}

struct Frame<'a> {
    body: Body<'a>,
    at: usize,
    sum: u32,
    borrowed: bool,
}

/// The two functions above.
enum Body<'a> {
    Steps(&'a [Step], #[allow(dead_code, reason = "for its drop")] Guard),
    InPlace(&'a [Step]),
}

/// What a frame does next.
enum Next<'a> {
    Yield(u32, Answer),
    From(&'a [Step], Delegate, Answer),
    Return(u32),
}

impl<'a> Frame<'a> {
    fn next(&self) -> Next<'a> {
        match self.body {
            Body::InPlace(steps) if self.at == 0 => Next::From(steps, Delegate::Boxed, Answer::PassOn),
            Body::InPlace(_) => Next::Return(self.sum),
            Body::Steps(steps, _) => match steps.get(self.at) {
                Some(Step::Yield(value)) => Next::Yield(*value, Answer::PassOn),
                Some(Step::Try(value, answer)) => Next::Yield(*value, *answer),
                Some(Step::From(steps, delegate, answer)) => {
                    Next::From(steps, *delegate, answer.unwrap_or(Answer::PassOn))
                }
                Some(Step::Return(value)) => Next::Return(*value),
                None => Next::Return(self.sum),
            },
        }
    }
}

enum Event {
    Nothing,
    Value(u32),
    Signal(Raised<u32>),
}

#[derive(Clone, Copy)]
enum Outcome {
    State(GeneratorState<u32, u32>),
    Uncaught(Raised<u32>),
}

impl<'a> Model<'a> {
    fn new(steps: &'a [Step], record: &'a Record, in_place: bool) -> Self {
        let mut model = Self { frames: Vec::new(), record };
        model.push(steps, if in_place { Delegate::Pushed } else { Delegate::Owned });
        model
    }

    fn push(&mut self, steps: &'a [Step], delegate: Delegate) {
        let in_place = matches!(delegate, Delegate::Pushed | Delegate::BorrowedInPlace);
        let body =
            if in_place { Body::InPlace(steps) } else { Body::Steps(steps, self.record.guard("body")) };
        self.frames.push(Frame { body, at: 0, sum: 0, borrowed: delegate.is_borrowed() });
    }

    /// Drops all frames, innermost first.
    fn clear(&mut self) {
        while self.frames.pop().is_some() {}
    }

    fn close(&mut self) -> Outcome {
        // What is borrowed is not closed. Its owner is a local of the delegator, so it is dropped there.
        if let Some(lowest) = self.frames.iter().position(|frame| frame.borrowed) {
            while self.frames.len() > lowest {
                self.frames.pop();
            }
        }
        let closing = self.frames.len();
        self.run(Event::Signal(Raised::Close), closing)
    }

    /// Goes on until a yield or the end. The lowest `closing` frames are being closed.
    fn run(&mut self, mut event: Event, mut closing: usize) -> Outcome {
        loop {
            let depth = self.frames.len();
            let Some(frame) = self.frames.last_mut() else {
                return match event {
                    Event::Value(value) => Outcome::State(Complete(value)),
                    Event::Signal(signal) => Outcome::Uncaught(signal),
                    Event::Nothing => unreachable!(),
                };
            };
            let mut end = None;
            match std::mem::replace(&mut event, Event::Nothing) {
                Event::Nothing => {}
                Event::Value(value) => {
                    frame.sum = frame.sum.wrapping_add(value);
                    frame.at += 1;
                }
                Event::Signal(signal) => {
                    let (Next::Yield(_, answer) | Next::From(_, _, answer)) = frame.next() else {
                        unreachable!()
                    };
                    match answer {
                        Answer::GoOn => frame.at += 1,
                        Answer::Return(value) => end = Some(Event::Value(value)),
                        Answer::RaiseOther(error) => end = Some(Event::Signal(Raised::Throw(error))),
                        Answer::PassOn => end = Some(Event::Signal(signal)),
                    }
                }
            }
            if end.is_none() {
                match frame.next() {
                    Next::Return(value) => end = Some(Event::Value(value)),
                    Next::Yield(value, _) => return Outcome::State(Yielded(value)),
                    Next::From(steps, delegate, _) => self.push(steps, delegate),
                }
            }
            if let Some(end) = end {
                self.frames.pop();
                // A delegator gets the close, even if its delegate has returned.
                let closed = depth == closing && depth > 1;
                closing = closing.min(depth - 1);
                event = match end {
                    Event::Value(_) if closed => Event::Signal(Raised::Close),
                    end => end,
                };
            }
        }
    }
}

/// The same program as one body: every delegation is inlined.
#[generator]
fn inlined(steps: &[Step], record: &Record) -> Gen<u32, u32, u32, u32> {
    let mut model = Model::new(steps, record, false);
    let mut outcome = model.run(Event::Nothing, 0);
    loop {
        outcome = match outcome {
            Outcome::State(Yielded(value)) => match try_yield!(value) {
                Ok(sent) => model.run(Event::Value(sent), 0),
                Err(Raised::Throw(error)) => model.run(Event::Signal(Raised::Throw(error)), 0),
                Err(Raised::Close) => match model.close() {
                    // What yields in reply to a close is dropped at once, innermost first.
                    ignored @ Outcome::State(Yielded(_)) => {
                        model.clear();
                        ignored
                    }
                    outcome => outcome,
                },
            },
            Outcome::State(Complete(value)) => return value,
            Outcome::Uncaught(signal) => raise!(signal),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Resume(u32),
    Throw(u32),
    Close,
}

fn text(value: impl Debug, record: &Record) -> String {
    format!("{value:?} {}", record.take().len())
}

fn text_of_close(result: Result<Option<u32>, CloseError<u32, u32>>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(CloseError::Yielded(value)) => format!("ignored {value}"),
        Err(CloseError::Raised(error)) => format!("failed {error}"),
        Err(CloseError::Busy) => unreachable!(),
    }
}

/// The results of the operations, each with the number of bodies dropped in it.
fn trace<G>(mut generator: G, operations: &[Operation], record: &Record) -> Vec<String>
where
    G: Generator<Yield = u32, Send = u32, Return = u32, Throw = u32>,
{
    let mut trace: Vec<String> = operations
        .iter()
        .map(|operation| match *operation {
            Operation::Resume(value) => text(generator.resume(value).ok(), record),
            Operation::Throw(error) => text(generator.throw(error), record),
            Operation::Close => text(text_of_close(generator.close()), record),
        })
        .collect();
    drop(generator);
    trace.push(text("dropped", record));
    trace
}

fn trace_of_model(steps: &[Step], operations: &[Operation], record: &Record, in_place: bool) -> Vec<String> {
    let mut model: Option<Model<'_>> = None;
    let mut ended = false;
    let mut trace = Vec::new();
    for operation in operations {
        let line = match (*operation, &mut model) {
            (Operation::Resume(_), None) if !ended => {
                let started = model.insert(Model::new(steps, record, in_place));
                let outcome = started.run(Event::Nothing, 0);
                let Outcome::State(state) = outcome else { unreachable!() };
                text(Some(state), record)
            }
            (Operation::Resume(_), None) => text(None::<GeneratorState<u32, u32>>, record),
            (Operation::Resume(value), Some(model)) => {
                let Outcome::State(state) = model.run(Event::Value(value), 0) else { unreachable!() };
                text(Some(state), record)
            }
            (Operation::Throw(error), None) => {
                ended = true;
                text(Err::<GeneratorState<u32, u32>, _>(error), record)
            }
            (Operation::Throw(error), Some(model)) => {
                let result = match model.run(Event::Signal(Raised::Throw(error)), 0) {
                    Outcome::State(state) => Ok(state),
                    Outcome::Uncaught(Raised::Throw(error)) => Err(error),
                    Outcome::Uncaught(Raised::Close) => unreachable!(),
                };
                text(result, record)
            }
            (Operation::Close, None) => {
                ended = true;
                text(text_of_close(Ok(None)), record)
            }
            (Operation::Close, Some(model)) => {
                let result = match model.close() {
                    Outcome::State(Complete(value)) => Ok(Some(value)),
                    Outcome::State(Yielded(value)) => {
                        model.clear();
                        Err(CloseError::Yielded(value))
                    }
                    Outcome::Uncaught(Raised::Close) => Ok(None),
                    Outcome::Uncaught(Raised::Throw(error)) => Err(CloseError::Raised(error)),
                };
                text(text_of_close(result), record)
            }
        };
        trace.push(line);
        if model.as_ref().is_some_and(|model| model.frames.is_empty()) {
            model = None;
            ended = true;
        }
    }
    if let Some(model) = &mut model {
        model.clear();
    }
    trace.push(text("dropped", record));
    trace
}

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::GoOn),
        (0..100u32).prop_map(Answer::Return),
        (0..100u32).prop_map(Answer::RaiseOther),
        Just(Answer::PassOn),
    ]
}

fn programs() -> impl Strategy<Value = Vec<Step>> {
    let leaf = prop_oneof![
        4 => (0..100u32).prop_map(Step::Yield),
        4 => (0..100u32, answers()).prop_map(|(value, answer)| Step::Try(value, answer)),
        1 => (0..100u32).prop_map(Step::Return),
    ];
    let delegates = prop_oneof![
        Just(Delegate::Owned),
        Just(Delegate::Boxed),
        Just(Delegate::Dyn),
        Just(Delegate::Pushed),
        Just(Delegate::Borrowed),
        Just(Delegate::BorrowedInPlace),
    ];
    let step = leaf.prop_recursive(8, 60, 4, move |step| {
        (vec(step, 0..4), delegates.clone(), proptest::option::of(answers()))
            .prop_map(|(steps, delegate, answer)| Step::From(steps, delegate, answer))
    });
    vec(step, 0..5)
}

fn operations() -> impl Strategy<Value = Vec<Operation>> {
    vec(
        prop_oneof![
            6 => (0..100u32).prop_map(Operation::Resume),
            2 => (100..200u32).prop_map(Operation::Throw),
            1 => Just(Operation::Close),
        ],
        0..20,
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 16 } else { 5_000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Wrong if any program did anything else than the interpreter says, or than itself inlined.
    #[test]
    fn d17_programs_do_what_the_model_says(steps in programs(), operations in operations()) {
        let record = Record::new();
        let expected = trace_of_model(&steps, &operations, &record, false);
        prop_assert_eq!(&trace(body(&steps, &record), &operations, &record), &expected, "owned");
        prop_assert_eq!(&trace(body(&steps, &record).boxed_local(), &operations, &record), &expected, "boxed");
        prop_assert_eq!(&trace(inlined(&steps, &record), &operations, &record), &expected, "inlined");
        let expected = trace_of_model(&steps, &operations, &record, true);
        let mut root = Box::pin(in_place(&steps, &record));
        let mut trace = trace(root.as_mut(), &operations, &record);
        drop(root);
        *trace.last_mut().unwrap() = text("dropped", &record);
        prop_assert_eq!(&trace, &expected, "in place");
    }
}
