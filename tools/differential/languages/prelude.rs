// What every program of a batch uses, written here. The same in Python is in `prelude.py`.

#![allow(warnings)]

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

pub use genfn::{
    AsyncGen, AsyncGenerator, Gen, Generator, IteratorExt, LocalBoxAsyncGen, LocalBoxGen, PinAsyncGen, PinGen,
    Raised, StreamDelegateExt, async_generator, generator, raise, try_yield, try_yield_from, yield_, yield_from,
};

thread_local! {
    /// The trace of the program that runs.
    static TRACE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// How many lines of it there were after the last operation.
    static COMPARED: Cell<usize> = const { Cell::new(0) };
    /// Whether a close was ignored: then nothing more can be compared, for Python's generator lives on (rule G28).
    static IGNORED: Cell<bool> = const { Cell::new(false) };
    /// How many more loops and calls a script may do.
    static FUEL: Cell<u32> = const { Cell::new(0) };
}

fn trace(line: String) {
    if !IGNORED.get() {
        TRACE.with_borrow_mut(|trace| trace.push(line));
    }
}

pub fn log(line: String) {
    trace(format!("    {line}"));
}

/// Logs its drop.
pub struct Guard(pub u32);

impl Drop for Guard {
    fn drop(&mut self) {
        log(format!("-{}", self.0));
    }
}

/// Gives a value, for which a guard has waited.
pub fn hold(_guard: Guard, value: i64) -> i64 {
    value
}

pub fn spent() -> bool {
    FUEL.set(FUEL.get().saturating_sub(1));
    FUEL.get() == 0
}

pub fn exhausted(depth: i64) -> bool {
    spent() || depth < 0
}

pub fn modulo(number: i64) -> i64 {
    number.rem_euclid(1000)
}

/// What a body gets as a number.
pub trait Value {
    fn value(self) -> i64;
}

impl Value for () {
    fn value(self) -> i64 {
        -1
    }
}

impl Value for i64 {
    fn value(self) -> i64 {
        self
    }
}

impl Value for Option<i64> {
    fn value(self) -> i64 {
        self.unwrap_or(-1)
    }
}

/// What a body ends with, in words.
pub trait End {
    fn end(self) -> String;
}

impl End for () {
    fn end(self) -> String {
        "returned None".to_string()
    }
}

impl End for i64 {
    fn end(self) -> String {
        format!("returned {self}")
    }
}

impl<T: End> End for Result<T, i64> {
    fn end(self) -> String {
        self.map_or_else(|error| format!("raised {error}"), End::end)
    }
}

fn state<R: End>(state: genfn::GeneratorState<i64, R>) -> String {
    match state {
        genfn::GeneratorState::Yielded(value) => format!("yielded {value}"),
        genfn::GeneratorState::Complete(value) => value.end(),
    }
}

/// The operations on a generator, in words what they give.
macro_rules! operations {
    ($module:ident, $Generator:ident $(+ $Unpin:ident)?, $(($async:ident, $await:ident, $throw:ident))?) => {
        pub mod $module {
            use genfn::{Absent, CloseError, GeneratorState, SendError, StartError, Status, $Generator};

            use super::{End, state};

            pub $($async)? fn start<G>(mut generator: G) -> String
            where
                G: $Generator<Yield = i64, Throw = i64, Return: End> $(+ $Unpin)?,
            {
                match generator.start()$(.$await)? {
                    Ok(resumed) => state(resumed),
                    Err(StartError::Started) => "refused".to_string(),
                    Err(StartError::Finished) => "finished".to_string(),
                    Err(StartError::Busy) => "busy".to_string(),
                }
            }

            fn sent<R: End, S>(result: Result<GeneratorState<i64, R>, SendError<S>>) -> String {
                match result {
                    Ok(resumed) => state(resumed),
                    Err(SendError::NotStarted(_)) => "refused".to_string(),
                    Err(SendError::Finished(_)) => "finished".to_string(),
                    Err(SendError::Busy(_)) => "busy".to_string(),
                }
            }

            pub $($async)? fn send<G>(mut generator: G, value: G::Send) -> String
            where
                G: $Generator<Yield = i64, Throw = i64, Return: End> $(+ $Unpin)?,
            {
                sent(generator.send(value)$(.$await)?)
            }

            pub $($async)? fn resume<G>(mut generator: G, value: G::Send) -> String
            where
                G: $Generator<Yield = i64, Throw = i64, Return: End> $(+ $Unpin)?,
            {
                sent(generator.resume(value)$(.$await)?)
            }

            pub $($async)? fn throw<G>(mut generator: G, error: i64) -> String
            where
                G: $Generator<Yield = i64, Throw = i64, Return: End> $(+ $Unpin)?,
            {
                match generator.throw(error)$(.$await)? {
                    Ok(resumed) => state(resumed),
                    Err(error) => format!("raised {}", i64::from(error $(.$throw())?)),
                }
            }

            pub $($async)? fn close<G>(mut generator: G) -> String
            where
                G: $Generator<Yield = i64, Throw = i64, Return: End> $(+ $Unpin)?,
            {
                match generator.close()$(.$await)? {
                    Ok(Some(value)) => value.end(),
                    Ok(None) => "closed".to_string(),
                    Err(CloseError::Yielded(_)) => "ignored".to_string(),
                    Err(CloseError::Raised(error)) => format!("raised {error}"),
                    Err(CloseError::Busy) => "busy".to_string(),
                }
            }

            /// Whether a delegation to it can go on from where it is (rule D13).
            pub fn goes_on<G: $Generator>(generator: &G, has_nothing: bool) -> bool {
                match generator.status() {
                    Status::Created => true,
                    Status::Suspended => has_nothing,
                    _ => false,
                }
            }
        }
    };
}

operations!(synchronous, Generator,);
operations!(asynchronous, AsyncGenerator + Unpin, (async, await, into_inner));

pub fn next<G>(mut generator: G) -> String
where
    G: genfn::Generator<Yield = i64, Return: End, Send: genfn::Absent>,
{
    match genfn::Generator::iter(&mut generator).next() {
        Some(value) => format!("yielded {value}"),
        None => generator.take_return().map_or("finished".to_string(), End::end),
    }
}

pub async fn anext<G>(mut generator: G) -> String
where
    G: genfn::AsyncGenerator<Yield = i64, Return: End, Send: genfn::Absent> + Unpin,
{
    match genfn::AsyncGenerator::iter(&mut generator).next().await {
        Some(value) => format!("yielded {value}"),
        None => {
            std::pin::Pin::new(&mut generator).take_return().map_or("finished".to_string(), End::end)
        }
    }
}

/// Is ready at the poll after so many.
pub async fn pause(polls: i64) -> i64 {
    let mut left = polls;
    poll_fn(|context| {
        left -= 1;
        if left < 0 { Poll::Ready(polls) } else { Poll::Pending }
    })
    .await
}

/// Polls an operation until it is ready.
pub fn finish(operation: impl Future<Output = String>) -> String {
    let mut operation = pin!(operation);
    let mut pending = 0;
    loop {
        match operation.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => return format!("{outcome}, {pending} pending"),
            Poll::Pending => pending += 1,
        }
    }
}

/// A new script.
pub fn begin() {
    FUEL.set(400);
    COMPARED.set(TRACE.with_borrow(Vec::len));
    IGNORED.set(false);
}

/// Adds an operation to the trace.
pub fn note(operation: &str, outcome: String, status: genfn::Status) {
    if outcome.starts_with("ignored") {
        TRACE.with_borrow_mut(|trace| trace.truncate(COMPARED.get()));
        trace(format!("{operation}: ignored"));
        IGNORED.set(true);
    } else {
        let status = format!("{status:?}").to_lowercase();
        trace(format!("{operation}: {outcome}, {status}"));
    }
    COMPARED.set(TRACE.with_borrow(Vec::len));
}

pub fn dropped() {
    trace("dropped".to_string());
}

/// Runs a program and prints its trace.
pub fn run(number: usize, program: fn()) {
    begin();
    let result = catch_unwind(AssertUnwindSafe(program));
    let mut trace = TRACE.take();
    if let Err(panic) = result {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
        trace.push(format!("panicked: {text}"));
    }
    println!("== {number}");
    for line in trace {
        println!("{line}");
    }
}
