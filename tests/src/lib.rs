//! What the tests share: a recorder of events and drops.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

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

/// The number of levels or repetitions of a heavy test: fewer under Miri.
#[must_use]
pub const fn size(full: usize) -> usize {
    if cfg!(miri) { full / 10_000 + 10 } else { full }
}

/// Forgets a value as `std::mem::forget` does, but keeps its memory in sight of a leak checker.
pub fn forget<T>(value: T) {
    static FORGOTTEN: std::sync::Mutex<Vec<usize>> = std::sync::Mutex::new(Vec::new());
    let address = Box::into_raw(Box::new(value)).expose_provenance();
    FORGOTTEN.lock().unwrap().push(address);
}
