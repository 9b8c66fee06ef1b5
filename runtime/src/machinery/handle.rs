//! The handles on frames: boxed, in place, and boxed without the type of the body.

use core::cell::UnsafeCell;
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "alloc")]
use alloc::alloc::Layout;
#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::mem::{ManuallyDrop, needs_drop};
#[cfg(feature = "alloc")]
use core::ptr::NonNull;

use super::channel::Channel;
use super::driver::{self, Holder, Root};
use super::frame::{self, Frame, Header};
#[cfg(feature = "alloc")]
use super::frame::{Content, Erased};
use super::mode::Mode;

/// A frame in a box of its own.
///
/// It holds a raw pointer, for links reach the frame too (trap 15).
#[cfg(feature = "alloc")]
pub(crate) struct OwnedFrame<M: Mode, Y, S, R, E, B: Future<Output = R>> {
    memory: NonNull<u8>,
    _owns: PhantomData<Frame<M, Y, S, R, E, B>>,
}

// SAFETY: the frame is reached through this handle only, or through links that live in bodies which hold the handle.
// What a frame holds is a body or a return value; values that are yielded, sent or thrown pass through it only while it
// is resumed, and the body's own auto traits speak for those it keeps.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R: Send, E, B: Future<Output = R> + Send> Send for OwnedFrame<M, Y, S, R, E, B> {}
// SAFETY: as above; a shared handle gives the status and the place of the yield, nothing of the body.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R: Sync, E, B: Future<Output = R> + Sync> Sync for OwnedFrame<M, Y, S, R, E, B> {}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E, B: Future<Output = R>> OwnedFrame<M, Y, S, R, E, B> {
    /// Boxes the frame at once: a box made at the first resumption is not elided by LLVM, one made here is.
    ///
    /// Whatever mentions the type of the body is compiled for each body, also in builds without optimization, where nothing is
    /// inlined; so there is as little of it as possible. In the way of `Box::new(Frame::new(body))` a crate of 200 functions
    /// takes a third longer to build.
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        // Before anything that could unwind, or there would have to be code that drops it.
        let body = ManuallyDrop::new(body);
        let layout = const {
            assert!(!needs_drop::<Frame<M, Y, S, R, E, B>>(), "a frame that is assigned drops nothing");
            Layout::new::<Frame<M, Y, S, R, E, B>>()
        };
        // SAFETY: a frame begins with its header, which has a size.
        let memory = unsafe { allocate(layout) };
        #[allow(clippy::ptr_as_ptr, reason = "`cast` would be one more function for each body")]
        let frame = memory.as_ptr() as *mut Frame<M, Y, S, R, E, B>;
        // SAFETY: the memory was allocated for a frame. There is none in it yet, and the assignment does not drop one.
        unsafe { *frame = Frame { header: Header::new(), slot: M::slot(), content: Content { body } } };
        Self { memory, _owns: PhantomData }
    }

    #[inline]
    fn frame(&self) -> *mut Frame<M, Y, S, R, E, B> {
        self.memory.as_ptr().cast()
    }

    /// Forgets the type of the body.
    pub(crate) fn into_erased<'a, A>(self) -> ErasedFrame<'a, M, Y, S, R, E, A>
    where
        Self: 'a,
    {
        let mut this = ManuallyDrop::new(self);
        let header = this.erase();
        ErasedFrame { header, _owns: PhantomData }
    }
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Drop for OwnedFrame<M, Y, S, R, E, B> {
    #[inline]
    fn drop(&mut self) {
        let memory = FreeOnDrop(self.frame());
        driver::discard(self);
        drop(memory);
    }
}

/// Gives the memory of a frame back, also when a destructor of its body panics. The content is gone already.
#[cfg(feature = "alloc")]
struct FreeOnDrop<M: Mode, Y, S, R, E, B>(*mut Frame<M, Y, S, R, E, B>);

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E, B> Drop for FreeOnDrop<M, Y, S, R, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: made in `OwnedFrame::drop` from what `OwnedFrame::new` allocated, which is how a box allocates; a frame drops no
        // content by itself.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Holder for OwnedFrame<M, Y, S, R, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.frame().cast()
    }

    fn name(&self) -> &'static str {
        frame::function_name::<B>()
    }
}

// SAFETY: as above; whoever has this by `&mut` has the frame to itself.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Root for OwnedFrame<M, Y, S, R, E, B> {
    type Return = R;

    fn erase(&mut self) -> *mut Header<Y, S, E> {
        // SAFETY: the frame is live.
        unsafe { Frame::erase(self.frame()) }
    }

    #[inline]
    unsafe fn bind(&mut self) {
        // SAFETY: the same contract.
        unsafe { Frame::bind(self.frame()) }
    }

    #[inline]
    unsafe fn poll(&mut self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the same contract; a box does not move its content.
        unsafe { Frame::poll(self.frame(), channel, context) }
    }

    #[inline]
    unsafe fn finish(&mut self) {
        // SAFETY: the same contract.
        unsafe { Frame::finish(self.frame()) }
    }

    #[inline]
    unsafe fn store_return(&mut self, value: R) {
        // SAFETY: the same contract.
        unsafe { Frame::store_return(self.frame(), value) }
    }

    #[inline]
    unsafe fn load_return(&mut self) -> R {
        // SAFETY: the same contract.
        unsafe { Frame::take_return(self.frame()) }
    }
}

#[cfg(feature = "alloc")]
/// Memory as a box would have it.
///
/// # Safety
///
/// The layout's size is not zero.
#[inline]
unsafe fn allocate(layout: Layout) -> NonNull<u8> {
    // SAFETY: the same contract.
    let memory = unsafe { alloc::alloc::alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| alloc::alloc::handle_alloc_error(layout))
}

/// A frame where its owner has put it.
pub(crate) struct InPlaceFrame<M: Mode, Y, S, R, E, B: Future<Output = R>> {
    frame: UnsafeCell<Frame<M, Y, S, R, E, B>>,
    _pinned: PhantomPinned,
}

// SAFETY: as for `OwnedFrame`.
unsafe impl<M: Mode, Y, S, R: Send, E, B: Future<Output = R> + Send> Send for InPlaceFrame<M, Y, S, R, E, B> {}
// SAFETY: as for `OwnedFrame`.
unsafe impl<M: Mode, Y, S, R: Sync, E, B: Future<Output = R> + Sync> Sync for InPlaceFrame<M, Y, S, R, E, B> {}

impl<M: Mode, Y, S, R, E, B: Future<Output = R>> InPlaceFrame<M, Y, S, R, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { frame: UnsafeCell::new(Frame::new(body)), _pinned: PhantomPinned }
    }

    #[inline]
    pub(crate) fn pinned(self: Pin<&mut Self>) -> PinnedFrame<'_, M, Y, S, R, E, B> {
        // SAFETY: nothing is moved out of the reference; `PinnedFrame` keeps the frame where it is.
        let frame = unsafe { self.get_unchecked_mut() }.frame.get();
        PinnedFrame { frame, _borrows: PhantomData }
    }
}

// SAFETY: the pointer is that of the frame inside.
unsafe impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Holder for InPlaceFrame<M, Y, S, R, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.frame.get().cast()
    }

    fn name(&self) -> &'static str {
        frame::function_name::<B>()
    }
}

impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Drop for InPlaceFrame<M, Y, S, R, E, B> {
    #[inline]
    fn drop(&mut self) {
        driver::discard(&mut PinnedFrame { frame: self.frame.get(), _borrows: PhantomData });
    }
}

/// A pinned frame, borrowed.
pub(crate) struct PinnedFrame<'p, M: Mode, Y, S, R, E, B: Future<Output = R>> {
    frame: *mut Frame<M, Y, S, R, E, B>,
    _borrows: PhantomData<&'p mut Frame<M, Y, S, R, E, B>>,
}

// SAFETY: the pointer is that of a pinned frame (or of one being dropped), borrowed for `'p`.
unsafe impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Holder for PinnedFrame<'_, M, Y, S, R, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.frame.cast()
    }

    fn name(&self) -> &'static str {
        frame::function_name::<B>()
    }
}

// SAFETY: as above; whoever has this by `&mut` has the frame to itself.
unsafe impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Root for PinnedFrame<'_, M, Y, S, R, E, B> {
    type Return = R;

    fn erase(&mut self) -> *mut Header<Y, S, E> {
        // SAFETY: the frame is live.
        unsafe { Frame::erase(self.frame) }
    }

    #[inline]
    unsafe fn bind(&mut self) {
        // SAFETY: the same contract.
        unsafe { Frame::bind(self.frame) }
    }

    #[inline]
    unsafe fn poll(&mut self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the same contract; the frame is pinned.
        unsafe { Frame::poll(self.frame, channel, context) }
    }

    #[inline]
    unsafe fn finish(&mut self) {
        // SAFETY: the same contract.
        unsafe { Frame::finish(self.frame) }
    }

    #[inline]
    unsafe fn store_return(&mut self, value: R) {
        // SAFETY: the same contract.
        unsafe { Frame::store_return(self.frame, value) }
    }

    #[inline]
    unsafe fn load_return(&mut self) -> R {
        // SAFETY: the same contract.
        unsafe { Frame::take_return(self.frame) }
    }
}

/// Marks an erased frame that may go to another thread.
#[cfg(feature = "alloc")]
pub(crate) enum Sendable {}

/// Marks an erased frame that stays on its thread.
#[cfg(feature = "alloc")]
pub(crate) enum Local {}

/// A frame in a box of its own, without the type of its body.
#[cfg(feature = "alloc")]
pub(crate) struct ErasedFrame<'a, M: Mode, Y, S, R, E, A> {
    header: *mut Header<Y, S, E>,
    _owns: PhantomData<(&'a mut &'a (), M, Y, S, R, E, A)>,
}

// SAFETY: as for `OwnedFrame`; `BoxGen` makes one marked so from a handle that is `Send` only.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E> Send for ErasedFrame<'_, M, Y, S, R, E, Sendable> {}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E, A> ErasedFrame<'_, M, Y, S, R, E, A> {
    #[inline]
    fn erased(&self) -> Erased<Y, S, E> {
        // SAFETY: `into_erased` erased the frame, which lives until this handle is dropped.
        unsafe { Erased::new(self.header) }
    }
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E, A> Drop for ErasedFrame<'_, M, Y, S, R, E, A> {
    fn drop(&mut self) {
        struct Free<Y, S, E>(Erased<Y, S, E>);

        impl<Y, S, E> Drop for Free<Y, S, E> {
            fn drop(&mut self) {
                // SAFETY: made in the drop of the owner of the box, whose content is gone.
                unsafe { self.0.free() }
            }
        }

        let memory = Free(self.erased());
        driver::discard(self);
        drop(memory);
    }
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E, A> Holder for ErasedFrame<'_, M, Y, S, R, E, A> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.header
    }

    fn name(&self) -> &'static str {
        self.erased().name()
    }
}

// SAFETY: as above; whoever has this by `&mut` has the frame to itself.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E, A> Root for ErasedFrame<'_, M, Y, S, R, E, A> {
    type Return = R;

    fn erase(&mut self) -> *mut Header<Y, S, E> {
        self.header
    }

    unsafe fn bind(&mut self) {
        // SAFETY: the same contract.
        unsafe { self.erased().bind() }
    }

    #[inline]
    unsafe fn poll(&mut self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the same contract; a frame that is polled without its type keeps its return value.
        unsafe {
            match self.erased().poll(channel, context) {
                Poll::Ready(()) => Poll::Ready(self.load_return()),
                Poll::Pending => Poll::Pending,
            }
        }
    }

    unsafe fn finish(&mut self) {
        // SAFETY: the same contract.
        unsafe { self.erased().finish() }
    }

    unsafe fn store_return(&mut self, value: R) {
        // SAFETY: the frame's return type is `R` (`into_erased`), and its place is free.
        unsafe {
            self.erased().return_slot::<R>().write(value);
            (*self.header).state = frame::State::Returned;
        }
    }

    unsafe fn load_return(&mut self) -> R {
        // SAFETY: the frame's return type is `R`, and the value is there; it is left at once.
        unsafe {
            (*self.header).state = frame::State::Finished;
            self.erased().return_slot::<R>().read()
        }
    }
}
