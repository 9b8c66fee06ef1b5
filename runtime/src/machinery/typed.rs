//! A frame whose body's type is known: as a root, and the table by which it is reached without that type.

#[cfg(feature = "alloc")]
use core::alloc::Layout;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, offset_of};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, Waker};

use super::body::Body;
use super::channel::Channel;
use super::frame::{Content, Frame};
use super::header::{FramePointer, Header, State, Vtable};
use super::mode::Mode;
use super::root::{Root, ended};
#[cfg(feature = "alloc")]
use super::{cache, name};

/// The frame of an owner that is borrowed exclusively, with the type of its body. `LENDS` is [`Root::LENDS`].
pub(crate) struct Typed<'f, M: Mode, Y, S, E, B: Body, const LENDS: bool = false> {
    frame: FramePointer<Y, S, E>,
    owner: PhantomData<(&'f mut (), M, B)>,
}

impl<M: Mode, Y, S, E, B: Body, const LENDS: bool> Clone for Typed<'_, M, Y, S, E, B, LENDS> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Mode, Y, S, E, B: Body, const LENDS: bool> Copy for Typed<'_, M, Y, S, E, B, LENDS> {}

impl<M: Mode, Y, S, E, B: Body, const LENDS: bool> Typed<'_, M, Y, S, E, B, LENDS> {
    /// # Safety
    ///
    /// The frame is of this type, and boxed or pinned. For the root's lifetime it is live, and used by means of this root only.
    #[inline]
    pub(super) unsafe fn new(frame: FramePointer<Y, S, E>) -> Self {
        Self { frame, owner: PhantomData }
    }

    /// Where the body is.
    #[inline]
    fn body(self) -> *mut B {
        self.frame.at(offset_of!(Frame<M, Y, S, E, B>, content))
    }

    /// The body, pinned.
    ///
    /// # Safety
    ///
    /// The body is live.
    #[inline]
    unsafe fn pinned<'b>(self) -> Pin<&'b mut B> {
        // SAFETY: the body is live (caller), and used by nobody else (`new`).
        let body = unsafe { &mut *self.body() };
        // SAFETY: a boxed or pinned frame does not move, and its body is dropped in place.
        unsafe { Pin::new_unchecked(body) }
    }

    /// Polls the body, which is bound. When it is ready, it is gone, and the state is `Finished`.
    ///
    /// # Safety
    ///
    /// The body is live.
    #[inline]
    pub(super) unsafe fn poll_live(
        self,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output> {
        // SAFETY: the caller's.
        let body = unsafe { self.pinned() };
        // SAFETY: the slot lies beside the body, in the same frame.
        let poll = unsafe { M::poll(self.slot(), body, channel, context) };
        if poll.is_ready() {
            if B::IS_SPENT_WHEN_READY {
                self.frame.state.set(State::Finished);
            } else {
                // SAFETY: the body is live, if only as a husk, and not polled again.
                unsafe { self.drop_body() };
            }
        }
        poll
    }

    /// Drops the body where it is. The frame is finished before any destructor runs (invariant "live body").
    ///
    /// # Safety
    ///
    /// The body is live.
    #[inline]
    unsafe fn drop_body(self) {
        self.frame.state.set(State::Finished);
        // SAFETY: the body was live (caller), and from now on nobody takes it for that.
        unsafe { self.body().drop_in_place() };
    }

    #[inline]
    fn slot(self) -> *const M::Slot {
        self.frame.at(offset_of!(Frame<M, Y, S, E, B>, slot))
    }
}

/// A new frame, and the table by which it is reached without its type.
impl<M: Mode, Y, S, E, B: Body> Typed<'_, M, Y, S, E, B> {
    /// A frame that was never resumed.
    #[inline]
    pub(super) fn frame_of(body: B) -> Frame<M, Y, S, E, B> {
        Frame {
            header: Header::new(Self::FIRST_VTABLE),
            slot: M::slot(),
            content: Content { body: ManuallyDrop::new(body) },
        }
    }

    /// A body that delegates is polled without its type anyway.
    pub(super) const FIRST_VTABLE: *const Vtable<Y, S, E> =
        if B::DELEGATES { Self::VTABLE } else { Vtable::NONE };

    const VTABLE: *const Vtable<Y, S, E> = ptr::from_ref(&Vtable {
        #[cfg(feature = "alloc")]
        bind: Self::bind_in_table,
        poll: Self::poll_in_table,
        finish: Self::finish_in_table,
        size: size_of::<Frame<M, Y, S, E, B>>(),
        #[cfg(feature = "alloc")]
        offset: offset_of!(Frame<M, Y, S, E, B>, content),
        #[cfg(feature = "alloc")]
        free: Self::free,
        #[cfg(feature = "alloc")]
        name: name::function_name::<B>,
        awaits: M::AWAITS,
    });

    /// # Safety
    ///
    /// As [`Vtable`] says.
    #[cfg(feature = "alloc")]
    unsafe fn bind_in_table(frame: FramePointer<Y, S, E>) {
        // SAFETY: the caller's.
        unsafe { Self::new(frame) }.bind();
    }

    /// # Safety
    ///
    /// As [`Vtable`] says.
    #[inline]
    unsafe fn poll_in_table(
        frame: FramePointer<Y, S, E>,
        channel: &Channel<Y, S, E>,
        context: Option<&mut Context<'_>>,
    ) -> Poll<()> {
        let mut unused = Context::from_waker(Waker::noop());
        // SAFETY: where the body awaits there is a context (caller). Not checked, as it would cost 2 of the 94 instructions of
        // an item.
        let context = if M::AWAITS { unsafe { context.unwrap_unchecked() } } else { &mut unused };
        // SAFETY: the caller's.
        let root = unsafe { Self::new(frame) };
        // SAFETY: the body is live (caller). Not asked again, as it would cost 2 of the 60 instructions of an item.
        unsafe { root.poll_live(channel, context) }.map(|value| root.keep_return(value))
    }

    /// # Safety
    ///
    /// As [`Vtable`] says.
    unsafe fn finish_in_table(frame: FramePointer<Y, S, E>) {
        // SAFETY: the caller's.
        unsafe { Self::new(frame) }.finish();
    }

    /// Gives the memory of a frame back.
    ///
    /// # Safety
    ///
    /// As [`Vtable`] says.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) unsafe fn free(frame: FramePointer<Y, S, E>) {
        // SAFETY: a boxed frame was allocated so, with this layout; it drops no content by itself.
        unsafe { cache::free(frame.memory(), Layout::new::<Frame<M, Y, S, E, B>>(), B::DELEGATES) };
    }
}

// SAFETY: `new` asks for a live frame of this type that is boxed or pinned, and for nobody else who uses it.
unsafe impl<M: Mode, Y, S, E, B: Body, const LENDS: bool> Root for Typed<'_, M, Y, S, E, B, LENDS> {
    const AWAITS: bool = M::AWAITS;
    const DELEGATES: bool = B::DELEGATES;
    const LENDS: bool = LENDS;
    type Yield = Y;
    type Send = S;
    type Return = B::Output;
    type Throw = E;

    #[inline]
    fn frame(self) -> FramePointer<Y, S, E> {
        self.frame
    }

    #[inline]
    fn erase(self) -> FramePointer<Y, S, E> {
        if !B::DELEGATES {
            // SAFETY: the table is that of the frame's type (`new`).
            unsafe { self.frame.set_vtable(Typed::<M, Y, S, E, B>::VTABLE) };
        }
        self.frame
    }

    #[inline]
    fn bind(self) {
        if self.frame.state.get() == State::Created && !self.frame.bound.replace(true) {
            // SAFETY: a created body is live.
            let body = unsafe { self.pinned() };
            // SAFETY: the slot lies beside the body, which was never polled: a body is bound before its first poll, and once.
            unsafe { M::bind(self.slot(), body) };
        }
    }

    #[inline]
    fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<B::Output> {
        if !self.frame.has_body() {
            ended();
        }
        // SAFETY: the body is live.
        unsafe { self.poll_live(channel, context) }
    }

    #[inline]
    fn finish(self) {
        if self.frame.has_body() {
            // SAFETY: the body is live, and is given up.
            unsafe { self.drop_body() };
        }
    }

    #[inline]
    fn returned(self) -> *mut B::Output {
        self.frame.at(offset_of!(Frame<M, Y, S, E, B>, content))
    }
}
