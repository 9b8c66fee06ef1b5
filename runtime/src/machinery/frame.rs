//! The frame: a pinned body with its header.

use core::mem::{self, ManuallyDrop};
use core::ptr;
use core::task::{Context, Poll, Waker};

use super::body::Body;
use super::channel::Channel;
use super::header::{Header, State, Vtable};
use super::mode::Mode;
#[cfg(feature = "alloc")]
use super::{name, owner};

/// The body until it ends, its return value from then until it is taken.
pub(super) union Content<B: Body> {
    pub(super) body: ManuallyDrop<B>,
    returned: ManuallyDrop<B::Output>,
}

/// One generator: header and body.
#[repr(C)]
pub(crate) struct Frame<M: Mode, Y, S, E, B: Body> {
    pub(super) header: Header<Y, S, E>,
    pub(super) slot: M::Slot,
    pub(super) content: Content<B>,
}

impl<M: Mode, Y, S, E, B: Body> Frame<M, Y, S, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { header: Header::new(), slot: M::slot(), content: Content { body: ManuallyDrop::new(body) } }
    }

    const VTABLE: *const Vtable<Y, S, E> = {
        ptr::from_ref(&Vtable {
            #[cfg(feature = "alloc")]
            // SAFETY: the caller passes what `bind` asks for; the pointer is to the whole frame (`erase`).
            bind: |header| unsafe { Self::bind(header.cast()) },
            // SAFETY: the caller passes what `poll_erased` asks for; the pointer is to the whole frame (`erase`).
            poll: |header, channel, context| unsafe { Self::poll_erased(header.cast(), channel, context) },
            // SAFETY: the caller passes what `finish` asks for; the pointer is to the whole frame (`erase`).
            finish: |header| unsafe { Self::finish(header.cast()) },
            size: size_of::<Self>(),
            #[cfg(feature = "alloc")]
            offset: mem::offset_of!(Self, content),
            #[cfg(feature = "alloc")]
            // SAFETY: the caller passes a boxed frame that it gives up; the pointer is to the whole frame (`erase`).
            free: |header| unsafe { owner::free(header.cast::<Self>()) },
            #[cfg(feature = "alloc")]
            name: name::function_name::<B>,
            awaits: M::AWAITS,
        })
    };

    /// Where the body is.
    ///
    /// # Safety
    ///
    /// `frame` points to a live frame.
    #[inline]
    unsafe fn body(frame: *mut Self) -> *mut B {
        // SAFETY: the frame is live (caller); no reference is made. A `ManuallyDrop` is nothing but its content.
        unsafe { &raw mut (*frame).content.body }.cast()
    }

    /// Tells the body where its frame is.
    ///
    /// # Safety
    ///
    /// `frame` points to a boxed or pinned frame whose body is live and was never polled, and nobody else uses it meanwhile.
    #[inline]
    pub(super) unsafe fn bind(frame: *mut Self) {
        // SAFETY: the header is live (caller).
        if !mem::replace(unsafe { &mut (*frame).header.bound }, true) {
            // SAFETY: the frame is live (caller).
            let body = unsafe { Self::body(frame) };
            // SAFETY: the slot lies beside the body, in the same frame; the rest is the caller's contract.
            unsafe { M::bind(&raw const (*frame).slot, body) };
        }
    }

    /// Polls the body; when it is ready, it is gone and the state is `Finished`.
    ///
    /// # Safety
    ///
    /// `frame` points to a boxed or pinned frame whose body is live and bound, and nobody else uses the body meanwhile.
    #[inline]
    pub(super) unsafe fn poll(
        frame: *mut Self,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output> {
        // SAFETY: the frame is live (caller).
        let body = unsafe { Self::body(frame) };
        // SAFETY: the slot lies beside the body, in the same frame; the rest is the caller's contract.
        let poll = unsafe { M::poll(&raw const (*frame).slot, body, channel, context) };
        if poll.is_ready() {
            if B::IS_SPENT_WHEN_READY {
                // SAFETY: the header is live (caller).
                unsafe { (*frame).header.state = State::Finished };
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
        frame: *mut Self,
        channel: &Channel<Y, S, E>,
        context: *mut Context<'_>,
    ) -> Poll<()> {
        let mut unused = Context::from_waker(Waker::noop());
        // SAFETY: where the body awaits, the context is that of the poll which is under way (caller).
        let context = if M::AWAITS { unsafe { &mut *context } } else { &mut unused };
        // SAFETY: the caller's.
        match unsafe { Self::poll(frame, channel, context) } {
            Poll::Ready(value) => {
                // SAFETY: after a poll that was ready the state is `Finished`.
                unsafe { Self::store_return(frame, value) };
                Poll::Ready(())
            }
            Poll::Pending => Poll::Pending,
        }
    }

    /// Drops the body where it is and marks the frame finished, also when a destructor panics.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame whose body is live; it must not be used again.
    #[inline]
    pub(super) unsafe fn finish(frame: *mut Self) {
        // SAFETY: the header is live (caller). The state says so before any destructor runs (invariant "live body").
        unsafe { (*frame).header.state = State::Finished };
        // SAFETY: the body was live, and from now on nobody takes it for that.
        unsafe { Self::body(frame).drop_in_place() };
    }

    /// Keeps the return value in the place of the body.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame in state `Finished`.
    #[inline]
    pub(super) unsafe fn store_return(frame: *mut Self, value: B::Output) {
        // SAFETY: in this state nothing is live but the header, so the place of the body is free.
        unsafe { (*frame).content.returned = ManuallyDrop::new(value) };
        // SAFETY: the header is live.
        unsafe { (*frame).header.state = State::Returned };
    }

    /// Takes the kept return value.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame in state `Returned`.
    #[inline]
    pub(super) unsafe fn load_return(frame: *mut Self) -> B::Output {
        // SAFETY: the header is live.
        unsafe { (*frame).header.state = State::Finished };
        // SAFETY: the state said that the value is there, and no longer does.
        unsafe { ManuallyDrop::take(&mut (*frame).content.returned) }
    }

    /// Prepares the frame to be reached without its type.
    ///
    /// # Safety
    ///
    /// `frame` points to a live frame, and may reach all of it.
    #[inline]
    pub(super) unsafe fn erase(frame: *mut Self) -> *mut Header<Y, S, E> {
        // SAFETY: the header is live (caller).
        unsafe { (*frame).header.set_vtable(Self::VTABLE) };
        frame.cast()
    }
}
