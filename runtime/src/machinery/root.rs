//! A root: a frame that is resumed by whoever has its handle.

use core::task::{Context, Poll};

use super::channel::{Channel, Input};
use super::header::{FramePointer, State};
use crate::values::state::{GeneratorState, Raised};

/// Something that owns a frame, and can be asked where it stands.
///
/// # Safety
///
/// `frame` gives one live frame with these types, the same at every call.
pub(crate) unsafe trait Handle {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;
    type Yield;
    type Send;
    type Throw;

    fn frame(&self) -> FramePointer<Self::Yield, Self::Send, Self::Throw>;
    fn name(&self) -> &'static str;
}

/// The frame of a handle that is borrowed exclusively: with or without the type of its body.
///
/// It is `Copy` so that a guard can have it too, which uses its copy when the function that it guards is over.
///
/// # Safety
///
/// `frame` gives one live frame with these types, the same at every call, and the functions do to it what they say. There is a
/// root only while the handle is borrowed, so whoever has it is the one user of the frame, unless that is linked. The body
/// never has it, so no function is called while another polls the body.
pub(crate) unsafe trait Root: Copy {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;
    /// Whether the body delegates, as far as one knows. Then it is polled without its type, like all frames above it.
    const DELEGATES: bool;
    /// Whether what it yields borrows the frame, and so has to be dropped before it.
    const LENDS: bool;
    type Yield;
    type Send;
    type Return;
    type Throw;

    fn frame(self) -> FramePointer<Self::Yield, Self::Send, Self::Throw>;

    /// The frame, ready to be reached without the type of the body.
    fn erase(self) -> FramePointer<Self::Yield, Self::Send, Self::Throw>;

    /// Tells a body that was never polled where its frame is.
    fn bind(self);

    /// Polls a live body, which is bound. When it is ready, it is gone, and the state is `Finished`.
    ///
    /// # Panics
    ///
    /// When there is none, or when it has to be bound and is not.
    fn poll(
        self,
        channel: &Channel<Self::Yield, Self::Send, Self::Throw>,
        context: &mut Context<'_>,
    ) -> Poll<Self::Return>;

    /// Drops the body, if there is one, where it is. The state is `Finished` before any destructor runs.
    ///
    /// No frame is left above it.
    fn finish(self);

    /// Where the return value is, or goes: it has a place there when the body is gone.
    fn returned(self) -> *mut Self::Return;

    /// Keeps a return value in a frame whose state is `Finished`; it is `Returned` afterwards.
    #[inline]
    fn keep_return(self, value: Self::Return) {
        debug_assert!(state(self) == State::Finished);
        if state(self) == State::Finished {
            // SAFETY: in this state nothing is live but the header, so the place is free.
            unsafe { self.returned().write(value) };
            self.frame().state.set(State::Returned);
        }
    }

    /// Takes the return value of a frame whose state is `Returned`; it is `Finished` afterwards.
    #[inline]
    fn take_return(self) -> Option<Self::Return> {
        if state(self) != State::Returned {
            return None;
        }
        self.frame().state.set(State::Finished);
        // SAFETY: the state said that the value is there, and no longer does.
        Some(unsafe { self.returned().read() })
    }
}

pub(crate) type NextState<G> = GeneratorState<<G as Root>::Yield, <G as Root>::Return>;
pub(super) type InputOf<G> = Input<<G as Root>::Send, <G as Root>::Throw>;
pub(super) type ChannelOf<G> = Channel<<G as Root>::Yield, <G as Root>::Send, <G as Root>::Throw>;

#[inline]
pub(super) fn state<G: Root>(root: G) -> State {
    root.frame().state.get()
}

/// How one resumption of a root ended.
pub(super) enum Stop<G: Root> {
    State(NextState<G>),
    Uncaught(Raised<G::Throw>),
}

#[cold]
#[inline(never)]
pub(super) fn ended() -> ! {
    unreachable!("the body of a generator that has ended is not polled")
}
