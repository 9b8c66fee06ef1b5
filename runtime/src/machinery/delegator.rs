//! A root that delegates: resumed at the top of its stack.

use core::mem;
use core::task::{Context, Poll};

use super::channel::Output;
use super::header::State;
use super::root::{ChannelOf, Root, Stop, state};
use super::stack::{self, Reached, Stack, reclaim, resume_released};
use crate::values::state::GeneratorState;

/// Finishes a root when it is dropped: at a panic of its body, and when its stack is gone.
pub(super) struct FinishOnDrop<G: Root>(pub(super) G);

impl<G: Root> Drop for FinishOnDrop<G> {
    fn drop(&mut self) {
        if let Some(delegator) = Delegator::of(self.0) {
            delegator.take_apart();
        }
        self.0.finish();
    }
}

/// A root that delegates, as far as its type says, and links the top of its stack, or itself if it is at a yield of its own.
pub(super) struct Delegator<G: Root>(G);

impl<G: Root> Delegator<G> {
    /// The root, if it is one.
    #[inline]
    pub(super) fn of(root: G) -> Option<Self> {
        let links_its_top = G::DELEGATES && matches!(state(root), State::Suspended | State::Delegating);
        links_its_top.then_some(Self(root))
    }

    /// A root that delegates, which is made to link the top of its stack if it does not. The body is live.
    #[inline]
    pub(super) fn made_of(root: G) -> Self {
        match Self::of(root) {
            Some(delegator) => delegator,
            None => Self::linked(root),
        }
    }

    /// Makes a root that delegates link the top of its stack. The body is live.
    ///
    /// # Panics
    ///
    /// When its type says that it does not delegate, or when it has ended.
    #[cold]
    #[inline(never)]
    pub(super) fn linked(root: G) -> Self {
        assert!(G::DELEGATES && root.frame().has_body(), "a root that delegates and has a body");
        let frame = root.erase();
        reclaim_forgotten(root);
        if state(root) == State::Released {
            resume_released(frame);
        } else {
            frame.link.set(Some(frame));
            frame.state.set(State::Suspended);
        }
        Self(root)
    }

    /// Drops the frames above the root, from the top.
    fn take_apart(self) {
        // SAFETY: the root is held exclusively, and links the top of its stack.
        drop(unsafe { Stack::of(self.0.frame(), false) });
    }

    /// Resumes the top frame once. The value, if it yielded; otherwise whatever else the poll came to.
    ///
    /// An asynchronous root gives a context.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[allow(clippy::inline_always, reason = "it is what an item of a delegate costs")]
    pub(super) fn resume(
        self,
        channel: &ChannelOf<G>,
        context: Option<&mut Context<'_>>,
    ) -> Result<G::Yield, Resumption<G>> {
        let root = self.0;
        let guard = FinishOnDrop(root);
        assert!(context.is_some() || !G::AWAITS, "an asynchronous generator is resumed with a context");
        // SAFETY: the root links its top (`of`), so it is erased, and the bodies of all frames on the stack are live; it is held
        // exclusively. A synchronous root has no frame above it that awaits, and any other has a context.
        let poll = unsafe { stack::poll_top(root.frame(), channel, context) };
        if poll.is_pending() && channel.has_yielded() {
            if let Output::Yielded(value) = channel.take_output() {
                stack::suspend_top(root.frame(), channel);
                mem::forget(guard);
                return Ok(value);
            }
        }
        Err(Resumption { guard, poll })
    }
}

/// A resumption of a root that delegates whose top frame came to no yield at once.
pub(super) struct Resumption<G: Root> {
    guard: FinishOnDrop<G>,
    poll: Poll<()>,
}

impl<G: Root> Resumption<G> {
    /// The root.
    #[inline]
    pub(super) fn root(&self) -> G {
        self.guard.0
    }

    /// Goes on, with the same channel and context. The value of the next yield, if that is what it comes to; otherwise
    /// whatever else.
    #[inline]
    pub(super) fn drive(
        self,
        channel: &ChannelOf<G>,
        context: Option<&mut Context<'_>>,
    ) -> Result<G::Yield, Arrival<G>> {
        let Self { guard, poll } = self;
        assert!(context.is_some() || !G::AWAITS, "an asynchronous generator is resumed with a context");
        // SAFETY: `Delegator::resume` has polled the top of the stack of this root, which is erased and held exclusively. As
        // there, a context is given where one is needed.
        let reached = unsafe { stack::drive(guard.0.frame(), true, poll, channel, context) };
        if reached == Reached::Yield {
            if let Output::Yielded(value) = channel.take_output() {
                mem::forget(guard);
                return Ok(value);
            }
        }
        Err(Arrival { guard, reached })
    }
}

/// Where a resumption of a root that delegates has come to, if it is no yield.
pub(super) struct Arrival<G: Root> {
    guard: FinishOnDrop<G>,
    reached: Reached,
}

impl<G: Root> Arrival<G> {
    /// What the resumption gives. The channel is still the same.
    #[cold]
    #[inline(never)]
    pub(super) fn stop(self, channel: &ChannelOf<G>) -> Poll<Stop<G>> {
        let Self { guard, reached } = self;
        let stop = match (reached, channel.take_output()) {
            (Reached::End, _) => match guard.0.take_return() {
                Some(value) => Poll::Ready(Stop::State(GeneratorState::Complete(value))),
                None => unreachable!("a frame that is polled without its type keeps its return value"),
            },
            (Reached::Uncaught, Output::Unwind(signal)) => Poll::Ready(Stop::Uncaught(signal)),
            (Reached::Await, _) => Poll::Pending,
            _ => unreachable!("the channel holds what was reached"),
        };
        mem::forget(guard);
        stop
    }
}

/// Makes a root again of a frame whose delegator was forgotten.
pub(super) fn reclaim_forgotten<G: Root>(root: G) {
    if matches!(state(root), State::Linked | State::Lifted) {
        reclaim(root.frame());
    }
}
