//! How the yields of a body reach the channel of their frame: all that differs between the two kinds of generators.

use core::future::Future;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

use super::channel::Channel;
use super::place::Place;

/// Synchronous or asynchronous.
pub trait Mode: Sized {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;

    /// How the yields of a body find their channel: what a token is made of, and its yields keep.
    type ChannelRef: Copy;

    /// What a yield keeps until it is first polled: its value, unless the channel has that already.
    type Offer<Y>;

    /// What a frame keeps beside its body.
    type Slot;

    /// The channel reference of a token that is not bound to a frame.
    fn unbound() -> Self::ChannelRef;

    /// An empty slot.
    fn slot() -> Self::Slot;

    /// The channel of the body that `future` lies in, unless it is polled elsewhere.
    ///
    /// Whoever resumes with that channel is polling that body this very moment.
    fn find<F>(channel: Self::ChannelRef, future: *const F, context: &Context<'_>) -> Option<NonNull<()>>;

    /// Begins a yield.
    ///
    /// # Safety
    ///
    /// The channel reference is that of a token with these types, in whose body this is called.
    unsafe fn offer<Y, S, E>(channel: Self::ChannelRef, value: Y, place: Place) -> Self::Offer<Y>;

    /// Whether this is the first poll of a yield whose value the channel has already.
    fn is_made<Y>(offer: &mut Self::Offer<Y>) -> bool;

    /// Gives the channel the value that the yield has kept; whether there was one.
    fn make<Y, S, E>(offer: &mut Self::Offer<Y>, channel: &Channel<Y, S, E>, place: Place) -> bool;

    /// Tells a body where its frame's slot is, before it is first polled for a channel.
    ///
    /// # Safety
    ///
    /// The slot lies in the frame of the body, which was never polled.
    unsafe fn bind<B: Future>(slot: *const Self::Slot, body: Pin<&mut B>);

    /// Polls a body whose yields use this channel.
    ///
    /// # Safety
    ///
    /// The slot lies in the frame of the body.
    ///
    /// # Panics
    ///
    /// When the body has to be bound and is not: what it waits for first finds no slot.
    unsafe fn poll<Y, S, E, B: Future>(
        slot: *const Self::Slot,
        body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output>;
}

#[cold]
#[inline(never)]
pub(super) fn polled_elsewhere() -> ! {
    panic!(
        "a yield was polled outside of the generator it belongs to: `yield_!` and its relatives must stand in the \
         body of the generator itself, not in a future that is polled elsewhere"
    );
}

#[cold]
#[inline(never)]
pub(super) fn awaited_something_foreign() -> ! {
    panic!(
        "the body of a synchronous generator awaited a future that was not ready: only yields can be waited for here; \
         use `#[async_generator]` to await"
    );
}
