//! How the yields of a body reach the channel of their frame: the one difference between the two kinds of generators.
//!
//! A synchronous body is polled by nobody but the driver, so the channel travels as the data of the [`Waker`]. An
//! asynchronous body awaits futures which must see their caller's own [`Context`] (rule A6), so the channel is left in a
//! *slot* of the frame; the body learns where that is when it is first polled.

use core::cell::Cell;
use core::future::Future;
use core::mem::{self, ManuallyDrop, size_of};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use super::channel::Channel;
use super::token::Here;

/// Synchronous or asynchronous.
pub trait Mode: Sized {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;

    /// The way from a yield to its channel: what a token is made of, and its yields keep.
    type Line: Copy;

    /// What a yield keeps until it is first polled: its value, unless the channel has that already.
    type Offer<Y>;

    /// What a frame keeps beside its body.
    type Slot;

    /// The line of a token that is not bound to a frame.
    fn line() -> Self::Line;

    /// An empty slot.
    fn slot() -> Self::Slot;

    /// The channel of the body that a yield of this line lies in, unless it is polled elsewhere.
    ///
    /// The driver of that channel is polling that body this very moment.
    fn find<F>(line: Self::Line, future: *const F, context: &Context<'_>) -> Option<NonNull<()>>;

    /// Begins a yield.
    fn offer<Y, S, E>(line: Self::Line, value: Y, location: Here) -> Self::Offer<Y>;

    /// Whether this is the first poll of a yield whose value the channel has already.
    fn is_made<Y>(offer: &mut Self::Offer<Y>) -> bool;

    /// Gives the channel the value that the yield has kept; whether there was one.
    fn make<Y, S, E>(offer: &mut Self::Offer<Y>, channel: &Channel<Y, S, E>, location: Here) -> bool;

    /// Tells a body where its frame's slot is, before it is first polled for a channel.
    ///
    /// # Safety
    ///
    /// `slot` is that of the frame of the body, at the same place as at every poll; the body was never polled.
    unsafe fn bind<B: Future>(slot: *const Self::Slot, body: Pin<&mut B>);

    /// Polls a body whose yields use this channel.
    ///
    /// # Safety
    ///
    /// `slot` is that of the frame of the body, at the same place as at every other poll; neither is used by anybody else
    /// meanwhile.
    unsafe fn poll<Y, S, E, B: Future>(
        slot: *const Self::Slot,
        body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output>;
}

/// The mode of [`Gen`](crate::Gen) and its like.
#[derive(Debug)]
pub enum Synchronous {}

impl Mode for Synchronous {
    const AWAITS: bool = false;
    type Line = ();
    type Offer<Y> = Option<Y>;
    type Slot = ();

    #[inline]
    fn line() {}

    #[inline]
    fn slot() {}

    #[inline]
    fn find<F>((): (), future: *const F, context: &Context<'_>) -> Option<NonNull<()>> {
        Errand::find(future, context, &CHANNEL)
    }

    #[inline]
    fn offer<Y, S, E>((): (), value: Y, _: Here) -> Option<Y> {
        Some(value)
    }

    #[inline]
    fn is_made<Y>(_: &mut Option<Y>) -> bool {
        false
    }

    #[inline]
    fn make<Y, S, E>(offer: &mut Option<Y>, channel: &Channel<Y, S, E>, location: Here) -> bool {
        let Some(value) = offer.take() else { return false };
        channel.yielded(value, location.get());
        true
    }

    #[inline]
    unsafe fn bind<B: Future>(_: *const (), _: Pin<&mut B>) {}

    #[inline]
    unsafe fn poll<Y, S, E, B: Future>(
        _: *const (),
        body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        _: &mut Context<'_>,
    ) -> Poll<B::Output> {
        let errand = Errand::to(&*body, NonNull::from(channel).cast());
        body.poll(&mut Context::from_waker(&errand.waker(&CHANNEL)))
    }
}

/// The mode of [`AsyncGen`](crate::AsyncGen) and its like.
#[derive(Debug)]
pub enum Asynchronous {}

/// Where the yields of an asynchronous body find their channel: the slot of its frame.
#[derive(Clone, Copy, Debug)]
pub struct Line(*const Slot);

impl Line {
    #[inline]
    fn channel(self) -> Option<NonNull<()>> {
        // SAFETY: the slot is that of the frame whose body holds the token of this line (`Bind`), which is pinned since; or
        // it is `UNBOUND`. The channel in it is that of this body and of no other.
        unsafe { (*self.0).channel.get() }
    }
}

// SAFETY: the slot is used when a yield of the body is made or polled, by whoever polls the body: that one has the frame to
// itself, by the `&mut` behind every operation, and so has everyone before, on whatever thread.
unsafe impl Send for Line {}
// SAFETY: as above; a shared reference lives in the body only, whose futures alone use it.
unsafe impl Sync for Line {}

/// The place in a frame where its body finds the channel of the poll that is under way.
#[derive(Debug)]
pub struct Slot {
    channel: Cell<Option<NonNull<()>>>,
}

impl Mode for Asynchronous {
    const AWAITS: bool = true;
    type Line = Line;
    type Offer<Y> = bool;
    type Slot = Slot;

    #[inline]
    fn line() -> Line {
        Line(&raw const UNBOUND.0)
    }

    #[inline]
    fn slot() -> Slot {
        Slot { channel: Cell::new(None) }
    }

    #[inline]
    fn find<F>(line: Line, _: *const F, _: &Context<'_>) -> Option<NonNull<()>> {
        line.channel()
    }

    /// The channel is known already, so the value goes there without a stay in the body.
    #[inline]
    fn offer<Y, S, E>(line: Line, value: Y, location: Here) -> bool {
        // SAFETY: as in `Channel::with`: the future is made in the body that is being polled.
        unsafe { Channel::<Y, S, E>::at(line.channel()) }.yielded(value, location.get());
        true
    }

    #[inline]
    fn is_made<Y>(is_new: &mut bool) -> bool {
        mem::take(is_new)
    }

    #[inline]
    fn make<Y, S, E>(_: &mut bool, _: &Channel<Y, S, E>, _: Here) -> bool {
        false
    }

    /// By a poll that meets nothing but the `Bind` which comes before everything else in the body.
    #[cold]
    #[inline(never)]
    unsafe fn bind<B: Future>(slot: *const Slot, body: Pin<&mut B>) {
        // SAFETY: the slot is live (caller).
        let errand = Errand::to(&*body, unsafe { NonNull::new_unchecked(slot.cast_mut().cast()) });
        let poll = body.poll(&mut Context::from_waker(&errand.waker(&GREETING)));
        debug_assert!(poll.is_pending(), "a body waits to be bound before all else");
    }

    #[inline]
    unsafe fn poll<Y, S, E, B: Future>(
        slot: *const Slot,
        body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output> {
        // SAFETY: the slot is live (caller), and made of cells.
        let occupied = Occupied(unsafe { &*slot });
        occupied.0.channel.set(Some(NonNull::from(channel).cast()));
        body.poll(context)
    }
}

/// The slot of the tokens that are not bound, which stays empty.
static UNBOUND: Unbound = Unbound(Slot { channel: Cell::new(None) });

struct Unbound(Slot);

// SAFETY: it is only read: nothing but a frame's own slot is ever polled with.
unsafe impl Sync for Unbound {}

/// Leaves no channel behind when a poll ends, by a panic too.
struct Occupied<'s>(&'s Slot);

impl Drop for Occupied<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.channel.set(None);
    }
}

impl Line {
    /// Where a greeting says that the slot is, for the body that `future` lies in.
    pub(super) fn greeted<F>(future: *const F, context: &Context<'_>) -> Self {
        let slot = Errand::find(future, context, &GREETING).unwrap_or_else(|| foreign_context());
        Self(slot.as_ptr().cast())
    }
}

#[cold]
#[inline(never)]
pub(super) fn foreign_context() -> ! {
    panic!(
        "a yield was polled outside of the generator it belongs to: `yield_!` and its relatives must stand in the \
         body of the generator itself, not in a future that is polled elsewhere"
    );
}

/// What a waker of this module carries: something for the futures in one body, and for no others.
struct Errand {
    body: *const (),
    size: usize,
    brought: NonNull<()>,
}

impl Errand {
    #[inline]
    fn to<B>(body: &B, brought: NonNull<()>) -> Self {
        Self { body: ptr::from_ref(body).cast(), size: size_of::<B>(), brought }
    }

    #[inline]
    fn waker(&self, vtable: &'static RawWakerVTable) -> ManuallyDrop<Waker> {
        // SAFETY: the functions of the vtables never read the data, so the contract of a `RawWaker` holds for any data; what
        // the data is matters only to `find`.
        ManuallyDrop::new(unsafe { Waker::from_raw(RawWaker::new(ptr::from_ref(self).cast(), vtable)) })
    }

    /// What the context brings to `future`; nothing when it is none of ours, or meant for another body.
    #[inline]
    fn find<F>(
        future: *const F,
        context: &Context<'_>,
        vtable: &'static RawWakerVTable,
    ) -> Option<NonNull<()>> {
        let waker = context.waker();
        if !ptr::eq(waker.vtable(), vtable) {
            return None;
        }
        // SAFETY: only `waker` makes wakers with these vtables, from an errand that lives for as long as the context is lent
        // out; clones have another.
        let errand = unsafe { &*waker.data().cast::<Self>() };
        (future.addr().wrapping_sub(errand.body.addr()) < errand.size).then_some(errand.brought)
    }
}

/// Waking does nothing: a synchronous generator is resumed by its caller.
static CHANNEL: RawWakerVTable = RawWakerVTable::new(|_| CLONE, |_| {}, |_| {}, |_| {});

/// The same for a greeting, which the body answers before it does anything else.
static GREETING: RawWakerVTable = RawWakerVTable::new(|_| CLONE, |_| {}, |_| {}, |_| {});

/// Clones bring nothing, so that one that a foreign future keeps never dangles (trap 4).
const CLONE: RawWaker = RawWaker::new(ptr::null(), &CLONED);

static CLONED: RawWakerVTable = RawWakerVTable::new(|_| CLONE, |_| {}, |_| {}, |_| {});
