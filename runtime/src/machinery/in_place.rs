//! A frame where its owner has put it.

use core::cell::UnsafeCell;
use core::marker::PhantomPinned;
use core::pin::Pin;
use core::ptr::NonNull;

use super::body::Body;
use super::frame::Frame;
use super::header::FramePointer;
use super::mode::Mode;
use super::root::Handle;
use super::typed::Typed;
use super::{name, operations};

/// A frame where its owner has put it.
pub(crate) struct InPlaceFrame<M: Mode, Y, S, E, B: Body> {
    frame: UnsafeCell<Frame<M, Y, S, E, B>>,
    _pinned: PhantomPinned,
}

// SAFETY: as a boxed frame, it is reached through its handle only, or through links in bodies that hold the handle.
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Send> + Send> Send for InPlaceFrame<M, Y, S, E, B> {}
// SAFETY: a shared handle gives the status and the place of the yield, nothing of the body.
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Sync> + Sync> Sync for InPlaceFrame<M, Y, S, E, B> {}

impl<M: Mode, Y, S, E, B: Body> InPlaceFrame<M, Y, S, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { frame: UnsafeCell::new(Typed::frame_of(body)), _pinned: PhantomPinned }
    }

    #[inline]
    pub(crate) fn root(self: Pin<&mut Self>) -> Typed<'_, M, Y, S, E, B> {
        // SAFETY: the frame is pinned, and its owner borrowed exclusively.
        unsafe { Typed::new(self.frame()) }
    }
}

// SAFETY: the pointer is that of the frame inside.
unsafe impl<M: Mode, Y, S, E, B: Body> Handle for InPlaceFrame<M, Y, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn frame(&self) -> FramePointer<Y, S, E> {
        // SAFETY: the frame lives as long as this handle. A pointer to a cell may reach all that is in it.
        unsafe { FramePointer::new(NonNull::from(&self.frame)) }
    }

    fn name(&self) -> &'static str {
        name::function_name::<B>()
    }
}

impl<M: Mode, Y, S, E, B: Body> Drop for InPlaceFrame<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the frame is being dropped, so it does not move any more, and nobody else uses it.
        let root: Typed<'_, M, Y, S, E, B> = unsafe { Typed::new(self.frame()) };
        operations::discard(root);
    }
}
