//! The frame: a pinned body with its header.

use core::mem::{ManuallyDrop, offset_of};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, Waker};

use super::body::Body;
use super::channel::Channel;
use super::header::{FramePointer, Header, State, Vtable};
use super::mode::Mode;
#[cfg(feature = "alloc")]
use super::{name, owner};

/// The body until it ends, its return value from then until it is taken.
pub(super) union Content<B: Body> {
    pub(super) body: ManuallyDrop<B>,
    /// Never named: it makes room for what [`Frame::returned`] points to.
    _returned: ManuallyDrop<B::Output>,
}

/// One generator: header and body.
///
/// What is done with a frame takes a [`FramePointer`], and asks for one to a frame of this type.
#[repr(C)]
pub(crate) struct Frame<M: Mode, Y, S, E, B: Body> {
    header: Header<Y, S, E>,
    slot: M::Slot,
    pub(super) content: Content<B>,
}

impl<M: Mode, Y, S, E, B: Body> Frame<M, Y, S, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self {
            header: Header::new(Self::FIRST_VTABLE),
            slot: M::slot(),
            content: Content { body: ManuallyDrop::new(body) },
        }
    }

    const VTABLE: *const Vtable<Y, S, E> = ptr::from_ref(&Vtable {
        #[cfg(feature = "alloc")]
        bind: Self::bind,
        poll: Self::poll_erased,
        finish: Self::finish,
        size: size_of::<Self>(),
        #[cfg(feature = "alloc")]
        offset: offset_of!(Self, content),
        #[cfg(feature = "alloc")]
        free: owner::free::<M, Y, S, E, B>,
        #[cfg(feature = "alloc")]
        name: name::function_name::<B>,
        awaits: M::AWAITS,
    });

    /// A body that delegates is polled without its type anyway.
    pub(super) const FIRST_VTABLE: *const Vtable<Y, S, E> =
        if B::DELEGATES { Self::VTABLE } else { Vtable::NONE };

    /// Prepares a frame to be reached without its type.
    ///
    /// # Safety
    ///
    /// The frame is of this type.
    #[inline]
    pub(super) unsafe fn erase(frame: FramePointer<Y, S, E>) {
        if !B::DELEGATES {
            // SAFETY: the table is that of the frame's type (caller).
            unsafe { frame.set_vtable(Self::VTABLE) };
        }
    }

    /// Where the body is.
    #[inline]
    fn body(frame: FramePointer<Y, S, E>) -> *mut B {
        frame.at(offset_of!(Self, content))
    }

    /// The body, pinned.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and boxed or pinned. Its body is live, and nobody else uses it meanwhile.
    #[inline]
    unsafe fn pinned<'f>(frame: FramePointer<Y, S, E>) -> Pin<&'f mut B> {
        // SAFETY: the body is live, and used by nobody else (caller).
        let body = unsafe { &mut *Self::body(frame) };
        // SAFETY: a boxed or pinned frame does not move, and its body is dropped in place.
        unsafe { Pin::new_unchecked(body) }
    }

    /// Where the return value is, or goes.
    #[inline]
    fn returned(frame: FramePointer<Y, S, E>) -> *mut B::Output {
        frame.at(offset_of!(Self, content))
    }

    #[inline]
    fn slot(frame: FramePointer<Y, S, E>) -> *const M::Slot {
        frame.at(offset_of!(Self, slot))
    }

    /// Tells the body where its frame is.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and boxed or pinned. Its body is live and was never polled, and nobody else uses it meanwhile.
    #[inline]
    pub(super) unsafe fn bind(frame: FramePointer<Y, S, E>) {
        if !frame.bound.replace(true) {
            // SAFETY: the contract is the same.
            let body = unsafe { Self::pinned(frame) };
            // SAFETY: the slot lies beside the body, which was never polled (caller).
            unsafe { M::bind(Self::slot(frame), body) };
        }
    }

    /// Polls the body; when it is ready, it is gone and the state is `Finished`.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and boxed or pinned. Its body is live and bound, and nobody else uses it meanwhile.
    #[inline]
    pub(super) unsafe fn poll(
        frame: FramePointer<Y, S, E>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output> {
        // SAFETY: the contract is the same.
        let body = unsafe { Self::pinned(frame) };
        // SAFETY: the slot lies beside the body, which is bound (caller).
        let poll = unsafe { M::poll(Self::slot(frame), body, channel, context) };
        if poll.is_ready() {
            if B::IS_SPENT_WHEN_READY {
                frame.state.set(State::Finished);
            } else {
                // SAFETY: the body is live, if only as a husk, and not polled again.
                unsafe { Self::finish(frame) };
            }
        }
        poll
    }

    /// [`poll`](Self::poll) which keeps the return value in the frame.
    ///
    /// # Safety
    ///
    /// As [`poll`](Self::poll). The context is not null if the body awaits.
    #[inline]
    unsafe fn poll_erased(
        frame: FramePointer<Y, S, E>,
        channel: &Channel<Y, S, E>,
        context: *mut Context<'_>,
    ) -> Poll<()> {
        let mut unused = Context::from_waker(Waker::noop());
        // SAFETY: where the body awaits, the context is that of the poll which is under way (caller).
        let context = if M::AWAITS { unsafe { &mut *context } } else { &mut unused };
        // SAFETY: the contract is the same.
        let poll = unsafe { Self::poll(frame, channel, context) };
        poll.map(|value| {
            // SAFETY: after a poll that was ready the state is `Finished`.
            unsafe { Self::store_return(frame, value) };
        })
    }

    /// Drops the body where it is and marks the frame finished, also when a destructor panics.
    ///
    /// # Safety
    ///
    /// The frame is of this type. Its body is live, and is given up.
    #[inline]
    pub(super) unsafe fn finish(frame: FramePointer<Y, S, E>) {
        // Before any destructor runs (invariant "live body").
        frame.state.set(State::Finished);
        // SAFETY: the body was live (caller), and from now on nobody takes it for that.
        unsafe { Self::body(frame).drop_in_place() };
    }

    /// Keeps the return value in the place of the body.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and in state `Finished`.
    #[inline]
    pub(super) unsafe fn store_return(frame: FramePointer<Y, S, E>, value: B::Output) {
        // SAFETY: in this state nothing is live but the header, so the place of the body is free.
        unsafe { Self::returned(frame).write(value) };
        frame.state.set(State::Returned);
    }

    /// Takes the kept return value.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and in state `Returned`.
    #[inline]
    pub(super) unsafe fn load_return(frame: FramePointer<Y, S, E>) -> B::Output {
        frame.state.set(State::Finished);
        // SAFETY: the state said that the value is there, and no longer does.
        unsafe { Self::returned(frame).read() }
    }
}
