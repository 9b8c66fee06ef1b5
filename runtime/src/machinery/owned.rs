//! A frame in a box of its own: the owner.

use core::alloc::Layout;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, needs_drop};
use core::ptr::NonNull;

use super::body::Body;
use super::frame::Frame;
use super::header::{FramePointer, Header, Vtable};
use super::mode::Mode;
use super::root::{Handle, Root as _};
use super::typed::Typed;
use super::{cache, name, operations};

/// A frame in a box of its own.
///
/// It holds a raw pointer, for links reach the frame too.
pub(crate) struct OwnedFrame<M: Mode, Y, S, E, B: Body> {
    memory: NonNull<u8>,
    owns: PhantomData<Frame<M, Y, S, E, B>>,
}

// SAFETY: the frame is reached through this handle only, or through links that live in bodies which hold the handle.
// What a frame holds is a body or a return value; values that are yielded, sent or thrown pass through it only while it
// is resumed, and the body's own auto traits speak for those it keeps.
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Send> + Send> Send for OwnedFrame<M, Y, S, E, B> {}
// SAFETY: a shared handle gives the status and the place of the yield, nothing of the body.
unsafe impl<M: Mode, Y, S, E, B: Body<Output: Sync> + Sync> Sync for OwnedFrame<M, Y, S, E, B> {}

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
            unsafe { allocate::<M, Y, S, E>(layout, Typed::<M, Y, S, E, B>::FIRST_VTABLE, B::DELEGATES) };
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
        unsafe { Typed::new(self.frame()) }
    }
}

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
struct FreeOnDrop<M: Mode, Y, S, E, B: Body>(FramePointer<Y, S, E>, PhantomData<(M, B)>);

impl<M: Mode, Y, S, E, B: Body> Drop for FreeOnDrop<M, Y, S, E, B> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: made in `OwnedFrame::drop`, of the memory that `OwnedFrame::new` allocated.
        unsafe { Typed::<M, Y, S, E, B>::free(self.0) }
    }
}

/// How a frame begins.
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
#[inline]
unsafe fn allocate<M: Mode, Y, S, E>(
    layout: Layout,
    vtable: *const Vtable<Y, S, E>,
    delegates: bool,
) -> NonNull<u8> {
    let memory = cache::allocate(layout, delegates);
    // SAFETY: a frame begins so, as both are `repr(C)`; the memory is for one.
    unsafe { memory.cast().write(Prefix::<M, Y, S, E> { header: Header::new(vtable), slot: M::slot() }) };
    memory
}

// SAFETY: the pointer is that of the box, which this handle owns until it is dropped.
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

/// A handle that consists of a frame in a box of its own, so that it is `Send` only if the frame is.
pub(crate) trait IntoFrame {
    type Mode: Mode;
    type Yield;
    type Send;
    type Throw;
    type Body: Body;

    fn into_frame(self) -> FrameOf<Self>;
}

/// The frame in a handle.
pub(crate) type FrameOf<G> = OwnedFrame<
    <G as IntoFrame>::Mode,
    <G as IntoFrame>::Yield,
    <G as IntoFrame>::Send,
    <G as IntoFrame>::Throw,
    <G as IntoFrame>::Body,
>;
