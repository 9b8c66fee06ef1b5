//! Which combinations of the table there are, and why there are no others.

use super::bomb::Place::{
    Close, Closure, Element, Handler, IntoIter, Local, Manual, Next, Returned, Sent, Settle, Start, Status,
    TakeReturn, Throw, Thrown, Yielded,
};
use super::bomb::{Place, Spot};
use super::{LEAF, OVER, Operation};

/// What a combination of place, position and operation means.
#[derive(Debug, PartialEq)]
pub(crate) enum Meaning {
    /// There is such a panic.
    Strikes,
    /// Whether there is one is up to the machinery.
    MayStrike,
    /// There is none, for this reason.
    None(&'static str),
}

/// What this one means.
pub(crate) fn meaning((place, position): Spot, operation: Operation, asynchronous: bool) -> Meaning {
    use Meaning::{MayStrike, None, Strikes};
    use Operation as O;
    match (place, operation) {
        (_, O::Settle) if !asynchronous => None("a synchronous generator has nothing to settle"),
        (Settle, _) if !asynchronous => None("a synchronous generator has no such method"),
        (Sent, O::Send) | (Thrown, O::Throw) => Strikes,
        (Sent | Thrown, _) => None("nothing is sent or thrown"),
        // A delegate with other errors is closed before a throw surfaces; what it yields then has no place to go.
        (Yielded, O::Throw) if position == LEAF => Strikes,
        (Yielded, _) => None("the caller gets what is yielded"),
        (Returned, O::Drop) if position == 0 || position == OVER => Strikes,
        (Returned, _) if position == OVER => None("the caller gets it"),
        (Handler, O::Throw | O::Close) => Strikes,
        (Handler, _) => None("there is no signal"),
        (Place::Poll, O::Settle) if position == OVER => None("it has begun, for it was left in mid-await"),
        (_, O::Settle) => MayStrike,
        (Returned | Place::Poll | Element | IntoIter | Next, O::Next | O::Send) => Strikes,
        // A throw that was caught lets the bodies go on.
        (Returned | Place::Poll | Element | IntoIter | Next, O::Throw) => MayStrike,
        (Returned | Place::Poll | Element | IntoIter | Next, _) => None("no body goes on"),
        (Local | Closure | Place::Iterator | Manual, _) => Strikes,
        (Start | Place::Send, O::Next | O::Send) | (Throw, O::Throw) | (Close, O::Close) => Strikes,
        (Status | Start | Place::Send | Throw | Close | Settle | TakeReturn, _) => MayStrike,
    }
}

/// Every place at every position where it can be.
pub(crate) fn spots() -> Vec<Spot> {
    let at =
        |place, positions: std::ops::RangeInclusive<usize>| positions.map(move |position| (place, position));
    let everywhere = [Place::Poll, Local, Returned].into_iter().flat_map(|place| at(place, 0..=OVER));
    let inside = [Handler, Yielded].into_iter().flat_map(|place| at(place, 0..=LEAF));
    let leaf = [
        Element,
        Closure,
        IntoIter,
        Next,
        Place::Iterator,
        Status,
        Start,
        Place::Send,
        Throw,
        Close,
        Settle,
        TakeReturn,
        Manual,
    ];
    let once = [(Sent, 0), (Thrown, 0)];
    everywhere.chain(inside).chain(leaf.map(|place| (place, LEAF))).chain(once).collect()
}
