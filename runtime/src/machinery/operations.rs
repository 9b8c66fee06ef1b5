//! The operations on a root: which of them its state allows, and what a resumption means for each.
//!
//! They are polls; those of a synchronous generator are always ready.

use core::mem::needs_drop;
use core::panic::Location;
use core::task::{Context, Poll, Waker, ready};

use super::channel::{Channel, Input, Operation};
use super::delegator::{Arrival, Delegator, FinishOnDrop, reclaim_forgotten};
use super::header::{FramePointer, Link, State};
use super::root::{ChannelOf, Handle, NextState, Root, Stop, state};
use super::run;
use super::stack;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::state::{GeneratorState, Raised, Status};

// ----- Where a generator stands. -----

/// The operation that was interrupted in mid-await (rule [A21](crate::guide::rules#a21)).
#[inline]
fn interrupted_in<Y, S, E>(frame: FramePointer<Y, S, E>, awaits: bool) -> Option<Operation> {
    if !awaits {
        return None;
    }
    match frame.state.get() {
        State::Linked => stack::interrupted_below(frame),
        State::Returned | State::Finished => None,
        _ => frame.interrupted.get(),
    }
}

#[inline]
pub(super) fn interrupted<G: Root>(root: G) -> Option<Operation> {
    interrupted_in(root.frame(), G::AWAITS)
}

pub(crate) fn status<H: Handle>(handle: &H) -> Status {
    match handle.frame().state.get() {
        State::Created => Status::Created,
        State::Returned | State::Finished => Status::Finished,
        _ => match interrupted_in(handle.frame(), H::AWAITS) {
            None => Status::Suspended,
            Some(_) => Status::Awaiting,
        },
    }
}

pub(crate) fn place<H: Handle>(handle: &H) -> Option<&'static Location<'static>> {
    match status(handle) {
        Status::Suspended => handle.frame().place(),
        _ => None,
    }
}

// ----- The protocol. -----

/// Starts a created generator. A start that was interrupted goes on.
#[inline]
pub(crate) fn poll_start<G: Root>(
    root: G,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, StartError>> {
    match (interrupted(root), state(root)) {
        (None, State::Created) => resumed(run::start(root, Operation::Start, context)).map(Ok),
        (Some(Operation::Start), _) => {
            resumed(run::continue_interrupted(root, Operation::Start, context)).map(Ok)
        }
        (Some(_), _) => Poll::Ready(Err(StartError::Busy)),
        (None, State::Returned | State::Finished) => Poll::Ready(Err(StartError::Finished)),
        (None, _) => Poll::Ready(Err(StartError::Started)),
    }
}

type SendResult<G> = Result<NextState<G>, SendError<<G as Root>::Send>>;

/// Sends the value to a suspended generator. A value that was delivered is no longer there, and the operation goes on.
#[inline]
pub(crate) fn poll_send<G: Root>(
    root: G,
    value: &mut Option<G::Send>,
    context: &mut Context<'_>,
) -> Poll<SendResult<G>> {
    if state(root) == State::Created {
        return Poll::Ready(Err(SendError::NotStarted(value.take().unwrap_or_else(|| nothing_given()))));
    }
    poll_resume(root, value, context)
}

/// Starts a created generator, sends to a suspended one. A created one has no yield to receive the value.
#[inline]
pub(crate) fn poll_resume<G: Root>(
    root: G,
    value: &mut Option<G::Send>,
    context: &mut Context<'_>,
) -> Poll<SendResult<G>> {
    match (interrupted(root), value.take()) {
        (None, Some(value)) => match state(root) {
            State::Returned | State::Finished => Poll::Ready(Err(SendError::Finished(value))),
            // Where it would wait in the channel for a yield that is not meant, or its drop could panic after the yield.
            State::Created if G::AWAITS || G::DELEGATES || needs_drop::<G::Send>() => {
                drop(value);
                resumed(run::start(root, Operation::Resume, context)).map(Ok)
            }
            _ => resumed(run::run(root, Input::Sent(value), Operation::Resume, context)).map(Ok),
        },
        (Some(_), Some(value)) => Poll::Ready(Err(SendError::Busy(value))),
        (Some(Operation::Resume), None) => {
            resumed(run::continue_interrupted(root, Operation::Resume, context)).map(Ok)
        }
        (_, None) => nothing_given(),
    }
}

#[inline]
pub(super) fn resumed<G: Root>(stop: Poll<Stop<G>>) -> Poll<NextState<G>> {
    stop.map(|stop| match stop {
        Stop::State(state) => state,
        Stop::Uncaught(_) => unreachable!("a signal is raised by `throw` and `close` only"),
    })
}

/// Raises the error in a suspended generator. An error that was delivered is no longer there, and the operation goes on.
pub(crate) fn poll_throw<G: Root>(
    root: G,
    error: &mut Option<G::Throw>,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, ThrowError<G::Throw>>> {
    let stop = match (interrupted(root), error.take()) {
        (None, Some(error)) => match state(root) {
            State::Returned | State::Finished => return Poll::Ready(Err(ThrowError::Uncaught(error))),
            State::Created => {
                root.finish();
                return Poll::Ready(Err(ThrowError::Uncaught(error)));
            }
            _ => run::run(root, Input::Raised(Raised::Throw(error)), Operation::Throw, context),
        },
        (Some(_), Some(error)) => return Poll::Ready(Err(ThrowError::Busy(error))),
        (Some(Operation::Throw), None) => run::continue_interrupted(root, Operation::Throw, context),
        (_, None) => nothing_given(),
    };
    stop.map(|stop| match stop {
        Stop::State(state) => Ok(state),
        Stop::Uncaught(Raised::Throw(error)) => Err(ThrowError::Uncaught(error)),
        Stop::Uncaught(Raised::Close) => unreachable!("`raise!` refuses a close in answer to a throw"),
    })
}

type CloseResult<G> = Result<Option<<G as Root>::Return>, CloseError<<G as Root>::Yield, <G as Root>::Throw>>;

/// Closes a generator. A close that was interrupted goes on.
///
/// One that lends and yields in reply is left as it is: for whoever drops the item first, or for a delegator that passes the item on.
pub(crate) fn poll_close<G: Root>(root: G, context: &mut Context<'_>) -> Poll<CloseResult<G>> {
    let stop = match interrupted(root) {
        None => match state(root) {
            State::Returned | State::Finished => return Poll::Ready(Ok(None)),
            State::Created => {
                root.finish();
                return Poll::Ready(Ok(None));
            }
            _ => run::run(root, Input::Raised(Raised::Close), Operation::Close, context),
        },
        Some(Operation::Close) => run::continue_interrupted(root, Operation::Close, context),
        Some(_) => return Poll::Ready(Err(CloseError::Busy)),
    };
    stop.map(|stop| match stop {
        Stop::State(GeneratorState::Complete(value)) => Ok(Some(value)),
        Stop::State(GeneratorState::Yielded(value)) => {
            if !G::LENDS {
                discard(root);
            }
            Err(CloseError::Yielded(value))
        }
        Stop::Uncaught(Raised::Close) => Ok(None),
        Stop::Uncaught(Raised::Throw(error)) => Err(CloseError::Raised(error)),
    })
}

/// Discards a root when it is dropped: after what it yielded in reply to a close, also where that panics.
pub(super) struct DiscardOnDrop<G: Root>(pub(super) G);

impl<G: Root> Drop for DiscardOnDrop<G> {
    fn drop(&mut self) {
        discard(self.0);
    }
}

type SettleResult<G> = Result<Option<NextState<G>>, <G as Root>::Throw>;

/// Goes on with whatever was interrupted in mid-await.
pub(crate) fn poll_settle<G: Root>(root: G, context: &mut Context<'_>) -> Poll<SettleResult<G>> {
    let Some(operation) = interrupted(root) else { return Poll::Ready(Ok(None)) };
    // What is yielded is no argument of a function in which it is dropped and the frame discarded: what an argument borrows must
    // last until its function returns.
    let stop = ready!(run::continue_interrupted(root, operation, context));
    Poll::Ready(match stop {
        Stop::State(GeneratorState::Yielded(value)) if operation == Operation::Close => {
            let root = DiscardOnDrop(root);
            if G::LENDS {
                drop(value);
                drop(root);
                return Poll::Ready(Ok(None));
            }
            drop(root);
            Ok(Some(GeneratorState::Yielded(value)))
        }
        Stop::State(state) => Ok(Some(state)),
        Stop::Uncaught(Raised::Close) => Ok(None),
        Stop::Uncaught(Raised::Throw(error)) => Err(error),
    })
}

#[cold]
#[inline(never)]
pub(crate) fn nothing_given() -> ! {
    panic!(
        "polled a send, resume or throw of a generator with nothing to deliver, when none was left in mid-await: either it \
         was ready before, or another operation was begun meanwhile"
    );
}

/// What an operation on a synchronous generator gives.
#[inline]
pub(crate) fn ready_now<T>(poll: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> T {
    match poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a synchronous generator never waits"),
    }
}

/// [`poll_resume`] of a synchronous generator.
#[inline]
pub(crate) fn resume<G: Root>(root: G, value: G::Send) -> SendResult<G> {
    let Some(delegator) = Delegator::of(root) else {
        return ready_now(|context| poll_resume(root, &mut Some(value), context));
    };
    let channel = Channel::new(Input::Sent(value), Operation::Resume);
    match delegator.resume(&channel, None) {
        Ok(value) => Ok(GeneratorState::Yielded(value)),
        Err(resumption) => match resumption.drive(&channel, None) {
            Ok(value) => Ok(GeneratorState::Yielded(value)),
            Err(arrival) => Ok(state_after(arrival, &channel)),
        },
    }
}

/// The state after a resumption of a synchronous generator that came to something besides a yield.
#[cold]
pub(super) fn state_after<G: Root>(arrival: Arrival<G>, channel: &ChannelOf<G>) -> NextState<G> {
    match resumed(arrival.stop(channel)) {
        Poll::Ready(state) => state,
        Poll::Pending => unreachable!("a synchronous generator never waits"),
    }
}

// ----- Return values, links, and the end. -----

pub(crate) fn take_return<G: Root>(root: G) -> Option<G::Return> {
    root.take_return()
}

/// The frame as a delegate, if it has not been started.
#[inline]
pub(crate) fn link_created<G: Root>(root: G) -> Option<Link<G::Yield, G::Send, G::Throw>> {
    if state(root) != State::Created {
        return None;
    }
    run::bind(root);
    Some(Link::by_value(root.erase()))
}

/// The frame as a delegate; `None` when it has ended.
pub(crate) fn link<G: Root>(root: G) -> Option<Link<G::Yield, G::Send, G::Throw>> {
    match state(root) {
        State::Returned | State::Finished => return None,
        State::Created => run::bind(root),
        _ => reclaim_forgotten(root),
    }
    Some(Link::by_value(root.erase()))
}

/// Drops what the frame holds, innermost first, in constant native stack. The memory stays.
#[inline]
pub(crate) fn discard<G: Root>(root: G) {
    if G::DELEGATES {
        if state(root) != State::Finished {
            discard_outlined(root);
        }
        return;
    }
    discard_live(root);
}

#[cold]
#[inline(never)]
fn discard_outlined<G: Root>(root: G) {
    discard_live(root);
}

#[inline]
fn discard_live<G: Root>(root: G) {
    match state(root) {
        State::Finished => {}
        State::Returned => drop(root.take_return()),
        State::Created | State::Suspended | State::Waiting => root.finish(),
        State::Delegating | State::Released | State::Linked | State::Lifted => discard_stack(root),
    }
}

#[cold]
#[inline(never)]
fn discard_stack<G: Root>(root: G) {
    reclaim_forgotten(root);
    let guard = FinishOnDrop(root);
    if matches!(state(root), State::Delegating | State::Released) {
        // SAFETY: the state was checked; the guard finishes the root.
        unsafe { stack::discard(root.frame(), interrupted(root)) };
    }
    drop(guard);
}
