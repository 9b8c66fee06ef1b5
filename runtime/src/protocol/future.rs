//! The operations on an asynchronous generator, as futures.
//!
//! None of them does anything until it is polled (rule [A5](crate::guide::rules#a5)), and each may be dropped at any
//! time: see [`AsyncGenerator`] on operations left in mid-await. Each gives what the poll of that name gives.
//!
//! # Panics
//!
//! [`SendTo`], [`Resume`], [`Throw`], [`With`], [`Enter`] and [`Leave`], when polled again after they were ready: they have
//! nothing left to deliver. The others begin anew.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::FusedFuture;

pub use super::async_context::{Enter, Leave, With};
use super::async_generator::AsyncGenerator;
use super::async_results::ItemOf;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// Whether `Debug` may look at the status: for this crate's own generators. A shared reference to one that was written by hand,
/// and may refer to itself, is not for us to make.
#[inline]
pub(super) fn shows_status<G: AsyncGenerator + ?Sized>(generator: Pin<&mut G>) -> bool {
    generator.known_status(Seal(())).is_some()
}

/// Prints an operation, with the status of the generator where that can be shown.
pub(super) fn debug_operation<G: AsyncGenerator + ?Sized>(
    name: &str,
    generator: Option<&G>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut operation = f.debug_struct(name);
    if let Some(generator) = generator {
        operation.field("status", &generator.status());
    }
    operation.finish_non_exhaustive()
}

macro_rules! operation {
    ($(#[$docs:meta])* $Name:ident { $($field:ident: $Type:ty),* }) => {
        $(#[$docs])*
        #[must_use = "futures do nothing unless polled"]
        pub struct $Name<'g, G: AsyncGenerator + ?Sized> {
            generator: Pin<&'g mut G>,
            shows_status: bool,
            $($field: $Type,)*
        }

        impl<G: AsyncGenerator + ?Sized> Unpin for $Name<'_, G> {}

        impl<G: AsyncGenerator + ?Sized> fmt::Debug for $Name<'_, G> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_operation(stringify!($Name), self.shows_status.then_some(&*self.generator), f)
            }
        }
    };
}

operation! {
    /// Runs the body up to its first yield; made by [`AsyncGenerator::start`].
    Start { begun: bool }
}

impl<'g, G: AsyncGenerator + ?Sized> Start<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status, begun: false }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for Start<'_, G> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, StartError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A start that somebody else left is not this one.
        if !self.begun && self.generator.as_mut().known_status(Seal(())) == Some(Status::Awaiting) {
            return Poll::Ready(Err(StartError::Busy));
        }
        self.begun = true;
        self.generator.as_mut().poll_start(context)
    }
}

operation! {
    /// Sends a value to the yield where the body waits; made by [`AsyncGenerator::send`].
    SendTo { value: Option<G::Send> }
}

impl<'g, G: AsyncGenerator + ?Sized> SendTo<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>, value: G::Send) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status, value: Some(value) }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for SendTo<'_, G> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.generator.as_mut().poll_send(context, &mut this.value)
    }
}

operation! {
    /// Starts a created generator, sends to a suspended one; made by [`AsyncGenerator::resume`].
    Resume { value: Option<G::Send> }
}

impl<'g, G: AsyncGenerator + ?Sized> Resume<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>, value: G::Send) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status, value: Some(value) }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for Resume<'_, G> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.generator.as_mut().poll_resume(context, &mut this.value)
    }
}

operation! {
    /// Raises an error at the yield where the body waits; made by [`AsyncGenerator::throw`].
    Throw { error: Option<G::Throw> }
}

impl<'g, G: AsyncGenerator + ?Sized> Throw<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>, error: G::Throw) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status, error: Some(error) }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for Throw<'_, G> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, ThrowError<G::Throw>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.generator.as_mut().poll_throw(context, &mut this.error)
    }
}

operation! {
    /// Asks the body to clean up and end; made by [`AsyncGenerator::close`].
    Close { begun: bool }
}

impl<'g, G: AsyncGenerator + ?Sized> Close<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status, begun: false }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for Close<'_, G> {
    type Output = Result<Option<G::Return>, CloseError<G::Yield, G::Throw>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A close that somebody else left is not this one.
        if !self.begun && self.generator.as_mut().known_status(Seal(())) == Some(Status::Awaiting) {
            return Poll::Ready(Err(CloseError::Busy));
        }
        self.begun = true;
        self.generator.as_mut().poll_close(context)
    }
}

operation! {
    /// Goes on with whatever was left in mid-await; made by [`AsyncGenerator::settle`].
    Settle {}
}

impl<'g, G: AsyncGenerator + ?Sized> Settle<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status }
    }
}

impl<G: AsyncGenerator + ?Sized> Future for Settle<'_, G> {
    type Output = Result<Option<GeneratorState<G::Yield, G::Return>>, G::Throw>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.generator.as_mut().poll_settle(context)
    }
}

operation! {
    /// The next item, as a stream gives it; made by [`AsyncGenerator::next`].
    Next {}
}

impl<'g, G: AsyncGenerator + ?Sized> Next<'g, G> {
    #[inline]
    pub(crate) fn new(mut generator: Pin<&'g mut G>) -> Self {
        let shows_status = shows_status(generator.as_mut());
        Self { generator, shows_status }
    }
}

impl<G> Future for Next<'_, G>
where
    G: AsyncGenerator + ?Sized,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    type Output = Option<ItemOf<G>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.generator.as_mut().poll_item(context, Seal(()))
    }
}

/// At the end of the generator, so that `select!` of the crate futures takes it. Of one written by hand it is not known.
impl<G> FusedFuture for Next<'_, G>
where
    G: AsyncGenerator + ?Sized,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    fn is_terminated(&self) -> bool {
        self.shows_status && self.generator.status() == Status::Finished
    }
}
