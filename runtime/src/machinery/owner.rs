//! The owners of frames: in a box, in place, and in a box without the type of the body.

use core::cell::UnsafeCell;
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "alloc")]
use core::alloc::Layout;
#[cfg(feature = "alloc")]
use core::mem::{ManuallyDrop, needs_drop};
use core::ptr::NonNull;

use super::body::Body;
#[cfg(feature = "alloc")]
use super::cache;
use super::channel::Channel;
use super::frame::Frame;
use super::header::FramePointer;
#[cfg(feature = "alloc")]
use super::header::{Header, State, Vtable};
use super::mode::Mode;
use super::root::{Handle, Root};
use super::{name, operations};

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
    /// The pointer is to a live frame of this type, boxed or pinned, whose owner is borrowed exclusively for the root's lifetime
    /// or being dropped.
    #[inline]
    pub(super) unsafe fn new(frame: NonNull<Frame<M, Y, S, E, B>>) -> Self {
        // SAFETY: the frame is live as long as it is borrowed (caller); links to it follow "held below".
        Self { frame: unsafe { FramePointer::new(frame) }, owner: PhantomData }
    }
}

// SAFETY: `new` asks for a live frame that is boxed or pinned, and for its owner; every function is the frame's own.
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
        // SAFETY: the frame is of this type (`new`).
        unsafe { Frame::<M, Y, S, E, B>::erase(self.frame) };
        self.frame
    }

    #[inline]
    unsafe fn bind(self) {
        // SAFETY: a created body is live and was never polled (caller); the frame is as `new` says.
        unsafe { Frame::<M, Y, S, E, B>::bind(self.frame) }
    }

    #[inline]
    unsafe fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<B::Output> {
        // SAFETY: the body is live and bound (caller); the frame is as `new` says.
        unsafe { Frame::<M, Y, S, E, B>::poll(self.frame, channel, context) }
    }

    #[inline]
    unsafe fn finish(self) {
        // SAFETY: the body is live and given up (caller); the frame is as `new` says.
        unsafe { Frame::<M, Y, S, E, B>::finish(self.frame) }
    }

    #[inline]
    unsafe fn store_return(self, value: B::Output) {
        // SAFETY: the state is `Finished` (caller); the frame is as `new` says.
        unsafe { Frame::<M, Y, S, E, B>::store_return(self.frame, value) }
    }

    #[inline]
    unsafe fn load_return(self) -> B::Output {
        // SAFETY: the state is `Returned` (caller); the frame is as `new` says.
        unsafe { Frame::<M, Y, S, E, B>::load_return(self.frame) }
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
        let memory =
            unsafe { allocate::<M, Y, S, E>(layout, Frame::<M, Y, S, E, B>::FIRST_VTABLE, B::DELEGATES) };
        #[allow(clippy::ptr_as_ptr, reason = "`cast` would be one more function for each body")]
        let frame = memory.as_ptr() as *mut Frame<M, Y, S, E, B>;
        // SAFETY: the memory was allocated for a frame. Nothing is read of its content, which has no value yet.
        let content = unsafe { &mut (*frame).content };
        content.body = body;
        Self { memory, owns: PhantomData }
    }

    #[inline]
    pub(crate) fn root(&mut self) -> Typed<'_, M, Y, S, E, B> {
        // SAFETY: the box is owned by this handle, which is borrowed exclusively.
        unsafe { Typed::new(self.pointer()) }
    }

    #[inline]
    pub(super) fn pointer(&self) -> NonNull<Frame<M, Y, S, E, B>> {
        self.memory.cast()
    }
}

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, E, B: Body> Drop for OwnedFrame<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        let root = self.root();
        let memory = FreeOnDrop::<M, Y, S, E, B>(root.frame(), PhantomData);
        operations::discard(root);
        drop(memory);
    }
}

/// Gives the memory of a frame back, also when a destructor of its body panics. The content is gone already.
#[cfg(feature = "alloc")]
struct FreeOnDrop<M: Mode, Y, S, E, B: Body>(FramePointer<Y, S, E>, PhantomData<(M, B)>);

#[cfg(feature = "alloc")]
impl<M: Mode, Y, S, E, B: Body> Drop for FreeOnDrop<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: made in `OwnedFrame::drop`, of the memory that `OwnedFrame::new` allocated.
        unsafe { free::<M, Y, S, E, B>(self.0) }
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
/// The layout is that of a frame with these types, and the table one that it may begin with.
#[cfg(feature = "alloc")]
#[inline]
unsafe fn allocate<M: Mode, Y, S, E>(
    layout: Layout,
    vtable: *const Vtable<Y, S, E>,
    delegates: bool,
) -> NonNull<u8> {
    // SAFETY: a frame has a header, so its layout has a size.
    let memory = unsafe { cache::allocate(layout, delegates) };
    // SAFETY: a frame begins so, as both are `repr(C)`; the memory is for one.
    unsafe { memory.cast().write(Prefix::<M, Y, S, E> { header: Header::new(vtable), slot: M::slot() }) };
    memory
}

/// Gives the memory of a frame back.
///
/// # Safety
///
/// [`OwnedFrame::new`] allocated it, with these types; its content is gone.
#[cfg(feature = "alloc")]
#[inline]
pub(super) unsafe fn free<M: Mode, Y, S, E, B: Body>(frame: FramePointer<Y, S, E>) {
    // SAFETY: it was allocated so, with this layout; a frame drops no content by itself.
    unsafe { cache::free(frame.memory(), Layout::new::<Frame<M, Y, S, E, B>>(), B::DELEGATES) };
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
#[cfg(feature = "alloc")]
unsafe impl<M: Mode, Y, S, E, B: Body> Handle for OwnedFrame<M, Y, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Y;
    type Send = S;
    type Throw = E;

    #[inline]
    fn frame(&self) -> FramePointer<Y, S, E> {
        // SAFETY: the box lives as long as this handle.
        unsafe { FramePointer::new(self.memory) }
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
        // SAFETY: the frame is pinned, and its owner borrowed exclusively. A pointer to a cell may reach all that is in it.
        unsafe { Typed::new(NonNull::from(&self.frame).cast()) }
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
        let root: Typed<'_, M, Y, S, E, B> = unsafe { Typed::new(NonNull::from(&self.frame).cast()) };
        operations::discard(root);
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
    frame: FramePointer<Y, S, E>,
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

#[cfg(feature = "alloc")]
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
#[cfg(feature = "alloc")]
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
#[cfg(feature = "alloc")]
pub(crate) struct Untyped<'f, M: Mode, Y, S, R, E> {
    frame: FramePointer<Y, S, E>,
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

// SAFETY: it is made by `ErasedFrame::root` only: the box is owned by that handle, which is borrowed exclusively. The frame was
// erased, and its types are those of the handle (`ErasedFrame::of`).
#[cfg(feature = "alloc")]
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

    unsafe fn bind(self) {
        // SAFETY: a created body is live and was never polled (caller); the frame is boxed.
        unsafe { self.frame.bind() }
    }

    #[inline]
    unsafe fn poll(self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: the body is live and bound (caller); the frame is boxed.
        let poll = unsafe { self.frame.poll(channel, context) };
        // SAFETY: a frame that is polled without its type keeps its return value.
        poll.map(|()| unsafe { self.load_return() })
    }

    unsafe fn finish(self) {
        // SAFETY: the body is live and given up (caller).
        unsafe { self.frame.finish() }
    }

    unsafe fn store_return(self, value: R) {
        // SAFETY: the frame's return type is `R`, and nothing is in its place (caller).
        unsafe { self.frame.return_slot::<R>().write(value) };
        self.frame.state.set(State::Returned);
    }

    unsafe fn load_return(self) -> R {
        self.frame.state.set(State::Finished);
        // SAFETY: the frame's return type is `R`; the value was there (caller), and the state no longer says so.
        unsafe { self.frame.return_slot::<R>().read() }
    }
}
