//! Yields that find their channel by the waker: those of synchronous generators.
//!
//! A synchronous body is polled by nobody but this crate, so the channel travels as the data of the [`Waker`].

use core::future::Future;
use core::mem::{ManuallyDrop, size_of};
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use super::channel::Channel;
use super::mode::Mode;
use super::pinned_cell::address_of;
use super::place::Place;

/// The mode of [`Gen`](crate::Gen) and its like.
#[derive(Debug)]
pub enum Synchronous {}

impl Mode for Synchronous {
    const AWAITS: bool = false;
    type ChannelRef = ();
    type Offer<Y> = Option<Y>;
    type Slot = ();

    #[inline]
    fn unbound() {}

    #[inline]
    fn slot() {}

    #[inline]
    fn find<F>((): (), future: *const F, context: &Context<'_>) -> Option<NonNull<()>> {
        WakerData::find(future, context, &CHANNEL)
    }

    #[inline]
    unsafe fn offer<Y, S, E>((): (), value: Y, _: Place) -> Option<Y> {
        Some(value)
    }

    #[inline]
    fn is_made<Y>(_: &mut Option<Y>) -> bool {
        false
    }

    #[inline]
    fn make<Y, S, E>(offer: &mut Option<Y>, channel: &Channel<Y, S, E>, place: Place) -> bool {
        // Asked first, so that a resumption writes nothing here.
        if offer.is_none() {
            return false;
        }
        let Some(value) = offer.take() else { return false };
        channel.put_yielded(value, place.get());
        true
    }

    #[inline]
    unsafe fn bind<B: Future>(_: *const (), _: Pin<&mut B>) {}

    #[inline]
    unsafe fn poll<Y, S, E, B: Future>(
        _: *const (),
        mut body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        _: &mut Context<'_>,
    ) -> Poll<B::Output> {
        let data = WakerData::new(body.as_mut(), NonNull::from(channel).cast());
        body.poll(&mut Context::from_waker(&data.waker(&CHANNEL)))
    }
}

/// What a waker of this module carries: something for the futures in one body, and for no others.
pub(super) struct WakerData {
    /// Where the body lies.
    body: *const (),
    size: usize,
    brought: NonNull<()>,
}

impl WakerData {
    #[inline]
    pub(super) fn new<B>(body: Pin<&mut B>, brought: NonNull<()>) -> Self {
        Self { body: address_of(body).cast(), size: size_of::<B>(), brought }
    }

    #[inline]
    pub(super) fn waker(&self, vtable: &'static RawWakerVTable) -> ManuallyDrop<Waker> {
        // SAFETY: the functions of the vtables never read the data, so the contract of a `RawWaker` holds for any data; what
        // the data is matters only to `find`.
        ManuallyDrop::new(unsafe { Waker::from_raw(RawWaker::new(ptr::from_ref(self).cast(), vtable)) })
    }

    /// What the context brings to `future`; nothing when it is none of ours, or meant for another body.
    #[inline]
    pub(super) fn find<F>(
        future: *const F,
        context: &Context<'_>,
        vtable: &'static RawWakerVTable,
    ) -> Option<NonNull<()>> {
        let waker = context.waker();
        if !ptr::eq(waker.vtable(), vtable) {
            return None;
        }
        // SAFETY: only `waker` makes wakers with these vtables, from data that lives for as long as the context is lent out;
        // clones have another vtable.
        let data = unsafe { &*waker.data().cast::<Self>() };
        (future.addr().wrapping_sub(data.body.addr()) < data.size).then_some(data.brought)
    }
}

/// The vtable of a waker that brings something. Waking does nothing.
pub(super) const fn vtable() -> RawWakerVTable {
    RawWakerVTable::new(|_| CLONE, |_| {}, |_| {}, |_| {})
}

/// Waking does nothing: a synchronous generator is resumed by its caller.
static CHANNEL: RawWakerVTable = vtable();

/// Clones bring nothing, so that one that a foreign future keeps never dangles.
const CLONE: RawWaker = RawWaker::new(ptr::null(), &CLONED);

static CLONED: RawWakerVTable = RawWakerVTable::new(|_| CLONE, |_| {}, |_| {}, |_| {});
