//! The owners of frames: in a box, in place, and in a box without the type of the body.

use core::cell::UnsafeCell;
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "alloc")]
use core::alloc::Layout;
#[cfg(feature = "alloc")]
use core::mem::{ManuallyDrop, needs_drop};
#[cfg(feature = "alloc")]
use core::ptr::NonNull;

use super::body::Body;
#[cfg(feature = "alloc")]
use super::cache;
use super::channel::Channel;
use super::frame::Frame;
use super::header::Header;
#[cfg(feature = "alloc")]
use super::header::{Erased, State};
use super::mode::Mode;
use super::root::{Handle, Root};
use super::{name, operations};

/// The frame of an owner that is borrowed exclusively, with the type of its body.
pub(crate) struct Typed<'f, M: Mode, Y, S, E, B: Body> {
    frame: *mut Frame<M, Y, S, E, B>,
    owner: PhantomData<&'f mut ()>,
}

impl<M: Mode, Y, S, E, B: Body> Clone for Typed<'_, M, Y, S, E, B> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Mode, Y, S, E, B: Body> Copy for Typed<'_, M, Y, S, E, B> {}

impl<M: Mode, Y, S, E, B: Body> Typed<'_, M, Y, S, E, B> {
    /// # Safety
    ///
    /// The pointer is to a live frame, boxed or pinned, whose owner is borrowed exclusively for the root's lifetime or being
    /// dropped.
    #[inline]
    unsafe fn new(frame: *mut Frame<M, Y, S, E, B>) -> Self {
        Self { frame, owner: PhantomData }
    }
}

// SAFETY: `new` asks for a live frame that is boxed or pinned, and for its owner; every function is the frame's own.
unsafe impl<M: Mode, Y, S, E, B: Body> Root for Typed<'_, M, Y, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    const DELEGATES: bool = B::DELEGATES;
    type Yield = Y;
    type Send = S;
    type Return = B::Output;
    type Throw = E;

    #[inline]
    fn header(self) -> *mut Header<Y, S, E> {
        self.frame.cast()
    }

    #[inline]
    fn erase(self) -> *mut Header<Y, S, E> {
        // SAFETY: the frame is live, and the pointer to all of it (`new`).
        unsafe { Frame::erase(self.frame) }
    }

    #[inline]
    unsafe fn bind(self) {
        // SAFETY: a created body is live and was never polled; the frame is boxed or pinned, and its owner's (`new`).
        unsafe { Frame::bind(self.frame) }
    }

    #[inline]
    unsafe fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<B::Output> {
        // SAFETY: the body is live and bound (caller); the frame is boxed or pinned, and its owner's (`new`).
        unsafe { Frame::poll(self.frame, channel, context) }
    }

    #[inline]
    unsafe fn finish(self) {
        // SAFETY: the body is live and given up (caller).
        unsafe { Frame::finish(self.frame) }
    }

    #[inline]
    unsafe fn store_return(self, value: B::Output) {
        // SAFETY: the state is `Finished` (caller).
        unsafe { Frame::store_return(self.frame, value) }
    }

    #[inline]
    unsafe fn load_return(self) -> B::Output {
        // SAFETY: the state is `Returned` (caller).
        unsafe { Frame::load_return(self.frame) }
    }
}

/// A frame in a box of its own.
///
/// It holds a raw pointer, for links reach the frame too.
#[cfg(feature = "alloc")]
pub(crate) struct OwnedFrame<M: Mode, Y, S, E, B: Body> {
    memory: NonNull<u8>,
    owns: PhantomData<Frame<M, Y, S, E, B>>,
}

// SAFETY: the frame is reached through this handle only, or through links that live in bodies which hold the handle.
// What a frame holds is a body or a return value; values that are yielded, sent or thrown pass through it only while it
// is resumed, and the body's own auto traits speak for those it keeps.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Send> + Send> Send for OwnedFrame<M, Y, S, E, B> {}
// SAFETY: a shared handle gives the status and the place of the yield, nothing of the body.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Sync> + Sync> Sync for OwnedFrame<M, Y, S, E, B> {}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, E, B: Body> OwnedFrame<M, Y, S, E, B> {
    /// Boxes the frame at once: a box made at the first resumption is not elided by LLVM, one made here is.
    ///
    /// Whatever mentions the type of the body is compiled for each body, also in builds without optimization, where nothing is
    /// inlined; so there is as little of it as possible.
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        // Before anything that could unwind, or there would have to be code that drops it.
        let body = ManuallyDrop::new(body);
        let layout = const {
            assert!(!needs_drop::<Frame<M, Y, S, E, B>>(), "a frame that is assigned drops nothing");
            Layout::new::<Frame<M, Y, S, E, B>>()
        };
        // SAFETY: it is the layout of a frame with these types.
        let memory = unsafe { allocate::<M, Y, S, E>(layout, B::DELEGATES) };
        #[allow(clippy::ptr_as_ptr, reason = "`cast` would be one more function for each body")]
        let frame = memory.as_ptr() as *mut Frame<M, Y, S, E, B>;
        // SAFETY: the memory was allocated for a frame. There is no body in it yet, and the assignment drops none.
        unsafe { (*frame).content.body = body };
        Self { memory, owns: PhantomData }
    }

    #[inline]
    pub(crate) fn root(&mut self) -> Typed<'_, M, Y, S, E, B> {
        // SAFETY: the box is owned by this handle, which is borrowed exclusively.
        unsafe { Typed::new(self.memory.as_ptr().cast()) }
    }
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, E, B: Body> Drop for OwnedFrame<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        let memory = FreeOnDrop(self.memory.as_ptr().cast::<Frame<M, Y, S, E, B>>());
        operations::discard(self.root());
        drop(memory);
    }
}

/// Gives the memory of a frame back, also when a destructor of its body panics. The content is gone already.
#[cfg(feature = "alloc")]
struct FreeOnDrop<M: Mode, Y, S, E, B: Body>(*mut Frame<M, Y, S, E, B>);

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, E, B: Body> Drop for FreeOnDrop<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: made in `OwnedFrame::drop`, of the memory that `OwnedFrame::new` allocated.
        unsafe { free(self.0) }
    }
}

/// How a frame begins.
#[cfg(feature = "alloc")]
#[repr(C)]
struct Prefix<M: Mode, Y, S, E> {
    header: Header<Y, S, E>,
    slot: M::Slot,
}

/// Memory for a frame, with all in it that does not depend on the body.
///
/// # Safety
///
/// The layout is that of a frame with these types.
#[cfg(feature = "alloc")]
#[inline]
unsafe fn allocate<M: Mode, Y, S, E>(layout: Layout, delegates: bool) -> NonNull<u8> {
    let memory = if delegates {
        // SAFETY: a frame has a header, so its layout has a size.
        unsafe { cache::allocate(layout) }
    } else {
        // SAFETY: a frame has a header, so its layout has a size.
        unsafe { cache::allocate_uncached(layout) }
    };
    // SAFETY: a frame begins so, as both are `repr(C)`; the memory is for one.
    unsafe { memory.cast().write(Prefix::<M, Y, S, E> { header: Header::new(), slot: M::slot() }) };
    memory
}

/// Gives the memory of a frame back.
///
/// # Safety
///
/// [`OwnedFrame::new`] allocated it; its content is gone.
#[cfg(feature = "alloc")]
#[inline]
pub(super) unsafe fn free<M: Mode, Y, S, E, B: Body>(frame: *mut Frame<M, Y, S, E, B>) {
    let layout = Layout::new::<Frame<M, Y, S, E, B>>();
    if B::DELEGATES {
        // SAFETY: it was allocated so, with this layout; a frame drops no content by itself.
        unsafe { cache::free(frame.cast(), layout) };
    } else {
        // SAFETY: it was allocated so, with this layout; a frame drops no content by itself.
        unsafe { cache::free_uncached(frame.cast(), layout) };
    }
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, E, B: Body> Handle for OwnedFrame<M, Y, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.memory.as_ptr().cast()
    }

    fn name(&self) -> &'static str {
        name::function_name::<B>()
    }
}

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
        Self { frame: UnsafeCell::new(Frame::new(body)), _pinned: PhantomPinned }
    }

    #[inline]
    pub(crate) fn root(self: Pin<&mut Self>) -> Typed<'_, M, Y, S, E, B> {
        // SAFETY: nothing is moved out of the reference.
        let frame = unsafe { self.get_unchecked_mut() }.frame.get();
        // SAFETY: the frame is pinned, and its owner borrowed exclusively.
        unsafe { Typed::new(frame) }
    }
}

// SAFETY: the pointer is that of the frame inside.
unsafe impl<M: Mode, Y, S, E, B: Body> Handle for InPlaceFrame<M, Y, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.frame.get().cast()
    }

    fn name(&self) -> &'static str {
        name::function_name::<B>()
    }
}

impl<M: Mode, Y, S, E, B: Body> Drop for InPlaceFrame<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the frame is being dropped, so it does not move any more, and nobody else uses it.
        operations::discard(unsafe { Typed::new(self.frame.get()) });
    }
}

/// A handle that consists of a frame in a box of its own, so that it is `Send` only if the frame is.
#[cfg(feature = "alloc")]
pub(crate) trait IntoFrame {
    type Mode: Mode;
    type Yield;
    type Send;
    type Throw;
    type Body: Body;

    fn into_frame(self) -> FrameOf<Self>;
}

/// The frame in a handle.
#[cfg(feature = "alloc")]
pub(crate) type FrameOf<G> = OwnedFrame<
    <G as IntoFrame>::Mode,
    <G as IntoFrame>::Yield,
    <G as IntoFrame>::Send,
    <G as IntoFrame>::Throw,
    <G as IntoFrame>::Body,
>;

/// Marks an erased frame that may go to another thread.
#[cfg(feature = "alloc")]
pub(crate) enum Sendable {}

/// Marks an erased frame that stays on its thread.
#[cfg(feature = "alloc")]
pub(crate) enum Local {}

/// Which handles' frames may bear a mark.
#[cfg(feature = "alloc")]
pub(crate) trait Admits<G> {}
#[cfg(feature = "alloc")]
impl<G: Send> Admits<G> for Sendable {}
#[cfg(feature = "alloc")]
impl<G> Admits<G> for Local {}

/// A frame in a box of its own, without the type of its body.
#[cfg(feature = "alloc")]
pub(crate) struct ErasedFrame<'a, M: Mode, Y, S, R, E, A> {
    header: *mut Header<Y, S, E>,
    owns: PhantomData<(&'a mut &'a (), M, Y, S, R, E, A)>,
}

// SAFETY: `of` gives this mark to the frame of a handle that is `Send` only.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E> Send for ErasedFrame<'_, M, Y, S, R, E, Sendable> {}

#[cfg(feature = "alloc")]
impl<'a, M: Mode, Y, S, R, E, A> ErasedFrame<'a, M, Y, S, R, E, A> {
    /// Forgets the type of the body.
    pub(crate) fn of<G>(generator: G) -> Self
    where
        G: IntoFrame<Mode = M, Yield = Y, Send = S, Throw = E, Body: Body<Output = R>> + 'a,
        A: Admits<G>,
    {
        let header = ManuallyDrop::new(generator.into_frame()).root().erase();
        // SAFETY: the frame is live, and its handle is given up here.
        let frame = unsafe { &mut *header };
        if frame.state == State::Suspended {
            // From now on it is polled like the frames above it.
            frame.link = header;
        }
        Self { header, owns: PhantomData }
    }

    #[inline]
    pub(crate) fn root(&mut self) -> Untyped<'_, M, Y, S, R, E> {
        Untyped { header: self.header, owner: PhantomData }
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

        let memory = Free(self.root().erased());
        operations::discard(self.root());
        drop(memory);
    }
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E, A> Handle for ErasedFrame<'_, M, Y, S, R, E, A> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn header(&self) -> *mut Header<Y, S, E> {
        self.header
    }

    fn name(&self) -> &'static str {
        // SAFETY: the frame was erased (`ErasedFrame::of`), and lives as long as this handle.
        unsafe { Erased::new(self.header) }.name()
    }
}

/// The frame of an owner that is borrowed exclusively, without the type of its body.
#[cfg(feature = "alloc")]
pub(crate) struct Untyped<'f, M: Mode, Y, S, R, E> {
    header: *mut Header<Y, S, E>,
    owner: PhantomData<(&'f mut (), M, R)>,
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E> Clone for Untyped<'_, M, Y, S, R, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E> Copy for Untyped<'_, M, Y, S, R, E> {}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, R, E> Untyped<'_, M, Y, S, R, E> {
    #[inline]
    fn erased(self) -> Erased<Y, S, E> {
        // SAFETY: a root without a type is made of an `ErasedFrame` only, which has erased its frame and keeps it alive.
        unsafe { Erased::new(self.header) }
    }
}

// SAFETY: it is made by `ErasedFrame::root` only: the box is owned by that handle, which is borrowed exclusively. The frame's
// types are those of the handle (`ErasedFrame::of`).
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, R, E> Root for Untyped<'_, M, Y, S, R, E> {
    const AWAITS: bool = M::AWAITS;
    const DELEGATES: bool = true;
    type Yield = Y;
    type Send = S;
    type Return = R;
    type Throw = E;

    #[inline]
    fn header(self) -> *mut Header<Y, S, E> {
        self.header
    }

    #[inline]
    fn erase(self) -> *mut Header<Y, S, E> {
        self.header
    }

    unsafe fn bind(self) {
        // SAFETY: a created body is live and was never polled (caller); the frame is boxed.
        unsafe { self.erased().bind() }
    }

    #[inline]
    unsafe fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the body is live and bound (caller); the frame is boxed.
        match unsafe { self.erased().poll(channel, context) } {
            // SAFETY: a frame that is polled without its type keeps its return value.
            Poll::Ready(()) => Poll::Ready(unsafe { self.load_return() }),
            Poll::Pending => Poll::Pending,
        }
    }

    unsafe fn finish(self) {
        // SAFETY: the body is live and given up (caller).
        unsafe { self.erased().finish() }
    }

    unsafe fn store_return(self, value: R) {
        // SAFETY: the frame's return type is `R`, and nothing is in its place (caller).
        unsafe { self.erased().return_slot::<R>().write(value) };
        // SAFETY: the header is live.
        unsafe { (*self.header).state = State::Returned };
    }

    unsafe fn load_return(self) -> R {
        // SAFETY: the header is live.
        unsafe { (*self.header).state = State::Finished };
        // SAFETY: the frame's return type is `R`; the value was there (caller), and the state no longer says so.
        unsafe { self.erased().return_slot::<R>().read() }
    }
}
