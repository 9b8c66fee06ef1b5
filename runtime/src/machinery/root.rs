//! A root: a frame that is resumed by whoever has its handle.

use core::task::{Context, Poll};

use super::channel::{Channel, Input};
use super::header::{FramePointer, State};
use crate::values::state::GeneratorState;

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
/// # Safety
///
/// `frame` gives one live frame with these types, the same at every call, and the functions do to it what
/// [`Frame`](super::frame::Frame) says. There is a root only while the handle is borrowed, so whoever has it is the one
/// user of the frame, unless that is linked.
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

    /// # Safety
    ///
    /// The state is `Created`.
    unsafe fn bind(self);

    /// # Safety
    ///
    /// The body is live and bound. When it is ready, it is gone, and the state is `Finished`.
    unsafe fn poll(
        self,
        channel: &Channel<Self::Yield, Self::Send, Self::Throw>,
        context: &mut Context<'_>,
    ) -> Poll<Self::Return>;

    /// # Safety
    ///
    /// The body is live. It is gone afterwards, and the state is `Finished`.
    unsafe fn finish(self);

    /// # Safety
    ///
    /// The state is `Finished`. It is `Returned` afterwards.
    unsafe fn store_return(self, value: Self::Return);

    /// # Safety
    ///
    /// The state is `Returned`. It is `Finished` afterwards.
    unsafe fn load_return(self) -> Self::Return;
}

pub(crate) type NextState<G> = GeneratorState<<G as Root>::Yield, <G as Root>::Return>;
pub(super) type InputOf<G> = Input<<G as Root>::Send, <G as Root>::Throw>;
pub(super) type ChannelOf<G> = Channel<<G as Root>::Yield, <G as Root>::Send, <G as Root>::Throw>;

#[inline]
pub(super) fn state<G: Root>(root: G) -> State {
    root.frame().state.get()
}
