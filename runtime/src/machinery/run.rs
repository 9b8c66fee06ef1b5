//! One resumption of a root: polls its body, or the stack above it, up to the next yield or the end.
//!
//! There are two ways. A *plain* root is polled with its type, in one place only, so that its body inlines; nothing is asked
//! about links before the poll, for the body itself says when it waits for a linked delegate. So where a body does not
//! delegate, nothing gives the frame's address away, and LLVM keeps it in registers. A root that *delegates*, as far as its
//! type says, is polled without its type, as one more frame of its own stack; so nothing has to be noted when the frame that
//! was on top yields. Both are right for every body.

use core::mem;
use core::ops::ControlFlow;
use core::task::{Context, Poll, Waker};

use super::channel::{Channel, Input, Operation, Output};
use super::delegator::{Delegator, FinishOnDrop, reclaim_forgotten};
use super::header::State;
use super::mode::awaited_something_foreign;
use super::root::{ChannelOf, InputOf, Root, Stop, state};
use super::stack::{self, Reached, attach, begin_close, resume_released};
use crate::values::state::{GeneratorState, Raised};

/// Tells the body of a created frame where that is: it does not move any more.
#[inline]
pub(super) fn bind<G: Root>(root: G) {
    if G::AWAITS {
        let guard = FinishOnDrop(root);
        root.bind();
        mem::forget(guard);
    }
}

/// Runs a created body up to its first yield.
#[inline]
pub(super) fn start<G: Root>(root: G, operation: Operation, context: &mut Context<'_>) -> Poll<Stop<G>> {
    bind(root);
    run(root, Input::Nothing, operation, context)
}

/// Goes on with an operation that was interrupted in mid-await.
#[inline]
pub(super) fn continue_interrupted<G: Root>(
    root: G,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Stop<G>> {
    reclaim_forgotten(root);
    root.frame().interrupted.set(None);
    run(root, Input::Nothing, operation, context)
}

/// Resumes the body, or what it delegates to, up to the next yield or the end. The body is live.
#[inline]
pub(super) fn run<G: Root>(
    root: G,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Stop<G>> {
    if G::DELEGATES {
        return run_delegating(root, input, operation, context);
    }
    let guard = FinishOnDrop(root);
    let stop = if G::AWAITS {
        match resume_to_yield(root, input, operation, context) {
            Ok(value) => {
                set_suspended(root);
                Poll::Ready(Stop::State(GeneratorState::Yielded(value)))
            }
            Err(resumed) => run_cold(root, resumed, operation, context),
        }
    } else {
        run_plain(root, input, operation, context)
    };
    mem::forget(guard);
    stop
}

// ----- A plain root. -----

/// This is the one place that polls a synchronous body whose type is known. It must stay the only one, or the body is no longer
/// inlined.
#[inline]
fn run_plain<G: Root>(
    root: G,
    mut input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Stop<G>> {
    loop {
        let channel = Channel::new(input, operation);
        match root.poll(&channel, context) {
            Poll::Ready(value) => return Poll::Ready(Stop::State(GeneratorState::Complete(value))),
            Poll::Pending => match handle_request(root, &channel, context) {
                ControlFlow::Continue(back) => input = back,
                ControlFlow::Break(stop) => return stop,
            },
        }
    }
}

/// A poll of a body that ended without a yield: it is ready, or it asks for something.
pub(super) struct Resumed<G: Root> {
    poll: Poll<G::Return>,
    channel: ChannelOf<G>,
}

/// Polls the body of an asynchronous generator once. The caller notes that it is suspended.
#[inline]
pub(super) fn resume_to_yield<G: Root>(
    root: G,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Result<G::Yield, Resumed<G>> {
    let channel = Channel::new(input, operation);
    let poll = root.poll(&channel, context);
    if poll.is_pending() {
        if let Some(value) = channel.take_yielded() {
            root.frame().suspended_at(channel.place());
            return Ok(value);
        }
    }
    Err(Resumed { poll, channel })
}

/// Polls the body of a plain synchronous root.
#[inline]
pub(super) fn poll_plain<G: Root>(root: G, channel: &ChannelOf<G>) -> Poll<G::Return> {
    root.poll(channel, &mut Context::from_waker(Waker::noop()))
}

/// Notes that the body waits at a yield of its own, and where.
#[inline]
pub(super) fn suspend<G: Root>(root: G, channel: &ChannelOf<G>) {
    root.frame().suspended_at(channel.place());
    set_suspended(root);
}

/// [`handle_request`] for a `next` of a synchronous generator: no signal is under way, and nothing waits.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::inline_always, reason = "as for `handle_request`")]
pub(super) fn handle_request_of_next<G: Root>(
    root: G,
    channel: &ChannelOf<G>,
) -> ControlFlow<G::Yield, InputOf<G>> {
    match handle_request(root, channel, &mut Context::from_waker(Waker::noop())) {
        ControlFlow::Continue(back) => ControlFlow::Continue(back),
        ControlFlow::Break(Poll::Ready(Stop::State(GeneratorState::Yielded(value)))) => {
            ControlFlow::Break(value)
        }
        ControlFlow::Break(_) => unreachable!("nothing is raised in a `next`, which never waits"),
    }
}

/// Notes that the body waits at a yield of its own.
#[inline]
pub(super) fn set_suspended<G: Root>(root: G) {
    root.frame().state.set(State::Suspended);
}

/// Does what the body of an asynchronous generator asks for, and resumes it, until there is something for the caller.
#[cold]
#[inline(never)]
pub(super) fn run_cold<G: Root>(
    root: G,
    mut resumed: Resumed<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Stop<G>> {
    loop {
        let Resumed { poll, channel } = resumed;
        if let Poll::Ready(value) = poll {
            return Poll::Ready(Stop::State(GeneratorState::Complete(value)));
        }
        match handle_request(root, &channel, context) {
            ControlFlow::Break(stop) => return stop,
            ControlFlow::Continue(back) => match resume_to_yield(root, back, operation, context) {
                Ok(value) => {
                    set_suspended(root);
                    return Poll::Ready(Stop::State(GeneratorState::Yielded(value)));
                }
                Err(next) => resumed = next,
            },
        }
    }
}

/// Does what a plain body asks for. It is to go on when its delegate has ended, with what comes back.
///
/// It is inlined, or every body would seem to give its frame away; but not in a build with debug assertions, where it would
/// only make the native stack of its callers larger.
#[cfg_attr(not(debug_assertions), inline(always))]
#[allow(clippy::inline_always, reason = "see above")]
fn handle_request<G: Root>(
    root: G,
    channel: &ChannelOf<G>,
    context: &mut Context<'_>,
) -> ControlFlow<Poll<Stop<G>>, InputOf<G>> {
    let frame = root.frame();
    match channel.take_output() {
        Output::Yielded(value) => {
            suspend(root, channel);
            return ControlFlow::Break(Poll::Ready(Stop::State(GeneratorState::Yielded(value))));
        }
        Output::Link(link) => {
            frame.suspended_at(channel.place());
            frame.link.set(Some(attach(frame, &link)));
        }
        Output::Resume => {
            reclaim_forgotten(root);
            if state(root) == State::Released {
                resume_released(frame);
            }
        }
        Output::Unwind(signal) => {
            root.finish();
            return ControlFlow::Break(Poll::Ready(Stop::Uncaught(signal)));
        }
        Output::Nothing => {
            if !G::AWAITS {
                awaited_something_foreign();
            }
            frame.state.set(State::Waiting);
            frame.interrupted.set(Some(channel.operation()));
            return ControlFlow::Break(Poll::Pending);
        }
    }
    match run_stack(root, channel.take_input(), channel.operation(), context) {
        AboveRoot::Yielded(value) => {
            ControlFlow::Break(Poll::Ready(Stop::State(GeneratorState::Yielded(value))))
        }
        AboveRoot::Empty(back) => ControlFlow::Continue(back),
        AboveRoot::Awaiting => ControlFlow::Break(Poll::Pending),
    }
}

/// Where the stack above a plain root has come to.
enum AboveRoot<Y, S, E> {
    /// The frame that is now on top yielded.
    Yielded(Y),
    /// The stack is empty: resume the root's own body with this.
    Empty(Input<S, E>),
    /// The frame that is now on top waits for something besides its yields.
    Awaiting,
}

/// Resumes the stack above a plain root, whose link is the top of it.
#[cold]
#[inline(never)]
fn run_stack<G: Root>(
    root: G,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> AboveRoot<G::Yield, G::Send, G::Throw> {
    let frame = root.frame();
    let closes = matches!(input, Input::Raised(Raised::Close));
    let channel = Channel::new(input, operation);
    // The root says so before anything can panic.
    frame.state.set(State::Delegating);
    if closes {
        begin_close(frame, &channel);
    }
    // SAFETY: the root is held exclusively, and links the top of its stack; the context is the caller's.
    let reached = unsafe { stack::run_above(frame, &channel, Some(context)) };
    match (reached, channel.take_output()) {
        (Reached::Yield, Output::Yielded(value)) => AboveRoot::Yielded(value),
        (Reached::Root, _) => AboveRoot::Empty(channel.take_input()),
        (Reached::Await, _) => AboveRoot::Awaiting,
        _ => unreachable!("a plain root is not polled by its stack"),
    }
}

// ----- A root that delegates. -----

/// Resumes the top frame of a root whose body delegates, and all others that it takes to come to a yield or the end.
#[inline]
fn run_delegating<G: Root>(
    root: G,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Stop<G>> {
    let delegator = Delegator::made_of(root);
    let closes = matches!(input, Input::Raised(Raised::Close));
    let channel = Channel::new(input, operation);
    if closes {
        begin_close(root.frame(), &channel);
    }
    let value = match delegator.resume(&channel, Some(&mut *context)) {
        Ok(value) => value,
        Err(resumption) => match resumption.drive(&channel, Some(context)) {
            Ok(value) => value,
            Err(arrival) => return arrival.stop(&channel),
        },
    };
    Poll::Ready(Stop::State(GeneratorState::Yielded(value)))
}
