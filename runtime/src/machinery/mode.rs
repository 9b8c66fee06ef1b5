//! How the yields of a body reach the channel of their frame: the one difference between the two kinds of generators.
//!
//! A synchronous body is polled by nobody but the driver, so the channel travels as the data of the [`Waker`]. An
//! asynchronous body awaits futures which must see their caller's own [`Context`] (rule A6), so the channel is left in a
//! *slot* of the frame; the body learns where that is when it is first polled.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use super::channel::{Bounds, Channel};

/// Synchronous or asynchronous.
pub trait Mode: Sized {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;

    /// What a yield keeps of its token, to find the channel.
    type Line<'t>: Copy
    where
        Self: 't;

    /// What a frame keeps beside its body.
    type Slot;

    /// What a token is made of.
    fn new() -> Self;

    /// The way from a yield to its channel.
    fn line(&self) -> Self::Line<'_>;

    /// An empty slot.
    fn slot() -> Self::Slot;

    /// The channel of the body that is being polled, or null when there is none.
    ///
    /// What is not null points to a channel whose driver is polling this very moment; of which body, its bounds
    /// say.
    fn find(line: Self::Line<'_>, context: &Context<'_>) -> *const ();

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
pub struct Synchronous;

impl Mode for Synchronous {
    const AWAITS: bool = false;
    type Line<'t> = PhantomData<&'t Self>;
    type Slot = ();

    #[inline]
    fn new() -> Self {
        Self
    }

    /// Nothing: a body that points into itself is not kept in registers.
    #[inline]
    fn line(&self) -> PhantomData<&Self> {
        PhantomData
    }

    #[inline]
    fn slot() {}

    #[inline]
    fn find(_: PhantomData<&Self>, context: &Context<'_>) -> *const () {
        let waker = context.waker();
        // Only `poll` makes a waker with this vtable and data, from a channel that is borrowed for as long as the
        // context is lent out; clones of it carry null.
        if ptr::eq(waker.vtable(), &raw const CHANNEL) { waker.data() } else { ptr::null() }
    }

    #[inline]
    unsafe fn poll<Y, S, E, B: Future>(
        _: *const (),
        body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        _: &mut Context<'_>,
    ) -> Poll<B::Output> {
        let waker = waker(ptr::from_ref(channel).cast(), &CHANNEL);
        body.poll(&mut Context::from_waker(&waker))
    }
}

/// The mode of [`AsyncGen`](crate::AsyncGen) and its like.
#[derive(Debug)]
pub struct Asynchronous {
    /// Null until the body is bound to its frame.
    slot: Cell<*const Slot>,
}

// SAFETY: the cell is written when the body is first polled and read when it is polled: whoever does either has the
// frame to itself, by the `&mut` behind every operation, and so has everyone before, on whatever thread.
unsafe impl Send for Asynchronous {}
// SAFETY: as above; a shared reference lives in the body only, whose futures alone use it.
unsafe impl Sync for Asynchronous {}

/// The place in a frame where its body finds the channel of the poll that is under way.
#[derive(Debug)]
pub struct Slot {
    channel: Cell<*const ()>,
    /// Whether the body knows this slot.
    bound: Cell<bool>,
}

impl Mode for Asynchronous {
    const AWAITS: bool = true;
    type Line<'t> = &'t Self;
    type Slot = Slot;

    #[inline]
    fn new() -> Self {
        Self { slot: Cell::new(ptr::null()) }
    }

    #[inline]
    fn line(&self) -> &Self {
        self
    }

    #[inline]
    fn slot() -> Slot {
        Slot { channel: Cell::new(ptr::null()), bound: Cell::new(false) }
    }

    #[inline]
    fn find(line: &Self, _: &Context<'_>) -> *const () {
        let slot = line.slot.get();
        if slot.is_null() {
            return ptr::null();
        }
        // SAFETY: the slot is that of the frame that was bound when it polled the body of this token (`Bind`). The
        // frame is pinned since, and holds the body.
        unsafe { (*slot).channel.get() }
    }

    #[inline]
    unsafe fn poll<Y, S, E, B: Future>(
        slot: *const Slot,
        mut body: Pin<&mut B>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Poll<B::Output> {
        // SAFETY: the slot is live (caller), and made of cells.
        let occupied = Occupied(unsafe { &*slot });
        occupied.0.channel.set(ptr::from_ref(channel).cast());
        let greeting = Greeting { bounds: channel.bounds(), slot };
        let waker = waker(ptr::from_ref(&greeting).cast(), &GREETING);
        let mut greeting_context = Context::from_waker(&waker);
        // One place that polls the body, for it is inlined into one only.
        loop {
            let is_bound = occupied.0.bound.replace(true);
            let context = if is_bound {
                ptr::from_mut(context).cast::<Context<'_>>()
            } else {
                ptr::from_mut(&mut greeting_context).cast()
            };
            // SAFETY: both contexts live longer than this poll, for which the body has it; its lifetime is any to a body.
            let poll = body.as_mut().poll(unsafe { &mut *context });
            if is_bound || poll.is_ready() {
                return poll;
            }
        }
    }
}

/// Leaves no channel behind when a poll ends, by a panic too.
struct Occupied<'s>(&'s Slot);

impl Drop for Occupied<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.channel.set(ptr::null());
    }
}

/// What the first poll of a body tells its [`Bind`], which comes before everything else in it: nothing of the user sees
/// this context. The body is then polled once more, with the caller's.
struct Greeting {
    bounds: Bounds,
    slot: *const Slot,
}

/// What an asynchronous body waits for first: to be told where its frame's slot is.
#[derive(Debug)]
#[must_use = "a body is bound when this is awaited"]
pub struct Bind<'t>(&'t Asynchronous);

impl Asynchronous {
    #[inline]
    pub(crate) fn bind(&self) -> Bind<'_> {
        Bind(self)
    }
}

impl Future for Bind<'_> {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if !self.0.slot.get().is_null() {
            return Poll::Ready(());
        }
        let waker = context.waker();
        if !ptr::eq(waker.vtable(), &raw const GREETING) || waker.data().is_null() {
            foreign_context();
        }
        // SAFETY: a waker with this vtable and data is made in `poll` only, from a greeting that lives for as long as the
        // context is lent out; clones of it carry null.
        let greeting = unsafe { &*waker.data().cast::<Greeting>() };
        if !greeting.bounds.contain(ptr::from_ref(&*self)) {
            foreign_context();
        }
        self.0.slot.set(greeting.slot);
        Poll::Pending
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

/// A waker that carries a pointer to the body and is never dropped.
#[inline]
fn waker(data: *const (), vtable: &'static RawWakerVTable) -> ManuallyDrop<Waker> {
    // SAFETY: the functions of both vtables never read the data, so the contract of a `RawWaker` holds for any data; what
    // the data is matters only to those who look for a vtable of this module.
    ManuallyDrop::new(unsafe { Waker::from_raw(RawWaker::new(data, vtable)) })
}

/// Waking does nothing: a synchronous generator is resumed by its caller. Clones carry no channel, so that one
/// that a foreign future keeps never dangles (trap 4).
static CHANNEL: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &CHANNEL), |_| {}, |_| {}, |_| {});

/// The same for a greeting, which the body answers before it does anything else.
static GREETING: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &GREETING), |_| {}, |_| {}, |_| {});
