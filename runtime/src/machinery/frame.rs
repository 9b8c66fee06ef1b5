//! The frame: a pinned body with its header.

use core::fmt;
use core::future::Future;
use core::mem::{self, ManuallyDrop};
use core::panic::Location;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use super::channel::{Channel, Operation};
use super::mode::Mode;

/// Where a frame stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    /// Nothing has run; the body holds the arguments.
    Created,
    /// The body waits at a yield of its own.
    Suspended,
    /// A root whose body waits for something besides its yields; `left` says in which operation.
    Waiting,
    /// A root whose body waits at a delegation; `link` is the top of its stack, and what that waits for besides its
    /// yields is in `left`.
    Delegating,
    /// On the stack of another root; `link` is the delegator.
    Linked,
    /// The body has ended and its return value is still here.
    Returned,
    /// The body is gone, and no return value is here.
    Finished,
}

/// What every frame has, whatever its body: the part that links reach.
pub(crate) struct Header<Y, S, E> {
    /// Null until the frame is first linked or erased: a plain loop never mentions it, so that its body is polled
    /// from a single place and inlines.
    vtable: *const Vtable<Y, S, E>,
    pub(super) link: *mut Self,
    pub(super) state: State,
    /// Linked through a `&mut`: it survives the delegator.
    pub(super) borrowed: bool,
    /// On the stack when a close began, so it gets that close when its turn comes (rule D7).
    pub(super) closing: bool,
    /// The body knows where its frame is, if it has to.
    bound: bool,
    /// Of a root: the operation that was left in mid-await (rule A21). Always `None` in a synchronous one.
    pub(super) left: Option<Operation>,
    #[cfg(debug_assertions)]
    location: Option<&'static Location<'static>>,
}

impl<Y, S, E> Header<Y, S, E> {
    pub(super) const fn new() -> Self {
        Self {
            vtable: ptr::null(),
            link: ptr::null_mut(),
            state: State::Created,
            borrowed: false,
            closing: false,
            bound: false,
            left: None,
            #[cfg(debug_assertions)]
            location: None,
        }
    }

    #[cfg(debug_assertions)]
    pub(super) fn suspended_at(&mut self, location: Option<&'static Location<'static>>) {
        self.location = location;
    }

    #[cfg(not(debug_assertions))]
    #[inline]
    #[allow(clippy::unused_self, reason = "the place is kept with debug assertions only")]
    pub(super) fn suspended_at(&mut self, _location: Option<&'static Location<'static>>) {}

    pub(super) fn location(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return self.location;
        #[cfg(not(debug_assertions))]
        None
    }
}

/// The operations of a frame whose body type is not known.
///
/// Every function takes the pointer that was made from the whole frame, so that it may reach the body behind the
/// header.
struct Vtable<Y, S, E> {
    #[cfg(feature = "alloc")]
    bind: unsafe fn(*mut Header<Y, S, E>),
    poll: unsafe fn(*mut Header<Y, S, E>, &Channel<Y, S, E>, &mut Context<'_>) -> Poll<()>,
    drop_body: unsafe fn(*mut Header<Y, S, E>),
    /// Where the body or the return value begins.
    #[cfg(feature = "alloc")]
    offset: usize,
    #[cfg(feature = "alloc")]
    free: unsafe fn(*mut Header<Y, S, E>),
    #[cfg(feature = "alloc")]
    name: fn() -> &'static str,
    awaits: bool,
}

/// The body until it ends, its return value from then until it is taken.
pub(super) union Content<R, B> {
    pub(super) body: ManuallyDrop<B>,
    returned: ManuallyDrop<R>,
}

/// One generator: header and body.
#[repr(C)]
pub(crate) struct Frame<M: Mode, Y, S, R, E, B> {
    pub(super) header: Header<Y, S, E>,
    pub(super) slot: M::Slot,
    pub(super) content: Content<R, B>,
}

impl<M: Mode, Y, S, R, E, B: Future<Output = R>> Frame<M, Y, S, R, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { header: Header::new(), slot: M::slot(), content: Content { body: ManuallyDrop::new(body) } }
    }

    const VTABLE: *const Vtable<Y, S, E> = {
        ptr::from_ref(&Vtable {
            // SAFETY: the caller passes a pointer to the whole frame with a live body.
            #[cfg(feature = "alloc")]
            bind: |header| unsafe { Self::bind(header.cast()) },
            poll: |header, channel, context| {
                let frame = header.cast::<Self>();
                // SAFETY: the caller of the vtable passes a pointer to the whole frame with a live body.
                unsafe {
                    match Self::poll(frame, channel, context) {
                        Poll::Ready(value) => {
                            Self::store_return(frame, value);
                            Poll::Ready(())
                        }
                        Poll::Pending => Poll::Pending,
                    }
                }
            },
            // SAFETY: as above.
            drop_body: |header| unsafe { Self::finish(header.cast()) },
            #[cfg(feature = "alloc")]
            offset: mem::offset_of!(Self, content),
            // SAFETY: the caller passes a frame that `OwnedFrame` boxed and that it gives up.
            #[cfg(feature = "alloc")]
            free: |header| unsafe { drop(alloc::boxed::Box::from_raw(header.cast::<Self>())) },
            #[cfg(feature = "alloc")]
            name: function_name::<B>,
            awaits: M::AWAITS,
        })
    };

    /// Tells the body where its frame is.
    ///
    /// # Safety
    ///
    /// `frame` points to a pinned frame whose body is live and was never polled, and nobody else uses it meanwhile.
    #[inline]
    pub(super) unsafe fn bind(frame: *mut Self) {
        // SAFETY: as in `poll`.
        unsafe {
            if !mem::replace(&mut (*frame).header.bound, true) {
                let body = Pin::new_unchecked(&mut *(*frame).content.body);
                M::bind(&raw const (*frame).slot, body);
            }
        }
    }

    /// Polls the body; when it is ready, it is gone and the state is `Finished`.
    ///
    /// # Safety
    ///
    /// `frame` points to a pinned frame whose body is live and bound, and nobody else uses the body meanwhile.
    #[inline]
    pub(super) unsafe fn poll(
        frame: *mut Self,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<R> {
        // SAFETY: the body is live and unaliased (caller), and never moves: frames are boxed or pinned. The slot lies
        // beside it.
        let poll = unsafe {
            let body = Pin::new_unchecked(&mut *(*frame).content.body);
            M::poll(&raw const (*frame).slot, body, channel, context)
        };
        if poll.is_ready() {
            // SAFETY: the body is live, if only as a husk.
            unsafe { Self::finish(frame) };
        }
        poll
    }

    /// Drops the body where it is and marks the frame finished, also when a destructor panics.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame whose body is live; it must not be used again.
    #[inline]
    pub(super) unsafe fn finish(frame: *mut Self) {
        // SAFETY: the caller gives up the body; the state says so before any destructor runs.
        unsafe {
            (*frame).header.state = State::Finished;
            ManuallyDrop::drop(&mut (*frame).content.body);
        }
    }

    /// Keeps the return value in the place of the body.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame in state `Finished`.
    #[inline]
    pub(super) unsafe fn store_return(frame: *mut Self, value: R) {
        // SAFETY: the body is gone, so its place is free.
        unsafe {
            (*frame).content.returned = ManuallyDrop::new(value);
            (*frame).header.state = State::Returned;
        }
    }

    /// Takes the kept return value.
    ///
    /// # Safety
    ///
    /// `frame` points to a frame in state `Returned`.
    #[inline]
    pub(super) unsafe fn take_return(frame: *mut Self) -> R {
        // SAFETY: the state says that the value is there; it is left at once.
        unsafe {
            (*frame).header.state = State::Finished;
            ManuallyDrop::take(&mut (*frame).content.returned)
        }
    }

    /// Prepares the frame to be reached without its type.
    ///
    /// # Safety
    ///
    /// `frame` points to a live frame.
    pub(super) unsafe fn erase(frame: *mut Self) -> *mut Header<Y, S, E> {
        // SAFETY: the frame is live (caller).
        unsafe { (*frame).header.vtable = Self::VTABLE };
        frame.cast()
    }
}

/// A pointer to a frame without the type of its body. Its header has a vtable.
pub(crate) struct Erased<Y, S, E>(*mut Header<Y, S, E>);

impl<Y, S, E> Erased<Y, S, E> {
    /// # Safety
    ///
    /// `header` comes from [`Frame::erase`], and the frame lives for as long as this pointer is used.
    #[inline]
    pub(super) unsafe fn new(header: *mut Header<Y, S, E>) -> Self {
        Self(header)
    }

    #[inline]
    fn vtable(&self) -> &Vtable<Y, S, E> {
        // SAFETY: `new` requires a live frame that was erased; the table is a promoted constant.
        unsafe { &*(*self.0).vtable }
    }

    /// # Safety
    ///
    /// As [`Frame::bind`].
    #[cfg(feature = "alloc")]
    pub(super) unsafe fn bind(&self) {
        // SAFETY: the same contract.
        unsafe { (self.vtable().bind)(self.0) }
    }

    /// # Safety
    ///
    /// As [`Frame::poll`]; a return value is kept in the frame.
    #[inline]
    pub(super) unsafe fn poll(&self, channel: &Channel<Y, S, E>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the same contract.
        unsafe { (self.vtable().poll)(self.0, channel, context) }
    }

    /// Whether the body may wait for something besides its yields.
    pub(super) fn awaits(&self) -> bool {
        self.vtable().awaits
    }

    /// # Safety
    ///
    /// As [`Frame::finish`].
    pub(super) unsafe fn finish(&self) {
        // SAFETY: the same contract.
        unsafe { (self.vtable().drop_body)(self.0) }
    }

    /// # Safety
    ///
    /// The frame's return type is `R`, and its state is `Returned` to read or `Finished` to write.
    #[cfg(feature = "alloc")]
    pub(super) unsafe fn return_slot<R>(&self) -> *mut R {
        // The content is a union that begins with the return value.
        self.content().cast()
    }

    #[cfg(feature = "alloc")]
    #[inline]
    fn content(&self) -> *mut u8 {
        self.0.cast::<u8>().wrapping_add(self.vtable().offset)
    }

    /// # Safety
    ///
    /// The frame was boxed, its body and return value are gone, and nobody uses it any more.
    #[cfg(feature = "alloc")]
    pub(super) unsafe fn free(&self) {
        // SAFETY: the same contract.
        unsafe { (self.vtable().free)(self.0) }
    }

    #[cfg(feature = "alloc")]
    pub(super) fn name(&self) -> &'static str {
        (self.vtable().name)()
    }
}

/// A delegate on its way onto a stack of frames.
///
/// Only the machinery can make one, and only from a frame that its holder owns or borrows exclusively.
#[must_use]
pub struct Link<Y, S, E> {
    pub(super) header: NonNull<Header<Y, S, E>>,
    pub(super) borrowed: bool,
}

impl<Y, S, E> Link<Y, S, E> {
    /// The same delegate, which is to survive its delegator.
    pub(crate) fn by_reference(self) -> Self {
        Self { borrowed: true, ..self }
    }
}

impl<Y, S, E> fmt::Debug for Link<Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

/// The name of the function that the body stands in, from how the compiler spells the body's type.
pub(super) fn function_name<B>() -> &'static str {
    let name = core::any::type_name::<B>();
    // A generator expression with one loop is called after its closure, which is the last of its type arguments.
    let mut name = name.strip_suffix("{{closure}}>").map_or(name, |_| &name[..name.len() - 1]);
    while let Some(outer) = name.strip_suffix("::{{closure}}") {
        name = outer;
    }
    last_segment(name)
}

/// The last part of a path, without its type arguments.
fn last_segment(path: &str) -> &str {
    let (mut begin, mut end, mut depth) = (0, path.len(), 0_u32);
    for (index, byte) in path.bytes().enumerate().rev() {
        match byte {
            b'>' if path[..index].ends_with('-') => {}
            b'>' => depth += 1,
            b'<' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = index;
                }
            }
            b':' if depth == 0 => {
                begin = index + 1;
                break;
            }
            _ => {}
        }
    }
    path.get(begin..end).unwrap_or(path)
}
