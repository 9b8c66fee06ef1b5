//! A frame in a box of its own, without the type of its body: the owner, and the root.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::task::{Context, Poll};

use super::body::Body;
use super::channel::Channel;
use super::header::{FramePointer, State};
use super::mode::Mode;
use super::operations;
use super::owned::IntoFrame;
use super::root::{Handle, Root, ended};

/// Marks an erased frame that may go to another thread.
pub(crate) enum Sendable {}

/// Marks an erased frame that stays on its thread.
pub(crate) enum Local {}

/// Which handles' frames may bear a mark.
pub(crate) trait Admits<G> {}
impl<G: Send> Admits<G> for Sendable {}
impl<G> Admits<G> for Local {}

/// A frame in a box of its own, without the type of its body.
pub(crate) struct ErasedFrame<'a, M: Mode, Y, S, R, E, A> {
    frame: FramePointer<Y, S, E>,
    owns: PhantomData<(&'a mut &'a (), M, Y, S, R, E, A)>,
}

// SAFETY: `of` gives this mark to the frame of a handle that is `Send` only.
unsafe impl<M: Mode, Y, S, R, E> Send for ErasedFrame<'_, M, Y, S, R, E, Sendable> {}

impl<'a, M: Mode, Y, S, R, E, A> ErasedFrame<'a, M, Y, S, R, E, A> {
    /// Forgets the type of the body.
    pub(crate) fn of<G>(generator: G) -> Self
    where
        G: IntoFrame<Mode = M, Yield = Y, Send = S, Throw = E, Body: Body<Output = R>> + 'a,
        A: Admits<G>,
    {
        let frame = ManuallyDrop::new(generator.into_frame()).root().erase();
        if frame.state.get() == State::Suspended {
            // From now on it is polled like the frames above it.
            frame.link.set(Some(frame));
        }
        Self { frame, owns: PhantomData }
    }

    #[inline]
    pub(crate) fn root(&mut self) -> Untyped<'_, M, Y, S, R, E> {
        Untyped { frame: self.frame, owner: PhantomData }
    }
}

impl<M: Mode, Y, S, R, E, A> Drop for ErasedFrame<'_, M, Y, S, R, E, A> {
    fn drop(&mut self) {
        struct Free<Y, S, E>(FramePointer<Y, S, E>);

        impl<Y, S, E> Drop for Free<Y, S, E> {
            fn drop(&mut self) {
                // SAFETY: made in the drop of the owner of the box, whose content is gone.
                unsafe { self.0.free() }
            }
        }

        let memory = Free(self.frame);
        operations::discard(self.root());
        drop(memory);
    }
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
unsafe impl<M: Mode, Y, S, R, E, A> Handle for ErasedFrame<'_, M, Y, S, R, E, A> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn frame(&self) -> FramePointer<Y, S, E> {
        self.frame
    }

    fn name(&self) -> &'static str {
        self.frame.name()
    }
}

/// The frame of an owner that is borrowed exclusively, without the type of its body.
pub(crate) struct Untyped<'f, M: Mode, Y, S, R, E> {
    frame: FramePointer<Y, S, E>,
    owner: PhantomData<(&'f mut (), M, R)>,
}

impl<M: Mode, Y, S, R, E> Clone for Untyped<'_, M, Y, S, R, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Mode, Y, S, R, E> Copy for Untyped<'_, M, Y, S, R, E> {}

// SAFETY: it is made by `ErasedFrame::root` only: the box is owned by that handle, which is borrowed exclusively. The frame was
// erased, and its types are those of the handle (`ErasedFrame::of`).
unsafe impl<M: Mode, Y, S, R, E> Root for Untyped<'_, M, Y, S, R, E> {
    const AWAITS: bool = M::AWAITS;
    const DELEGATES: bool = true;
    const LENDS: bool = false;
    type Yield = Y;
    type Send = S;
    type Return = R;
    type Throw = E;

    #[inline]
    fn frame(self) -> FramePointer<Y, S, E> {
        self.frame
    }

    #[inline]
    fn erase(self) -> FramePointer<Y, S, E> {
        self.frame
    }

    fn bind(self) {
        self.frame.bind();
    }

    fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        if !self.frame.has_body() {
            ended();
        }
        // SAFETY: the frame is boxed, and its body live; it is bound, or it panics.
        let poll = unsafe { self.frame.poll(channel, Some(context)) };
        poll.map(|()| self.take_return().unwrap_or_else(|| unreachable!("the frame keeps its return value")))
    }

    fn finish(self) {
        self.frame.finish();
    }

    #[inline]
    fn returned(self) -> *mut R {
        self.frame.returned()
    }
}
