//! A delegate in the place where its delegator holds it.

use core::fmt;
use core::future::Future;
use core::iter;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::super::frame::Link;
use crate::asynchronous::generator::AsyncGenerator;
use crate::error::{CloseError, SendError, StartError, ThrowError};
use crate::seal::Seal;
use crate::state::{GeneratorState, Status};
use crate::synchronous::adapters::PlainIterator;
use crate::synchronous::generator::Generator;
use crate::synchronous::pinned::PinGen;

/// The next state of a delegate.
pub(crate) type StateOf<T> = GeneratorState<<T as Target>::Yield, <T as Target>::Return>;

/// A delegate in the place where the delegator holds it. A synchronous one is always ready.
pub trait Target {
    /// What it yields.
    type Yield;
    /// What it is sent.
    type Send;
    /// What it returns.
    type Return;
    /// What can be thrown into it.
    type Throw;
    /// Where the delegator keeps what it has to deliver while the delegate is not ready for it.
    type Keep<V>: Keep<V>;
    /// The same for a delegate that could be linked.
    type KeepIfLinked<V>: Keep<V>;

    /// Where it stands.
    fn status(self: Pin<&mut Self>) -> Status;
    /// Runs it to its first yield.
    fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>)
    -> Poll<Result<StateOf<Self>, StartError>>;
    /// Sends to it.
    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<Self::Send>,
    ) -> Poll<Result<StateOf<Self>, SendError<Self::Send>>>;
    /// Raises an error in it.
    fn poll_throw(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<Self::Throw>,
    ) -> Poll<Result<StateOf<Self>, ThrowError<Self::Throw>>>;
    /// Closes it.
    #[allow(clippy::type_complexity, reason = "it is the protocol's")]
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Self::Return>, CloseError<Self::Yield, Self::Throw>>>;
    /// Goes on with what was left in mid-await.
    fn poll_settle(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<StateOf<Self>>, Self::Throw>>;
    /// What it has ended with.
    fn take_return(self: Pin<&mut Self>) -> Option<Self::Return>;
    /// Its frame, to be linked instead.
    fn link(self: Pin<&mut Self>) -> Option<Link<Self::Yield, Self::Send, Self::Throw>>;
    /// Whether it is to survive the delegator (rule D14).
    fn is_borrowed(&self) -> bool;
}

/// Where a value is kept between two polls.
pub trait Keep<V>: Default {
    /// Keeps it.
    fn put(&mut self, value: V);
    /// Gives it back.
    fn take(&mut self) -> Option<V>;
}

/// Keeps nothing: for delegates that never leave anything to be kept. So a delegator holds nothing for their sake, in
/// size or in auto traits.
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

/// Hands a value over; there always is one, for the delegation gives it with the first poll.
#[inline]
fn given<V>(value: &mut Option<V>) -> V {
    match value.take() {
        Some(value) => value,
        None => unreachable!("a synchronous delegate is polled once with each value"),
    }
}

/// The methods of a target that is a synchronous generator, as `$driven`.
macro_rules! synchronous_target {
    (|$this:ident| $driven:expr) => {
        type Keep<V> = Nowhere<V>;
        type KeepIfLinked<V> = Nowhere<V>;

        #[inline]
        fn status(self: Pin<&mut Self>) -> Status {
            let $this = self;
            $driven.status()
        }

        #[inline]
        fn poll_start(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<StateOf<Self>, StartError>> {
            let $this = self;
            Poll::Ready($driven.start())
        }

        #[inline]
        fn poll_send(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            value: &mut Option<Self::Send>,
        ) -> Poll<Result<StateOf<Self>, SendError<Self::Send>>> {
            let $this = self;
            Poll::Ready($driven.send(given(value)))
        }

        #[inline]
        fn poll_throw(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            error: &mut Option<Self::Throw>,
        ) -> Poll<Result<StateOf<Self>, ThrowError<Self::Throw>>> {
            let $this = self;
            Poll::Ready($driven.throw(given(error)).map_err(ThrowError::Uncaught))
        }

        #[inline]
        fn poll_close(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Result<Option<Self::Return>, CloseError<Self::Yield, Self::Throw>>> {
            let $this = self;
            Poll::Ready($driven.close())
        }

        #[inline]
        fn poll_settle(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Result<Option<StateOf<Self>>, Self::Throw>> {
            Poll::Ready(Ok(None))
        }

        #[inline]
        fn take_return(self: Pin<&mut Self>) -> Option<Self::Return> {
            let $this = self;
            $driven.take_return()
        }
    };
}

/// A synchronous delegate that is a [`Generator`] by itself.
#[derive(Debug)]
pub struct Movable<G>(pub(super) G);

impl<G> Unpin for Movable<G> {}

impl<G: Generator> Target for Movable<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;
    synchronous_target!(|this| this.get_mut().0);

    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<G::Yield, G::Send, G::Throw>> {
        self.get_mut().0.link(Seal(()))
    }

    #[inline]
    fn is_borrowed(&self) -> bool {
        self.0.is_borrowed(Seal(()))
    }
}

/// Stands for a delegate that is refused by a bound which nothing meets, so that there is no second error.
pub(crate) type NoTarget<Y, S, E> = Movable<PlainIterator<iter::Empty<Y>, S, E>>;

/// What is left of a refused delegate.
pub(super) fn no_target<Y, S, E, G>(delegate: G) -> NoTarget<Y, S, E> {
    drop(delegate);
    Movable(PlainIterator::new(iter::empty()))
}

pin_project! {
    /// A synchronous delegate that becomes a generator by being pinned: it is pushed by value.
    pub struct Pushed<Y, S, R, E, B: Future<Output = R>> {
        #[pin]
        generator: PinGen<Y, S, R, E, B>,
    }
}

impl<Y, S, R, E, B: Future<Output = R>> Pushed<Y, S, R, E, B> {
    #[inline]
    pub(super) fn new(generator: PinGen<Y, S, R, E, B>) -> Self {
        Self { generator }
    }
}

impl<Y, S, R, E, B: Future<Output = R>> fmt::Debug for Pushed<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.generator.fmt(f)
    }
}

impl<Y, S, R, E, B: Future<Output = R>> Target for Pushed<Y, S, R, E, B> {
    type Yield = Y;
    type Send = S;
    type Return = R;
    type Throw = E;
    synchronous_target!(|this| this.project().generator);

    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        self.project().generator.link_owned()
    }

    #[inline]
    fn is_borrowed(&self) -> bool {
        false
    }
}

pin_project! {
    /// An asynchronous delegate, pinned where it is. `L` says whether it is always linked where that is possible.
    pub struct Hosted<G, L> {
        #[pin]
        generator: G,
        links: PhantomData<L>,
    }
}

impl<G, L> Hosted<G, L> {
    #[inline]
    pub(super) fn new(generator: G) -> Self {
        Self { generator, links: PhantomData }
    }
}

impl<G, L> fmt::Debug for Hosted<G, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hosted")
    }
}

/// Whether a delegate with a frame of this crate is certain to be linked.
pub trait Links {
    /// What a delegator has to deliver stays here where the delegate could be linked.
    type Keep<V>: Keep<V>;
}

/// It is: nothing stays.
#[derive(Debug)]
pub struct Always;
/// It may have been written by hand.
#[derive(Debug)]
pub struct Perhaps;

impl Links for Always {
    type Keep<V> = Nowhere<V>;
}

impl Links for Perhaps {
    type Keep<V> = Option<V>;
}

impl<G: AsyncGenerator, L: Links> Target for Hosted<G, L> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;
    type Keep<V> = Option<V>;
    type KeepIfLinked<V> = L::Keep<V>;

    fn status(self: Pin<&mut Self>) -> Status {
        self.generator.status()
    }

    fn poll_start(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<StateOf<Self>, StartError>> {
        self.project().generator.poll_start(context)
    }

    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<G::Send>,
    ) -> Poll<Result<StateOf<Self>, SendError<G::Send>>> {
        self.project().generator.poll_send(context, value)
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<G::Throw>,
    ) -> Poll<Result<StateOf<Self>, ThrowError<G::Throw>>> {
        self.project().generator.poll_throw(context, error)
    }

    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<G::Return>, CloseError<G::Yield, G::Throw>>> {
        self.project().generator.poll_close(context)
    }

    fn poll_settle(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<StateOf<Self>>, G::Throw>> {
        self.project().generator.poll_settle(context)
    }

    fn take_return(self: Pin<&mut Self>) -> Option<G::Return> {
        self.project().generator.take_return()
    }

    fn link(self: Pin<&mut Self>) -> Option<Link<G::Yield, G::Send, G::Throw>> {
        self.project().generator.link(Seal(()))
    }

    fn is_borrowed(&self) -> bool {
        self.generator.is_borrowed(Seal(()))
    }
}
