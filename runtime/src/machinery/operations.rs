//! The operations on a root: which of them its state allows, and what a resumption means for each.
//!
//! They are polls; those of a synchronous generator are always ready.

use core::mem::{self, needs_drop};
use core::ops::ControlFlow;
use core::panic::Location;
use core::ptr;
use core::task::{Context, Poll, Waker, ready};

use super::channel::{Channel, Input, Operation};
use super::header::{FramePointer, Link, State};
use super::keep_scalar::keep_scalar;
use super::root::{ChannelOf, Handle, InputOf, NextState, Root, state};
use super::run::{self, FinishOnDrop, Resumed, Stop};
use super::stack::{self, Reached};
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
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
fn interrupted<G: Root>(root: G) -> Option<Operation> {
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
fn resumed<G: Root>(stop: Poll<Stop<G>>) -> Poll<NextState<G>> {
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
                // SAFETY: a created frame has a live body.
                unsafe { root.finish() };
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
                // SAFETY: a created frame has a live body.
                unsafe { root.finish() };
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

// ----- Iteration. -----

/// What iteration comes to next: what was interrupted, or a resumption with `nothing`. `None` at the end.
///
/// The error of an abandoned throw is dropped.
#[inline]
pub(crate) fn poll_iterate<G: Root>(
    root: G,
    nothing: G::Send,
    context: &mut Context<'_>,
) -> Poll<Option<NextState<G>>> {
    match interrupted(root) {
        Some(_) => poll_settle(root, context).map(|settled| settled.ok().flatten()),
        None => poll_resume(root, &mut Some(nothing), context).map(Result::ok),
    }
}

type ItemOf<G> = <<G as Root>::Return as Outcome<<G as Root>::Yield>>::Item;

/// The next item of an asynchronous generator, as a stream gives it.
///
/// A yield that follows a yield is all that stands here, so that it needs few registers and no case is told apart twice.
#[inline]
pub(crate) fn poll_item<G: Root>(root: G, context: &mut Context<'_>) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    if G::DELEGATES {
        if !run::links_its_top(root) || interrupted(root).is_some() {
            return poll_item_outlined(root, context);
        }
        let channel = Channel::new(Input::Sent(G::Send::absent()), Operation::Resume);
        // SAFETY: the state was checked.
        return match unsafe { run::resume_top(root, &channel, context) } {
            Ok(value) => Poll::Ready(Some(G::Return::yielded(value))),
            // SAFETY: the same root, channel and context.
            Err((guard, poll)) => unsafe { poll_item_driven(guard, poll, &channel, context) },
        };
    }
    if state(root) != State::Suspended {
        return poll_item_outlined(root, context);
    }
    poll_item_of_plain(root, Input::Sent(G::Send::absent()), context)
}

/// The next item of an asynchronous plain root whose body is live and waits at a yield, or was never resumed.
#[inline]
fn poll_item_of_plain<G: Root>(
    root: G,
    input: InputOf<G>,
    context: &mut Context<'_>,
) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let guard = FinishOnDrop(root);
    match run::resume_to_yield(root, input, Operation::Resume, context) {
        Ok(value) => {
            mem::forget(guard);
            Poll::Ready(Some(G::Return::yielded(value)))
        }
        Err(resumed) => poll_item_cold(guard, resumed, context),
    }
}

#[cold]
#[inline(never)]
fn poll_item_cold<G: Root>(
    guard: FinishOnDrop<G>,
    resumed: Resumed<G>,
    context: &mut Context<'_>,
) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let stop = run::run_cold(guard.0, resumed, Operation::Resume, context);
    let root = guard.0;
    mem::forget(guard);
    item_of(root, stop)
}

/// # Safety
///
/// As [`run::drive_to_yield`].
#[cold]
#[inline(never)]
unsafe fn poll_item_driven<G: Root>(
    guard: FinishOnDrop<G>,
    poll: Poll<()>,
    channel: &ChannelOf<G>,
    context: *mut Context<'_>,
) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let root = guard.0;
    // SAFETY: the caller's.
    match unsafe { run::drive_to_yield(guard, poll, channel, context) } {
        Ok(value) => Poll::Ready(Some(G::Return::yielded(value))),
        Err((guard, reached)) => item_of(root, run::stop_of(guard, reached, channel)),
    }
}

fn item_of<G: Root>(root: G, stop: Poll<Stop<G>>) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    resumed(stop).map(|state| item(root, state))
}

#[cold]
#[inline(never)]
fn poll_item_outlined<G: Root>(root: G, context: &mut Context<'_>) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    if state(root) == State::Created && !G::DELEGATES {
        run::bind(root);
        let poll = poll_item_of_plain(root, Input::Nothing, context);
        if poll.is_ready() && state(root) == State::Created {
            run::set_suspended(root);
        }
        return poll;
    }
    poll_iterate(root, G::Send::absent(), context).map(|state| item(root, state?))
}

/// The item that a state is. A return value that is none is kept.
#[inline]
fn item<G: Root>(root: G, state: NextState<G>) -> Option<ItemOf<G>>
where
    G::Return: Outcome<G::Yield>,
{
    match state {
        GeneratorState::Yielded(value) => Some(G::Return::yielded(value)),
        GeneratorState::Complete(value) => last_item(root, value),
    }
}

/// The last item that a return value makes. One that is none is kept.
#[inline]
fn last_item<G: Root>(root: G, value: G::Return) -> Option<ItemOf<G>>
where
    G::Return: Outcome<G::Yield>,
{
    match value.last_item() {
        Ok(item) => Some(item),
        Err(value) => {
            keep_return(root, value);
            None
        }
    }
}

/// [`poll_resume`] of a synchronous generator.
#[inline]
pub(crate) fn resume<G: Root>(root: G, value: G::Send) -> SendResult<G> {
    if !G::DELEGATES || !run::links_its_top(root) {
        return ready_now(|context| poll_resume(root, &mut Some(value), context));
    }
    let channel = Channel::new(Input::Sent(value), Operation::Resume);
    // SAFETY: the state was checked, and a synchronous generator needs no context.
    match unsafe { run::resume_top(root, &channel, ptr::null_mut()) } {
        Ok(value) => Ok(GeneratorState::Yielded(value)),
        // SAFETY: the same root, channel and context.
        Err((guard, poll)) => match unsafe { run::drive_to_yield(guard, poll, &channel, ptr::null_mut()) } {
            Ok(value) => Ok(GeneratorState::Yielded(value)),
            Err((guard, reached)) => Ok(state_after(guard, reached, &channel)),
        },
    }
}

/// The next item of a synchronous generator.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::inline_always, reason = "called, an item of a delegate costs 8 instructions more")]
pub(crate) fn next<G: Root>(root: G) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    if !G::DELEGATES {
        return next_of_plain(root);
    }
    if !run::links_its_top(root) {
        return next_outlined(root);
    }
    // SAFETY: the state was checked.
    unsafe { next_of_linked(root, Input::Sent(G::Send::absent())) }
}

/// The next item of a synchronous root that delegates.
///
/// # Safety
///
/// The root links the top of its stack.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::inline_always, reason = "as for `next`")]
unsafe fn next_of_linked<G: Root>(root: G, input: InputOf<G>) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let channel = Channel::new(input, Operation::Resume);
    // SAFETY: the caller's; a synchronous generator needs no context.
    match unsafe { run::resume_top(root, &channel, ptr::null_mut()) } {
        Ok(value) => Some(G::Return::yielded(value)),
        // SAFETY: the same root, channel and context.
        Err((guard, poll)) => unsafe { item_driven(guard, poll, &channel) },
    }
}

/// The next item of a plain root.
///
/// What is yielded is taken out of the channel here, not handed through the functions that [`resume`] takes: it may be large,
/// and without optimization each of them keeps copies of it on the native stack.
#[inline]
fn next_of_plain<G: Root>(root: G) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    if matches!(state(root), State::Returned | State::Finished) {
        return None;
    }
    let guard = FinishOnDrop(root);
    let mut input = Input::Sent(G::Send::absent());
    loop {
        let channel = Channel::new(input, Operation::Resume);
        // SAFETY: the body is live in the other states.
        match unsafe { run::poll_plain(root, &channel) } {
            Poll::Ready(value) => {
                mem::forget(guard);
                return last_item(root, value);
            }
            Poll::Pending if channel.has_yielded() => {
                run::suspend(root, &channel);
                mem::forget(guard);
                return channel.into_yielded().map(G::Return::yielded);
            }
            Poll::Pending => match run::handle_request_of_next(root, &channel) {
                ControlFlow::Continue(back) => input = back,
                ControlFlow::Break(value) => {
                    mem::forget(guard);
                    return Some(G::Return::yielded(value));
                }
            },
        }
    }
}

#[cold]
#[inline(never)]
fn next_outlined<G: Root>(root: G) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let input = match state(root) {
        State::Returned | State::Finished => return None,
        State::Created => Input::Nothing,
        _ => Input::Sent(G::Send::absent()),
    };
    run::link_top(root);
    // SAFETY: it does now.
    unsafe { next_of_linked(root, input) }
}

/// The next item, where the top frame came to no yield at once.
///
/// # Safety
///
/// As [`run::drive_to_yield`], with no context.
#[inline(never)]
unsafe fn item_driven<G: Root>(
    guard: FinishOnDrop<G>,
    poll: Poll<()>,
    channel: &ChannelOf<G>,
) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let root = guard.0;
    // SAFETY: the caller's.
    match unsafe { run::drive_to_yield(guard, poll, channel, ptr::null_mut()) } {
        Ok(value) => Some(G::Return::yielded(value)),
        Err((guard, reached)) => item(root, state_after(guard, reached, channel)),
    }
}

/// The state after a resumption that came to something besides a yield.
#[cold]
fn state_after<G: Root>(guard: FinishOnDrop<G>, reached: Reached, channel: &ChannelOf<G>) -> NextState<G> {
    match resumed(run::stop_of(guard, reached, channel)) {
        Poll::Ready(state) => state,
        Poll::Pending => unreachable!("a synchronous generator never waits"),
    }
}

// ----- Return values, links, and the end. -----

pub(crate) fn take_return<G: Root>(root: G) -> Option<G::Return> {
    match state(root) {
        // SAFETY: the state was checked.
        State::Returned => Some(unsafe { root.load_return() }),
        _ => None,
    }
}

/// Keeps a return value that iteration made no item of.
#[inline]
pub(crate) fn keep_return<G: Root>(root: G, value: G::Return) {
    debug_assert!(state(root) == State::Finished);
    if state(root) == State::Finished {
        // SAFETY: the state was checked.
        unsafe { root.store_return(value) };
        if size_of::<G::Return>() == 0 {
            // The end of iteration stays apart from its yields, which else would tell the two apart once more: 4 instructions.
            // With a value that is stored the two are apart already, and this would only stand in the way.
            keep_scalar();
        }
    }
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
        _ => run::reclaim_forgotten(root),
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
        // SAFETY: the state was checked.
        State::Returned => drop(unsafe { root.load_return() }),
        // SAFETY: the body is live in these states.
        State::Created | State::Suspended | State::Waiting => unsafe { root.finish() },
        State::Delegating | State::Released | State::Linked | State::Lifted => discard_stack(root),
    }
}

#[cold]
#[inline(never)]
fn discard_stack<G: Root>(root: G) {
    run::reclaim_forgotten(root);
    let guard = FinishOnDrop(root);
    if matches!(state(root), State::Delegating | State::Released) {
        // SAFETY: the state was checked; the guard finishes the root.
        unsafe { stack::discard(root.frame(), interrupted(root)) };
    }
    drop(guard);
}
