//! What the tests share: a recorder of events and drops.

#![forbid(unsafe_code)]

pub mod program;

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::AtomicPtr;
use std::task::{Context, Poll, Waker};

use genfn::{
    AsyncGenerator, CloseError, Generator, GeneratorState, SendError, StartError, Status, ThrowError,
};

/// Records events in order. Clones share the record.
#[derive(Clone, Default, Debug)]
pub struct Record {
    events: Rc<RefCell<Vec<String>>>,
    made: Rc<Cell<usize>>,
}

impl Record {
    /// An empty record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an event.
    pub fn note(&self, event: impl Into<String>) {
        self.events.borrow_mut().push(event.into());
    }

    /// A value whose drop is recorded as `-name`.
    #[must_use]
    pub fn guard(&self, name: impl Into<String>) -> Guard {
        self.made.set(self.made.get() + 1);
        Guard { name: name.into(), record: self.clone() }
    }

    /// How many guards were made.
    #[must_use]
    pub fn made(&self) -> usize {
        self.made.get()
    }

    /// Forgets the events so far.
    pub fn clear(&self) {
        self.events.borrow_mut().clear();
    }

    /// The events so far, which are forgotten.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        self.events.take()
    }
}

/// Records its drop.
#[derive(Debug)]
pub struct Guard {
    name: String,
    record: Record,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.record.note(format!("-{}", self.name));
    }
}

/// Runs a closure on a thread with a native stack of 256 KiB.
///
/// # Panics
///
/// When the closure does.
pub fn on_small_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(256 * 1024).spawn_scoped(scope, run).unwrap().join().unwrap()
    })
}

/// A size or a number of repetitions, and the smaller one for Miri, which is slower by a factor of thousands.
#[must_use]
pub fn scaled<T>(full: T, under_miri: T) -> T {
    if cfg!(miri) { under_miri } else { full }
}

/// The number of levels or repetitions of a heavy test: fewer under Miri.
#[must_use]
pub fn size(full: usize) -> usize {
    scaled(full, full / 10_000 + 10)
}

/// Forgets a value as `std::mem::forget` does, but keeps a pointer to it, so that no leak checker reports it.
pub fn forget<T>(value: T) {
    static FORGOTTEN: Mutex<Vec<AtomicPtr<()>>> = Mutex::new(Vec::new());
    let kept = AtomicPtr::new(Box::into_raw(Box::new(value)).cast());
    FORGOTTEN.lock().unwrap().push(kept);
}

/// A generator written by hand, around another one: it cannot be linked.
#[derive(Debug)]
pub struct Manual<G>(pub G);

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

type Resumed<G, X> =
    Poll<Result<GeneratorState<<G as AsyncGenerator>::Yield, <G as AsyncGenerator>::Return>, X>>;

impl<G: AsyncGenerator + Unpin> AsyncGenerator for Manual<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;

    fn status(&self) -> Status {
        self.0.status()
    }

    fn poll_start(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Resumed<G, StartError> {
        Pin::new(&mut self.0).poll_start(context)
    }

    fn poll_send(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<G::Send>,
    ) -> Resumed<G, SendError<G::Send>> {
        Pin::new(&mut self.0).poll_send(context, value)
    }

    fn poll_throw(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<G::Throw>,
    ) -> Resumed<G, ThrowError<G::Throw>> {
        Pin::new(&mut self.0).poll_throw(context, error)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<G::Return>, CloseError<G::Yield, G::Throw>>> {
        Pin::new(&mut self.0).poll_close(context)
    }

    fn poll_settle(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<GeneratorState<G::Yield, G::Return>>, G::Throw>> {
        Pin::new(&mut self.0).poll_settle(context)
    }

    fn take_return(mut self: Pin<&mut Self>) -> Option<G::Return> {
        Pin::new(&mut self.0).take_return()
    }
}

/// Is ready at the poll after so many.
pub async fn wait(mut polls: u8) {
    poll_fn(|context| {
        if polls == 0 {
            return Poll::Ready(());
        }
        polls -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Polls a future once.
pub fn poll_once<F: Future + ?Sized>(future: &mut Pin<&mut F>) -> Poll<F::Output> {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a future until it is ready.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}
