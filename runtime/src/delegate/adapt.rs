//! What makes of any delegate an asynchronous generator with the types of its delegator.

use core::iter;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::machinery::header::Link;
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_results::{CloseResult, SendResult, SettleResult, StartResult, ThrowResult};
use crate::protocol::generator::Generator;
use crate::protocol::iter::PlainIterator;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, ThrowError};
use crate::values::state::Status;

/// A delegate, and where its delegator keeps what it has to deliver while the delegate is not ready for it.
#[derive(Debug)]
pub struct Chosen<T, K> {
    pub(super) target: T,
    pub(super) keeps: PhantomData<K>,
}

impl<T, K> Chosen<T, K> {
    #[inline]
    pub(crate) fn new(target: T) -> Self {
        Self { target, keeps: PhantomData }
    }
}

/// Where a delegator keeps a request that its delegate is not ready for.
pub trait Keeps {
    /// The place.
    type Place<V>: Keep<V>;
    /// The same for a delegate that is adapted, and so is never linked.
    type Adapted: Keeps;
}

/// Nowhere: the delegate is synchronous, so it is always ready.
#[derive(Debug)]
pub enum AtOnce {}
/// Nowhere: the delegate is certain to be linked.
#[derive(Debug)]
pub enum Linked {}
/// In the delegator: the delegate may have been written by hand.
#[derive(Debug)]
pub enum Perhaps {}

impl Keeps for AtOnce {
    type Place<V> = Nowhere<V>;
    type Adapted = Self;
}

impl Keeps for Linked {
    type Place<V> = Nowhere<V>;
    type Adapted = Perhaps;
}

impl Keeps for Perhaps {
    type Place<V> = Option<V>;
    type Adapted = Self;
}

/// Where a value is kept between two polls.
pub trait Keep<V>: Default {
    /// Keeps it.
    fn put(&mut self, value: V);
    /// Gives it back.
    fn take(&mut self) -> Option<V>;
}

/// Keeps nothing, so that a delegator holds nothing for its delegate's sake, in size or in auto traits.
#[derive(Debug)]
pub struct Nowhere<V>(PhantomData<fn(V)>);

impl<V> Default for Nowhere<V> {
    #[inline]
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<V> Keep<V> for Nowhere<V> {
    fn put(&mut self, _: V) {
        unreachable!("a delegate that takes what it is given at once has left it")
    }

    #[inline]
    fn take(&mut self) -> Option<V> {
        None
    }
}

impl<V> Keep<V> for Option<V> {
    fn put(&mut self, value: V) {
        *self = Some(value);
    }

    fn take(&mut self) -> Option<V> {
        Option::take(self)
    }
}

/// Hands a value over; there always is one, for a synchronous delegate is polled once with each.
#[inline]
pub(crate) fn given<V>(value: &mut Option<V>) -> V {
    match value.take() {
        Some(value) => value,
        None => unreachable!("a synchronous delegate is polled once with each value"),
    }
}

/// An asynchronous generator that is always ready, from a synchronous one.
macro_rules! always_ready {
    (|$this:ident| $generator:expr) => {
        #[inline]
        fn status(&self) -> Status {
            self.generator.status()
        }

        #[inline]
        fn known_status(self: Pin<&mut Self>, _: Seal) -> Option<Status> {
            Some(self.generator.status())
        }

        #[inline]
        fn poll_start(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<StartResult<Self>> {
            let $this = self;
            Poll::Ready(Generator::start(&mut $generator))
        }

        #[inline]
        fn poll_send(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            value: &mut Option<Self::Send>,
        ) -> Poll<SendResult<Self>> {
            let $this = self;
            Poll::Ready(Generator::send(&mut $generator, given(value)))
        }

        #[inline]
        fn poll_throw(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            error: &mut Option<Self::Throw>,
        ) -> Poll<ThrowResult<Self>> {
            let $this = self;
            Poll::Ready(Generator::throw(&mut $generator, given(error)).map_err(ThrowError::Uncaught))
        }

        #[inline]
        fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<CloseResult<Self>> {
            let $this = self;
            Poll::Ready(Generator::close(&mut $generator))
        }

        #[inline]
        fn poll_settle(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<SettleResult<Self>> {
            Poll::Ready(Ok(None))
        }

        #[inline]
        fn take_return(self: Pin<&mut Self>) -> Option<Self::Return> {
            let $this = self;
            Generator::take_return(&mut $generator)
        }
    };
}

pub(crate) use always_ready;

/// A synchronous delegate.
#[derive(Debug)]
pub struct Ready<G> {
    generator: G,
}

impl<G> Unpin for Ready<G> {}

impl<G> Ready<G> {
    #[inline]
    pub(crate) fn new(generator: G) -> Self {
        Self { generator }
    }
}

impl<G: Generator> AsyncGenerator for Ready<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;

    always_ready!(|this| this.get_mut().generator);

    #[inline]
    fn link(self: Pin<&mut Self>, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
        self.get_mut().generator.link(seal)
    }

    #[inline]
    fn link_created(self: Pin<&mut Self>, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
        self.get_mut().generator.link_created(seal)
    }

    #[inline]
    fn is_borrowed(self: Pin<&mut Self>, seal: Seal) -> bool {
        self.generator.is_borrowed(seal)
    }
}

/// What is left of a delegate that is refused by a bound which nothing meets, so that there is no second error.
pub(crate) type Refused<Y, S, E> = Chosen<Ready<PlainIterator<iter::Empty<Y>, S, E>>, AtOnce>;

pub(super) fn refused<Y, S, E, G>(delegate: G) -> Refused<Y, S, E> {
    drop(delegate);
    Chosen::new(Ready::new(PlainIterator::new(iter::empty())))
}

pin_project! {
    /// A delegate with another type for errors: one that is thrown closes it and surfaces, its own are dropped (rule
    /// [D6](crate::guide::rules#d6)).
    #[derive(Debug)]
    pub struct OtherErrors<G, E> {
        #[pin]
        generator: G,
        errors: PhantomData<fn(E)>,
    }
}

impl<G, E> OtherErrors<G, E> {
    #[inline]
    pub(super) fn new(generator: G) -> Self {
        Self { generator, errors: PhantomData }
    }
}

impl<G: AsyncGenerator, E> AsyncGenerator for OtherErrors<G, E> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = E;

    #[inline]
    fn status(&self) -> Status {
        self.generator.status()
    }

    #[inline]
    fn known_status(self: Pin<&mut Self>, seal: Seal) -> Option<Status> {
        self.project().generator.known_status(seal)
    }

    #[inline]
    fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
        self.project().generator.poll_start(context)
    }

    #[inline]
    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<G::Send>,
    ) -> Poll<SendResult<Self>> {
        self.project().generator.poll_send(context, value)
    }

    fn poll_resume(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<G::Send>,
    ) -> Poll<SendResult<Self>> {
        self.project().generator.poll_resume(context, value)
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<E>,
    ) -> Poll<ThrowResult<Self>> {
        let mut generator = self.project().generator;
        if !generator.as_mut().is_borrowed(Seal(())) {
            // What this close yields or raises has no place to go.
            drop(ready!(generator.poll_close(context)));
        }
        Poll::Ready(Err(ThrowError::Uncaught(given(error))))
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
        self.project().generator.poll_close(context).map(|result| match result {
            Ok(value) => Ok(value),
            Err(CloseError::Yielded(value)) => Err(CloseError::Yielded(value)),
            Err(CloseError::Raised(_)) => Ok(None),
            Err(CloseError::Busy) => Err(CloseError::Busy),
        })
    }

    fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
        self.project().generator.poll_settle(context).map(|result| Ok(result.unwrap_or(None)))
    }

    fn take_return(self: Pin<&mut Self>) -> Option<G::Return> {
        self.project().generator.take_return()
    }

    fn is_borrowed(self: Pin<&mut Self>, seal: Seal) -> bool {
        self.project().generator.is_borrowed(seal)
    }
}
