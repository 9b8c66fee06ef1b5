//! Iteration: the operations by which a generator is an iterator, or a stream.

use core::mem;
use core::ops::ControlFlow;
use core::task::{Context, Poll};

use super::channel::{Channel, Input, Operation};
use super::delegator::{Delegator, FinishOnDrop, Resumption};
use super::header::State;
use super::keep_scalar::keep_scalar;
use super::operations::{interrupted, poll_resume, poll_settle, resumed, state_after};
use super::root::{ChannelOf, InputOf, NextState, Root, Stop, state};
use super::run::{self, Resumed};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::GeneratorState;

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
        let Some(delegator) = Delegator::of(root) else { return poll_item_outlined(root, context) };
        if interrupted(root).is_some() {
            return poll_item_outlined(root, context);
        }
        let channel = Channel::new(Input::Sent(G::Send::absent()), Operation::Resume);
        return match delegator.resume(&channel, Some(&mut *context)) {
            Ok(value) => Poll::Ready(Some(G::Return::yielded(value))),
            Err(resumption) => poll_item_driven(resumption, &channel, context),
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

#[cold]
#[inline(never)]
fn poll_item_driven<G: Root>(
    resumption: Resumption<G>,
    channel: &ChannelOf<G>,
    context: &mut Context<'_>,
) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let root = resumption.root();
    match resumption.drive(channel, Some(context)) {
        Ok(value) => Poll::Ready(Some(G::Return::yielded(value))),
        Err(arrival) => item_of(root, arrival.stop(channel)),
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
    match Delegator::of(root) {
        Some(delegator) => next_of_delegator(delegator, Input::Sent(G::Send::absent())),
        None => next_outlined(root),
    }
}

/// The next item of a synchronous root that delegates.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::inline_always, reason = "as for `next`")]
fn next_of_delegator<G: Root>(delegator: Delegator<G>, input: InputOf<G>) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let channel = Channel::new(input, Operation::Resume);
    match delegator.resume(&channel, None) {
        Ok(value) => Some(G::Return::yielded(value)),
        Err(resumption) => item_driven(resumption, &channel),
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
        match run::poll_plain(root, &channel) {
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
    next_of_delegator(Delegator::linked(root), input)
}

/// The next item, where the top frame came to no yield at once.
#[inline(never)]
fn item_driven<G: Root>(resumption: Resumption<G>, channel: &ChannelOf<G>) -> Option<ItemOf<G>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let root = resumption.root();
    match resumption.drive(channel, None) {
        Ok(value) => Some(G::Return::yielded(value)),
        Err(arrival) => item(root, state_after(arrival, channel)),
    }
}

/// Keeps a return value that iteration made no item of.
#[inline]
pub(crate) fn keep_return<G: Root>(root: G, value: G::Return) {
    root.keep_return(value);
    if size_of::<G::Return>() == 0 && state(root) == State::Returned {
        // The end of iteration stays apart from its yields, which else would tell the two apart once more: 4 instructions.
        // With a value that is stored the two are apart already, and this would only stand in the way.
        keep_scalar();
    }
}
