//! Values that are counted, and that panic where they are told to.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Where user code is called by the machinery, or by a body that the machinery runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// Code of a body.
    Poll,
    /// The drop of a local of a body.
    Local,
    /// Code that answers a signal.
    Handler,
    /// The drop of a value: a sent one, a thrown one, a yielded one, a returned one.
    Sent,
    Thrown,
    Yielded,
    Returned,
    /// The closure of a generator expression: its call, and its drop.
    Element,
    Closure,
    /// A plain iterator or stream: made from what was given, asked for an item, dropped.
    IntoIter,
    Next,
    Iterator,
    /// A hand-written generator: each method, and its drop.
    Status,
    Start,
    Send,
    Throw,
    Close,
    Settle,
    TakeReturn,
    Manual,
}

/// A place and a position in the stack.
pub(crate) type Spot = (Place, usize);

thread_local! {
    static ARMED: Cell<Option<Spot>> = const { Cell::new(None) };
    static VALUES: RefCell<Vec<(Spot, u32)>> = const { RefCell::new(Vec::new()) };
}

/// Chooses where the next panic is.
pub(crate) fn arm(spot: Option<Spot>) {
    ARMED.set(spot);
}

/// Panics if this is the spot; never while panicking, and once.
pub(crate) fn strike(place: Place, position: usize) {
    let spot = (place, position);
    if ARMED.get() == Some(spot) && !std::thread::panicking() {
        ARMED.set(None);
        resume_unwind(Box::new(spot));
    }
}

/// Runs and gives the spot of the panic that reached the caller.
pub(crate) fn caught(run: impl FnOnce()) -> Option<Spot> {
    let payload = catch_unwind(AssertUnwindSafe(run)).err()?;
    match payload.downcast::<Spot>() {
        Ok(spot) => Some(*spot),
        Err(other) => resume_unwind(other),
    }
}

/// A value that must be dropped exactly once, and that strikes when it is.
#[derive(Debug)]
pub(crate) struct Bomb {
    id: usize,
    spot: Spot,
}

impl Bomb {
    pub(crate) fn new(place: Place, position: usize) -> Self {
        let id = VALUES.with_borrow_mut(|values| {
            values.push(((place, position), 0));
            values.len() - 1
        });
        Self { id, spot: (place, position) }
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        VALUES.with_borrow_mut(|values| values[self.id].1 += 1);
        strike(self.spot.0, self.spot.1);
    }
}

/// The number of values made since the last call, or those that were leaked (0) or dropped twice (2).
///
/// One value of the spot `lost` may be leaked.
pub(crate) fn all_dropped_once(lost: Option<Spot>) -> Result<usize, Vec<(Spot, u32)>> {
    let values = VALUES.take();
    let wrong: Vec<_> = values.iter().copied().filter(|(_, drops)| *drops != 1).collect();
    let is_known = matches!(wrong[..], [(spot, 0)] if Some(spot) == lost);
    if wrong.is_empty() || is_known { Ok(values.len()) } else { Err(wrong) }
}

/// Whether the compiler leaks what a plain function or a block gives when the drop of a local panics then
/// (rust-lang/rust#47949).
pub(crate) fn compiler_leaks_return_values() -> bool {
    fn plain() -> Bomb {
        let _local = Bomb::new(Place::Local, 0);
        Bomb::new(Place::Returned, 0)
    }
    arm(Some((Place::Local, 0)));
    assert!(caught(|| drop(plain())).is_some());
    VALUES.take().iter().any(|(_, drops)| *drops == 0)
}
