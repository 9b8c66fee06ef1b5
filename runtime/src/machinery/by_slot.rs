//! Yields that find their channel by a slot in their frame: those of asynchronous generators.
//!
//! An asynchronous body awaits futures which must see their caller's own [`Context`] (rule
//! [A6](crate::guide::rules#a6)), so the channel cannot travel there. It is left in a *slot* of the frame; the body
//! learns where that is when it is first polled.

use core::cell::Cell;
use core::future::Future;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll, RawWakerVTable};

use super::by_waker::{self, WakerData};
use super::channel::Channel;
use super::mode::{Mode, polled_elsewhere};
use super::place::Place;

/// The mode of [`AsyncGen`](crate::AsyncGen) and its like.
#[derive(Debug)]
pub enum Asynchronous {}

/// Where the yields of an asynchronous body find their channel: the slot of its frame.
#[derive(Clone, Copy, Debug)]
pub struct SlotRef(*const Slot);

impl SlotRef {
    /// The slot that the bind poll brings to `future`, which lies in the body.
    pub(super) fn brought_to<F>(future: *const F, context: &Context<'_>) -> Self {
        let slot = WakerData::find(future, context, &BIND).unwrap_or_else(|| polled_elsewhere());
        Self(slot.as_ptr().cast())
    }

    #[inline]
    fn channel(self) -> Option<NonNull<()>> {
        // SAFETY: the slot is that of the frame whose body holds the token with this reference (`bind`), which is boxed or
        // pinned since; or it is `UNBOUND`. It is made of cells.
        let slot = unsafe { &*self.0 };
        slot.channel.get()
    }
}

// SAFETY: the slot is used when a yield of the body is made or polled, by whoever polls the body: that one has the frame to
// itself (invariant "one user"), and so has everyone before, on whatever thread.
unsafe impl Send for SlotRef {}
// SAFETY: a shared reference lives in the body only, whose futures alone use it; they are polled as `Send` says.
unsafe impl Sync for SlotRef {}

/// The place in a frame where its body finds the channel of the poll that is under way.
#[derive(Debug)]
pub struct Slot {
    channel: Cell<Option<NonNull<()>>>,
}

impl Mode for Asynchronous {
    const AWAITS: bool = true;
    type ChannelRef = SlotRef;
    type Offer<Y> = bool;
    type Slot = Slot;

    #[inline]
    fn unbound() -> SlotRef {
        SlotRef(&raw const UNBOUND.0)
    }

    #[inline]
    fn slot() -> Slot {
        Slot { channel: Cell::new(None) }
    }

    #[inline]
    fn find<F>(slot: SlotRef, _: *const F, _: &Context<'_>) -> Option<NonNull<()>> {
        slot.channel()
    }

    /// The channel is known already, so the value goes there without a stay in the body.
    #[inline]
    unsafe fn offer<Y, S, E>(slot: SlotRef, value: Y, place: Place) -> bool {
        let channel = slot.channel();
        if cfg!(debug_assertions) && channel.is_none() {
            polled_elsewhere();
        }
        // SAFETY: this is part of a poll of the body (caller), and each of those leaves its channel in the slot. Not asked again
        // without debug assertions, as it costs 2 of the 71 instructions of an item.
        let channel = unsafe { channel.unwrap_unchecked() };
        // SAFETY: the channel has the types of the token (`Token::new`), and lives until that poll returns.
        let channel = unsafe { channel.cast::<Channel<Y, S, E>>().as_ref() };
        channel.put_yielded(value, place.get());
        true
    }

    #[inline]
    fn is_made<Y>(is_new: &mut bool) -> bool {
        let made = *is_new;
        if made {
            *is_new = false;
        }
        made
    }

    #[inline]
    fn make<Y, S, E>(_: &mut bool, _: &Channel<Y, S, E>, _: Place) -> bool {
        false
    }

    /// By a poll that meets nothing but the `Bind` which comes before everything else in the body.
    #[cold]
    #[inline(never)]
    unsafe fn bind<B: Future>(slot: *const Slot, mut body: Pin<&mut B>) {
        let Some(slot) = NonNull::new(slot.cast_mut()) else { unreachable!("a slot lies in a frame") };
        let data = WakerData::new(body.as_mut(), slot.cast());
        let poll = body.poll(&mut Context::from_waker(&data.waker(&BIND)));
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

/// The vtable of the bind poll's waker, which the body meets before it does anything else.
static BIND: RawWakerVTable = by_waker::vtable();
