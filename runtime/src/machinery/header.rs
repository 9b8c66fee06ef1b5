//! The header of a frame: the part that links reach, whatever the body is.

use core::cell::Cell;
use core::fmt;
use core::ops::Deref;
use core::panic::Location;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use super::channel::{Channel, Operation};

/// Where a frame stands.
///
/// | state | what is live | how it came here | how it goes on |
/// |---|---|---|---|
/// | `Created` | the body, which was never resumed | the frame is made | a start, a link, or its end |
/// | `Suspended` | the body, at a yield of its own | a yield | any operation, a link |
/// | `Delegating` | the body, at a delegation; a root | a delegate was put on top of it | as `Suspended` |
/// | `Released` | the same; the links above it lead upwards | it was taken off another stack, with the frames above it | as `Suspended` |
/// | `Waiting` | the body, at an await; a root | an operation was interrupted | the same operation |
/// | `Linked` | the body; the frame is on the stack of another | it was put there as a delegate | its end, or it is released |
/// | `Lifted` | the same, above a released frame: its link leads upwards | the frame below was released | as `Linked` |
/// | `Returned` | the return value | the body ended without its type being known, or iteration kept the value | the value is taken |
/// | `Finished` | nothing | the body ended, was dropped, or panicked | never |
///
/// Three invariants follow, and the unsafe code of the machinery rests on them.
///
/// - **Live body.** In every state but the last two the body is live, and it is dropped by [`Root::finish`] only, which
///   says `Finished` before it runs a destructor. So a body is dropped once, whatever panics.
/// - **Held below.** A linked or lifted frame is held by the body of a frame below it on the same stack, or borrowed by one. That body
///   is not dropped while the frame is linked: a stack is taken apart from the top. So every link leads to a live frame.
/// - **One user.** A frame is used by whoever has its handle by `&mut`; while it is linked that is whoever has the root.
///   The delegation that borrowed it keeps everybody else away.
///
/// A delegator that is forgotten breaks none of them: its memory is leaked, so the links into it stay good.
///
/// [`Root::finish`]: super::root::Root::finish
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Created,
    Suspended,
    Delegating,
    Released,
    Waiting,
    Linked,
    Lifted,
    Returned,
    Finished,
}

/// Who holds a linked frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// Its delegator, by value.
    ByValue,
    /// Its delegator, which has it as a local and delegates to it by reference.
    AsLocal,
    /// Somebody else: the delegator only borrows it.
    Elsewhere,
}

/// What every frame has, whatever its body. It is made of cells: whoever may use the frame may read and write it.
pub(crate) struct Header<Y, S, E> {
    /// That of no body until a frame is first linked or erased whose body does not delegate: a plain loop never mentions its
    /// own, so that its body is polled from a single place and inlines.
    vtable: Cell<*const Vtable<Y, S, E>>,
    /// Of a root that delegates: the top of its stack. Of a root that is polled without its type and suspended: itself. Of a
    /// linked frame: the one below. Of a released or lifted frame: the one above, or none.
    pub(super) link: Cell<Option<FramePointer<Y, S, E>>>,
    pub(super) state: Cell<State>,
    pub(super) held: Cell<Held>,
    /// On the stack when a close began, so it gets that close when its turn comes (rule [D7](crate::guide::rules#d7)).
    pub(super) closing: Cell<bool>,
    /// The body knows where its frame is, if it has to.
    pub(super) bound: Cell<bool>,
    /// Of a root: the operation that was interrupted in mid-await (rule [A21](crate::guide::rules#a21)). Of a lifted frame: that of its root. Always
    /// `None` in a synchronous one.
    pub(super) interrupted: Cell<Option<Operation>>,
    #[cfg(debug_assertions)]
    place: Cell<Option<&'static Location<'static>>>,
}

impl<Y, S, E> Header<Y, S, E> {
    #[inline]
    pub(super) const fn new(vtable: *const Vtable<Y, S, E>) -> Self {
        Self {
            vtable: Cell::new(vtable),
            link: Cell::new(None),
            state: Cell::new(State::Created),
            held: Cell::new(Held::ByValue),
            closing: Cell::new(false),
            bound: Cell::new(false),
            interrupted: Cell::new(None),
            #[cfg(debug_assertions)]
            place: Cell::new(None),
        }
    }

    /// Makes it possible to reach the body without its type.
    ///
    /// # Safety
    ///
    /// The table is a constant, for the frame that this is the header of.
    #[inline]
    pub(super) unsafe fn set_vtable(&self, vtable: *const Vtable<Y, S, E>) {
        self.vtable.set(vtable);
    }

    #[inline]
    #[allow(clippy::unused_self, unused_variables, reason = "the place is kept with debug assertions only")]
    pub(super) fn suspended_at(&self, place: Option<&'static Location<'static>>) {
        #[cfg(debug_assertions)]
        self.place.set(place);
    }

    #[allow(clippy::unused_self, reason = "the place is kept with debug assertions only")]
    pub(super) fn place(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return self.place.get();
        #[cfg(not(debug_assertions))]
        None
    }
}

/// The operations of a frame whose body type is not known.
///
/// # Safety
///
/// Each function asks for a frame of the type whose table this is, boxed or pinned and live, that nobody else uses meanwhile.
/// The body that is polled is live and bound; if it awaits, there is a context. The frame that is freed was boxed, and its
/// body and return value are gone.
pub(super) struct Vtable<Y, S, E> {
    #[cfg(feature = "alloc")]
    pub(super) bind: unsafe fn(FramePointer<Y, S, E>),
    /// A return value is kept in the frame. There is no context above a synchronous root.
    pub(super) poll:
        unsafe fn(FramePointer<Y, S, E>, &Channel<Y, S, E>, Option<&mut Context<'_>>) -> Poll<()>,
    pub(super) finish: unsafe fn(FramePointer<Y, S, E>),
    pub(super) size: usize,
    /// Where the body or the return value begins.
    #[cfg(feature = "alloc")]
    pub(super) offset: usize,
    #[cfg(feature = "alloc")]
    pub(super) free: unsafe fn(FramePointer<Y, S, E>),
    #[cfg(feature = "alloc")]
    pub(super) name: fn() -> &'static str,
    pub(super) awaits: bool,
}

impl<Y, S, E> Vtable<Y, S, E> {
    /// That of a frame whose body is reached with its type only.
    pub(super) const NONE: *const Self = ptr::from_ref(&Self {
        #[cfg(feature = "alloc")]
        bind: |_| never_erased(),
        poll: |_, _, _| never_erased(),
        finish: |_| never_erased(),
        size: 0,
        #[cfg(feature = "alloc")]
        offset: 0,
        #[cfg(feature = "alloc")]
        free: |_| never_erased(),
        #[cfg(feature = "alloc")]
        name: || "generator",
        awaits: false,
    });
}

fn never_erased() -> ! {
    unreachable!("a frame is erased before it is reached without its type")
}

/// A pointer to a frame, whatever its body. It may reach all of the frame.
///
/// It is only used while the frame is live: as long as its handle, of which it was made; and where it is a link, by the
/// invariant "held below" of [`State`].
pub(crate) struct FramePointer<Y, S, E>(NonNull<Header<Y, S, E>>);

impl<Y, S, E> Clone for FramePointer<Y, S, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<Y, S, E> Copy for FramePointer<Y, S, E> {}

impl<Y, S, E> PartialEq for FramePointer<Y, S, E> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<Y, S, E> Deref for FramePointer<Y, S, E> {
    type Target = Header<Y, S, E>;

    #[inline]
    fn deref(&self) -> &Header<Y, S, E> {
        // SAFETY: the frame is live (`new`). A header is made of cells, so this reference keeps nobody else away.
        unsafe { self.0.as_ref() }
    }
}

impl<Y, S, E> FramePointer<Y, S, E> {
    /// # Safety
    ///
    /// `frame` may reach all of a frame with these types. Whenever the pointer or a copy of it is used, the frame is live, and
    /// boxed or pinned, and nobody else uses it meanwhile (invariant "one user" of [`State`]).
    #[inline]
    pub(super) unsafe fn new<F>(frame: NonNull<F>) -> Self {
        Self(frame.cast())
    }

    /// The same pointer, with another name for what is yielded.
    ///
    /// # Safety
    ///
    /// The two types differ in lifetimes only, and no value is taken out for longer than it lives.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) unsafe fn with_yield<Z>(self) -> FramePointer<Z, S, E> {
        FramePointer(self.0.cast())
    }

    #[cfg(feature = "alloc")]
    pub(super) fn memory(self) -> *mut u8 {
        self.0.as_ptr().cast()
    }

    /// What lies in the frame so many bytes from its beginning.
    #[inline]
    pub(super) fn at<T>(self, offset: usize) -> *mut T {
        self.0.as_ptr().cast::<u8>().wrapping_add(offset).cast()
    }

    #[inline]
    fn vtable(&self) -> &Vtable<Y, S, E> {
        // SAFETY: the vtable of a frame is a constant (`Header::new`, `set_vtable`).
        unsafe { &*self.vtable.get() }
    }

    /// Tells the body of an erased frame where that is, if it was never polled.
    #[cfg(feature = "alloc")]
    pub(super) fn bind(self) {
        // SAFETY: the table is that of the frame's type, and the frame as it asks for (`new`).
        unsafe { (self.vtable().bind)(self) }
    }

    /// # Safety
    ///
    /// As [`Vtable`] says.
    #[inline]
    pub(super) unsafe fn poll(
        self,
        channel: &Channel<Y, S, E>,
        context: Option<&mut Context<'_>>,
    ) -> Poll<()> {
        // SAFETY: the caller's; the table is that of the frame's type.
        unsafe { (self.vtable().poll)(self, channel, context) }
    }

    /// Drops the body of an erased frame, if there is one: as [`Root::finish`](super::root::Root::finish).
    pub(super) fn finish(self) {
        // SAFETY: the table is that of the frame's type, and the frame as it asks for (`new`).
        unsafe { (self.vtable().finish)(self) }
    }

    /// Whether the body may wait for something besides its yields.
    pub(super) fn awaits(self) -> bool {
        self.vtable().awaits
    }

    /// Whether an address lies in the memory of this frame.
    pub(super) fn holds(self, address: *const ()) -> bool {
        address.addr().wrapping_sub(self.0.addr().get()) < self.vtable().size
    }

    /// Whether the body is live (invariant "live body").
    #[inline]
    pub(super) fn has_body(self) -> bool {
        !matches!(self.state.get(), State::Returned | State::Finished)
    }

    /// Where the return value is, or goes: it is what the content of a frame begins with.
    #[cfg(feature = "alloc")]
    #[inline]
    pub(super) fn returned<R>(self) -> *mut R {
        self.at(self.vtable().offset)
    }

    /// # Safety
    ///
    /// As [`Vtable`] says.
    #[cfg(feature = "alloc")]
    pub(super) unsafe fn free(self) {
        // SAFETY: the caller's; the table is that of the frame's type.
        unsafe { (self.vtable().free)(self) }
    }

    #[cfg(feature = "alloc")]
    pub(super) fn name(self) -> &'static str {
        (self.vtable().name)()
    }
}

/// A delegate on its way onto a stack of frames.
///
/// Only the machinery can make one, and only from a frame that its holder owns or borrows exclusively.
#[must_use]
pub struct Link<Y, S, E> {
    pub(super) frame: FramePointer<Y, S, E>,
    /// Where the handle of a delegate by reference is; null for one by value.
    pub(super) handle: *const (),
}

impl<Y, S, E> Link<Y, S, E> {
    #[inline]
    pub(super) fn by_value(frame: FramePointer<Y, S, E>) -> Self {
        Self { frame, handle: ptr::null() }
    }

    /// The same delegate by reference to its handle: it is to survive its delegator.
    pub(crate) fn by_reference<G: ?Sized>(self, handle: *const G) -> Self {
        // Behind several references, the innermost leads to the handle.
        if self.handle.is_null() { Self { handle: handle.cast(), ..self } } else { self }
    }
}

impl<Y, S, E> fmt::Debug for Link<Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}
