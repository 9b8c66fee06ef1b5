//! Random programs: as generators, synchronous and asynchronous, and as a plain interpreter runs them.

use std::fmt::Debug;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use arbitrary::Arbitrary;
use genfn::{
    AsyncGenerator, CloseError, Gen, Generator, GeneratorState, Raised, SendError, StartError, Status,
};
use genfn::{ThrowError, generator, raise, try_yield};

use crate::{Guard, Record, block_on};

use GeneratorState::{Complete, Yielded};

/// One step of a body. Bodies add up what they are sent and what their delegates return.
#[derive(Clone, Debug, Arbitrary)]
pub enum Step {
    /// `yield_!`.
    Yield(u32),
    /// `try_yield!`, and what to do with a signal.
    Try(u32, Answer),
    /// `yield_from!` of a body with these steps, or `try_yield_from!`, and what to do with a signal.
    From(Vec<Step>, Delegate, Option<Answer>),
    /// `return`.
    Return(u32),
    /// Waits for so many polls, where that is possible.
    Await(u8),
}

/// What a body does with a signal it has caught.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub enum Answer {
    GoOn,
    Return(u32),
    RaiseOther(u32),
    PassOn,
}

/// How a delegate is held.
#[derive(Clone, Copy, Debug, PartialEq, Arbitrary)]
pub enum Delegate {
    Owned,
    Boxed,
    Dyn,
    Pushed,
    Borrowed,
    BorrowedInPlace,
    /// Written by hand: it cannot be linked.
    Manual,
    /// A synchronous generator, also in an asynchronous one.
    Synchronous,
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
            Delegate::Dyn => $yield_from!(unsized_body(steps, record)),
            Delegate::Pushed => $yield_from!(in_place(steps, record)),
            Delegate::Borrowed => {
                let mut delegate = body(steps, record);
                $yield_from!(&mut delegate)
            }
            Delegate::BorrowedInPlace => {
                let mut delegate = pin!(in_place(steps, record));
                $yield_from!(delegate.as_mut())
            }
            Delegate::Manual => $yield_from!(Manual(body(steps, record))),
            Delegate::Synchronous => $yield_from!(crate::program::synchronous::body(steps, record)),
        }
    }};
}

/// The two functions that interpret a program as a generator.
macro_rules! bodies {
    (#[$attribute:ident] $Gen:ident, $PinGen:ident, wait $wait:ident) => {
        use super::*;
        use crate::Manual;
        use genfn::{try_yield, try_yield_from, yield_, yield_from, $Gen, $PinGen, $attribute};

        #[$attribute]
        pub(crate) fn body(steps: &[Step], record: &Record) -> $Gen<u32, u32, u32, u32> {
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
                    Step::Await(polls) => $wait!(*polls),
                }
            }
            sum
        }

        /// A frame in place that runs a boxed one, so that the two can call each other.
        #[$attribute]
        pub(crate) fn in_place(steps: &[Step], record: &Record) -> $PinGen<u32, u32, u32, u32> {
            yield_from!(body(steps, record).boxed_local())
        }
    };
}

mod synchronous {
    macro_rules! skip {
        ($polls:expr) => {
            _ = $polls
        };
    }
    bodies!(#[generator] Gen, PinGen, wait skip);

    fn unsized_body<'a>(
        steps: &'a [Step],
        record: &'a Record,
    ) -> Box<dyn Generator<Yield = u32, Send = u32, Return = u32, Throw = u32> + 'a> {
        Box::new(body(steps, record))
    }
}

mod asynchronous {
    macro_rules! wait {
        ($polls:expr) => {
            crate::wait($polls).await
        };
    }
    bodies!(#[async_generator] AsyncGen, PinAsyncGen, wait wait);

    fn unsized_body<'a>(
        steps: &'a [Step],
        record: &'a Record,
    ) -> Pin<Box<dyn AsyncGenerator<Yield = u32, Send = u32, Return = u32, Throw = u32> + 'a>> {
        Box::pin(body(steps, record))
    }
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

/// The two functions of `bodies!`.
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
    fn next(&mut self) -> Next<'a> {
        if let Body::Steps(steps, _) = self.body {
            while let Some(Step::Await(_)) = steps.get(self.at) {
                self.at += 1;
            }
        }
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
                Some(Step::Await(_)) => unreachable!(),
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
                    frame.next();
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

/// What is done to a generator.
#[derive(Clone, Copy, Debug, Arbitrary)]
pub enum Operation {
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

/// Polls a future so many times; `None` when it was not ready by then, and is dropped.
fn poll_times<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    (0..polls).find_map(|_| match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    })
}

/// The same for an asynchronous generator. The future of each operation is dropped after so many polls; what was left
/// is settled.
fn async_trace<G>(mut generator: G, operations: &[(Operation, usize)], record: &Record) -> Vec<String>
where
    G: AsyncGenerator<Yield = u32, Send = u32, Return = u32, Throw = u32> + Unpin,
{
    let mut trace: Vec<String> = operations
        .iter()
        .map(|&(operation, polls)| match operation {
            Operation::Resume(value) => {
                let result = poll_times(generator.resume(value), polls);
                let state = match result {
                    Some(result) => result.ok(),
                    None if generator.status() == Status::Awaiting => {
                        block_on(settle(&mut generator)).unwrap()
                    }
                    // Never polled.
                    None => block_on(generator.resume(value)).ok(),
                };
                text(state, record)
            }
            Operation::Throw(error) => {
                let result = match poll_times(generator.throw(error), polls) {
                    Some(result) => result.map_err(ThrowError::into_inner),
                    None if generator.status() == Status::Awaiting => {
                        block_on(settle(&mut generator)).map(Option::unwrap)
                    }
                    None => block_on(generator.throw(error)).map_err(ThrowError::into_inner),
                };
                text(result, record)
            }
            Operation::Close => {
                let result = match poll_times(generator.close(), polls) {
                    Some(result) => result,
                    None if generator.status() == Status::Awaiting => {
                        match block_on(settle(&mut generator)) {
                            Ok(None) => Ok(None),
                            Ok(Some(Complete(value))) => Ok(Some(value)),
                            Ok(Some(Yielded(value))) => Err(CloseError::Yielded(value)),
                            Err(error) => Err(CloseError::Raised(error)),
                        }
                    }
                    None => block_on(generator.close()),
                };
                text(text_of_close(result), record)
            }
        })
        .collect();
    drop(generator);
    trace.push(text("dropped", record));
    trace
}

/// Settles a generator that was left in mid-await, and sees that nothing else can be done with it before.
async fn settle<G>(generator: &mut G) -> Result<Option<GeneratorState<u32, u32>>, u32>
where
    G: AsyncGenerator<Yield = u32, Send = u32, Return = u32, Throw = u32> + Unpin,
{
    assert_eq!(generator.start().await, Err(StartError::Busy));
    assert_eq!(generator.send(1).await, Err(SendError::Busy(1)));
    assert_eq!(generator.resume(2).await, Err(SendError::Busy(2)));
    assert_eq!(generator.throw(3).await, Err(ThrowError::Busy(3)));
    assert_eq!(generator.close().await, Err(CloseError::Busy));
    assert_eq!(generator.status(), Status::Awaiting);
    generator.settle().await
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

/// Runs a program in every way, each operation with the number of polls after which its future is dropped.
///
/// # Panics
///
/// When one of them does something else than the interpreter.
pub fn check(steps: &[Step], operations: &[(Operation, usize)]) {
    let record = Record::new();
    let plain: Vec<Operation> = operations.iter().map(|&(operation, _)| operation).collect();
    for in_place in [false, true] {
        let expected = trace_of_model(steps, &plain, &record, in_place);
        let check =
            |kind: &str, trace: &[String]| assert_eq!(trace, expected, "{kind}, in place: {in_place}");
        if in_place {
            let mut root = Box::pin(synchronous::in_place(steps, &record));
            let mut lines = trace(root.as_mut(), &plain, &record);
            drop(root);
            lines.pop();
            lines.push(text("dropped", &record));
            check("synchronous", &lines);
            let mut root = Box::pin(asynchronous::in_place(steps, &record));
            let mut lines = async_trace(root.as_mut(), operations, &record);
            drop(root);
            lines.pop();
            lines.push(text("dropped", &record));
            check("asynchronous", &lines);
        } else {
            check("owned", &trace(synchronous::body(steps, &record), &plain, &record));
            check("boxed", &trace(synchronous::body(steps, &record).boxed_local(), &plain, &record));
            check("inlined", &trace(inlined(steps, &record), &plain, &record));
            check("asynchronous", &async_trace(asynchronous::body(steps, &record), operations, &record));
            let boxed = asynchronous::body(steps, &record).boxed_local();
            check("asynchronous, boxed", &async_trace(boxed, operations, &record));
        }
    }
}
