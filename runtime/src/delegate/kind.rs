//! Finds out what a delegate is, and adapts it to its delegator.
//!
//! The macro asks two questions through a row of references: a method found with more of them in its receiver wins, so the
//! answers stand here from the most special to the most general. No trait of a user's has methods of these names, and nothing
//! is borrowed longer than for its question: it would stay in the frame for as long as the delegate runs. What is refused is
//! refused by a bound that nothing meets, which carries the message; what is left makes no second error.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;

use futures_core::Stream;

use super::adapt::{AtOnce, Chosen, Keeps, Linked, OtherErrors, Perhaps, Ready, Refused, refused};
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::lend_delegate::{Delegated, Lends};
use crate::machinery::token::BodyTypes;
use crate::protocol::async_forward::HasFrame;
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_iter::PlainStream;
use crate::protocol::generator::Generator;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::iter::PlainIterator;
use crate::values::outcome::Absent;
/// The question what a delegate of type `G` is to a delegator of mode `M`.
#[derive(Debug)]
pub struct Kind<M, G>(PhantomData<fn(M, G)>);

impl<M, G> Kind<M, G> {
    /// The question for a delegate.
    #[must_use]
    #[inline]
    pub fn of<Y, S, E>(_: BodyTypes<M, Y, S, E>, delegate: G) -> (Self, G) {
        (Self(PhantomData), delegate)
    }
}

/// The modes whose bodies may wait for something besides their yields, of generators that lend and others.
pub trait Awaits {}
impl Awaits for Asynchronous {}
impl<M: Awaits> Awaits for Lends<'_, M> {}

/// The modes whose bodies may not.
pub trait NeverAwaits {}
impl NeverAwaits for Synchronous {}
impl<M: NeverAwaits> NeverAwaits for Lends<'_, M> {}

/// What an expression becomes that is delegated to before its type is known: its name says what to write.
///
/// It has no values.
#[derive(Debug)]
pub struct WriteTheTypeOfTheDelegate(Infallible);

impl WriteTheTypeOfTheDelegate {
    fn never(self) -> ! {
        match self.0 {}
    }
}

/// Nobody knows: there is another mistake, or too little is written.
pub trait IsUnknown {
    /// Never runs.
    fn __genfn_target<T, Y, S, E>(&self, _: T, delegate: WriteTheTypeOfTheDelegate) -> Refused<Y, S, E> {
        delegate.never()
    }
}
impl<M> IsUnknown for &&&&&&&&&Kind<M, WriteTheTypeOfTheDelegate> {}

/// Refused: a `Result` is an iterator, which would lose its error.
pub trait IsResult<G> {
    /// Refuses.
    fn __genfn_target<M, Y, S, E>(&self, _: BodyTypes<M, Y, S, E>, delegate: G) -> Refused<Y, S, E>
    where
        G: DelegateIsNoResult,
    {
        refused(delegate)
    }
}
impl<M, T, X> IsResult<Result<T, X>> for &&&&&&&&Kind<M, Result<T, X>> {}

/// An asynchronous generator with a frame of this crate.
pub trait IsFramed<G> {
    /// Gives it as it is.
    #[inline]
    fn __genfn_target<T>(&self, _: T, delegate: G) -> Chosen<G, Linked> {
        Chosen::new(delegate)
    }
}
impl<M: Awaits, G: HasFrame> IsFramed<G> for &&&&&&&Kind<M, G> {}

/// Any other asynchronous generator.
pub trait IsAsyncGenerator<G> {
    /// Gives it as it is.
    #[inline]
    fn __genfn_target<T>(&self, _: T, delegate: G) -> Chosen<G, Perhaps> {
        Chosen::new(delegate)
    }
}
impl<M: Awaits, G: AsyncGenerator> IsAsyncGenerator<G> for &&&&&&Kind<M, G> {}

/// A lending generator, by value or by reference.
pub trait LendDelegate {
    /// Its frame, or a reference to it.
    type Frame;
    /// Its mode.
    type Mode;
    /// Where a delegator keeps what it has to deliver.
    type Keeps;
    /// Gives the frame.
    fn frame(self) -> Self::Frame;
}

/// A generator that lends, in one that lends too.
pub trait IsLending<'token, G: LendDelegate> {
    /// Lends its items for as long as the delegator could.
    #[inline]
    fn __genfn_target<M, Y, S, E>(
        &self,
        types: BodyTypes<Lends<'token, M>, Y, S, E>,
        delegate: G,
    ) -> Chosen<Delegated<'token, G::Frame>, G::Keeps> {
        Chosen::new(Delegated::new(delegate.frame(), types))
    }
}
impl<'token, G: LendDelegate<Mode = Synchronous>> IsLending<'token, G>
    for &&&&&&Kind<Lends<'token, Synchronous>, G>
{
}
impl<'token, G: LendDelegate> IsLending<'token, G> for &&&&&&Kind<Lends<'token, Asynchronous>, G> {}

/// Refused: a generator that lends, in one that does not.
pub trait IsLendingToOwner<G> {
    /// Refuses.
    fn __genfn_target<M, Y, S, E>(&self, _: BodyTypes<M, Y, S, E>, delegate: G) -> Refused<Y, S, E>
    where
        G: DelegateDoesNotLend,
    {
        refused(delegate)
    }
}
impl<G: LendDelegate> IsLendingToOwner<G> for &&&&&&Kind<Synchronous, G> {}
impl<G: LendDelegate> IsLendingToOwner<G> for &&&&&&Kind<Asynchronous, G> {}

/// A type that is a synchronous generator once it is pinned.
pub trait Push {
    /// What holds it as a delegate.
    type Pushed;
    /// Holds it in place.
    fn push(self) -> Self::Pushed;
}

/// A `PinGen` by value.
pub trait IsPushed<G: Push> {
    /// Holds it in place.
    #[inline]
    fn __genfn_target<T>(&self, _: T, delegate: G) -> Chosen<G::Pushed, AtOnce> {
        Chosen::new(delegate.push())
    }
}
impl<M, G: Push> IsPushed<G> for &&&&&Kind<M, G> {}

/// Any synchronous generator.
pub trait IsGenerator<G> {
    /// Holds it by value.
    #[inline]
    fn __genfn_target<T>(&self, _: T, delegate: G) -> Chosen<Ready<G>, AtOnce> {
        Chosen::new(Ready::new(delegate))
    }
}
impl<M, G: Generator> IsGenerator<G> for &&&&Kind<M, G> {}

/// Refused: asynchronous, in a synchronous delegator.
pub trait IsTooAsync<G> {
    /// Refuses.
    fn __genfn_target<M, Y, S, E>(&self, _: BodyTypes<M, Y, S, E>, delegate: G) -> Refused<Y, S, E>
    where
        G: DelegateIsSynchronous,
    {
        refused(delegate)
    }
}
impl<M: NeverAwaits, G: AsyncGenerator> IsTooAsync<G> for &&&&&&Kind<M, G> {}
impl<G: LendDelegate<Mode = Asynchronous>> IsTooAsync<G> for &&&&&Kind<Lends<'_, Synchronous>, G> {}
impl<M: NeverAwaits, G: Stream> IsTooAsync<G> for &&&Kind<M, G> {}

/// A stream.
pub trait IsStream<I: Stream> {
    /// Makes a generator of it that drops what it is sent.
    #[inline]
    fn __genfn_target<M, Y, S: SentToIterator, E>(
        &self,
        _: BodyTypes<M, Y, S, E>,
        delegate: I,
    ) -> Chosen<PlainStream<I, S, E>, Perhaps> {
        Chosen::new(PlainStream::new(delegate))
    }
}
impl<M: Awaits, I: Stream> IsStream<I> for &&&Kind<M, I> {}

/// What a `for` loop takes.
pub trait IsIterable<I: IntoIterator> {
    /// Makes a generator of it that drops what it is sent.
    #[inline]
    fn __genfn_target<M, Y, S: SentToIterator, E>(
        &self,
        _: BodyTypes<M, Y, S, E>,
        delegate: I,
    ) -> Chosen<Ready<PlainIterator<I::IntoIter, S, E>>, AtOnce> {
        Chosen::new(Ready::new(PlainIterator::new(delegate.into_iter())))
    }
}
impl<M, I: IntoIterator> IsIterable<I> for &&Kind<M, I> {}

/// Refused: to be awaited first.
pub trait IsFuture<G> {
    /// Refuses.
    fn __genfn_target<M, Y, S, E>(&self, _: BodyTypes<M, Y, S, E>, delegate: G) -> Refused<Y, S, E>
    where
        G: DelegateIsNoFuture,
    {
        refused(delegate)
    }
}
impl<M, G: Future> IsFuture<G> for &Kind<M, G> {}

/// Refused: none of these.
pub trait IsNothing<G> {
    /// Refuses.
    fn __genfn_target<M, Y, S, E>(&self, _: BodyTypes<M, Y, S, E>, delegate: G) -> Refused<Y, S, E>
    where
        G: DelegateIsAGenerator,
    {
        refused(delegate)
    }
}
impl<M, G> IsNothing<G> for Kind<M, G> {}

/// The question how the types of a delegator and its delegate go together.
#[derive(Debug)]
pub struct Fit<Y, S, E, T, K>(PhantomData<fn(Y, S, E, T, K)>);

impl<Y, S, E, T, K> Fit<Y, S, E, T, K> {
    /// The question for a delegator and a delegate.
    #[must_use]
    #[inline]
    pub fn of<M>(_: BodyTypes<M, Y, S, E>, delegate: Chosen<T, K>) -> (Self, Chosen<T, K>) {
        (Self(PhantomData), delegate)
    }
}

/// They are the same.
pub trait FitsSame<T, K> {
    /// Gives the delegate as it is.
    #[inline]
    fn __genfn_adapted(&self, delegate: Chosen<T, K>) -> Chosen<T, K> {
        delegate
    }
}
impl<Y, S, E, T: AsyncGenerator<Yield = Y, Send = S, Throw = E>, K> FitsSame<T, K>
    for &&&&&Fit<Y, S, E, T, K>
{
}

/// It has other errors.
pub trait FitsOtherErrors<E, T, K: Keeps> {
    /// Closes it for an error.
    #[inline]
    fn __genfn_adapted(&self, delegate: Chosen<T, K>) -> Chosen<OtherErrors<T, E>, K::Adapted> {
        Chosen::new(OtherErrors::new(delegate.target))
    }
}
impl<Y, S, E, T: AsyncGenerator<Yield = Y, Send = S>, K: Keeps> FitsOtherErrors<E, T, K>
    for &&&&Fit<Y, S, E, T, K>
{
}

/// It is sent `()`.
pub trait FitsIgnoring<S, T: AsyncGenerator, K: Keeps> {
    /// Drops what is sent.
    #[inline]
    fn __genfn_adapted(&self, delegate: Chosen<T, K>) -> Chosen<IgnoreSent<T, S>, K::Adapted> {
        Chosen::new(IgnoreSent::new(delegate.target))
    }
}
impl<Y, S: Absent, E, T: AsyncGenerator<Yield = Y, Send = (), Throw = E>, K: Keeps> FitsIgnoring<S, T, K>
    for &&&Fit<Y, S, E, T, K>
{
}

/// It is sent `()` and has other errors.
pub trait FitsIgnoringOtherErrors<S, E, T: AsyncGenerator, K: Keeps> {
    /// Drops what is sent, and closes it for an error.
    #[inline]
    fn __genfn_adapted(
        &self,
        delegate: Chosen<T, K>,
    ) -> Chosen<OtherErrors<IgnoreSent<T, S>, E>, K::Adapted> {
        Chosen::new(OtherErrors::new(IgnoreSent::new(delegate.target)))
    }
}
impl<Y, S: Absent, E, T: AsyncGenerator<Yield = Y, Send = ()>, K: Keeps> FitsIgnoringOtherErrors<S, E, T, K>
    for &&Fit<Y, S, E, T, K>
{
}

/// Refused: it is sent something else.
pub trait SentOther<Y, S, E, T: AsyncGenerator, K> {
    /// Refuses.
    fn __genfn_adapted(&self, delegate: Chosen<T, K>) -> Refused<Y, S, E>
    where
        S: PassedOnAs<T::Send>,
    {
        refused(delegate)
    }
}
impl<Y, S, E, T: AsyncGenerator<Yield = Y>, K> SentOther<Y, S, E, T, K> for &Fit<Y, S, E, T, K> {}

/// Refused: it yields something else.
pub trait YieldsOther<Y, S, E, T: AsyncGenerator, K> {
    /// Refuses.
    fn __genfn_adapted(&self, delegate: Chosen<T, K>) -> Refused<Y, S, E>
    where
        T::Yield: YieldedAs<Y>,
    {
        refused(delegate)
    }
}
impl<Y, S, E, T: AsyncGenerator, K> YieldsOther<Y, S, E, T, K> for Fit<Y, S, E, T, K> {}

/// Implemented by nothing: it carries the message of [`IsResult::__genfn_target`].
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of a `Result` would lose its error",
    label = "this is a `Result`",
    note = "write `yield_from!(value?)` to hand the error to the caller, or match on the `Result`"
)]
pub trait DelegateIsNoResult {}

/// Implemented by nothing: it carries the message of [`IsTooAsync::__genfn_target`].
#[diagnostic::on_unimplemented(
    message = "a synchronous generator cannot delegate to an asynchronous one or a stream",
    label = "this has to be awaited",
    note = "make the generator around it `#[async_generator] async fn .. -> AsyncGen<..>`"
)]
pub trait DelegateIsSynchronous {}

/// Implemented by nothing: it carries the message of [`IsLendingToOwner::__genfn_target`].
#[diagnostic::on_unimplemented(
    message = "a generator that does not lend cannot delegate to one that lends",
    label = "the items of this are gone when it is resumed",
    note = "make the generator around it a `LendGen<..>` with the same item (asynchronously an `AsyncLendGen<..>`), or yield owned items in a loop"
)]
pub trait DelegateDoesNotLend {}

/// Implemented by nothing: it carries the message of [`IsFuture::__genfn_target`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future, not a generator",
    label = "await this first",
    note = "in an asynchronous generator write `yield_from!(future.await)`"
)]
pub trait DelegateIsNoFuture {}

/// Implemented by nothing: it carries the message of [`IsNothing::__genfn_target`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a generator nor an iterator",
    label = "cannot delegate to this",
    note = "`yield_from!` takes a generator, `&mut` of one, or anything that a `for` loop takes; in an asynchronous generator also any stream"
)]
pub trait DelegateIsAGenerator {}

/// The sent types of generators that may delegate to a plain iterator.
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{Self}` cannot delegate to a plain iterator or stream",
    label = "an iterator cannot receive what is sent meanwhile",
    note = "to drop what is sent, write `yield_from!(iterator.ignore_sent())` with `use genfn::IteratorExt`, for a stream `use genfn::StreamDelegateExt`"
)]
pub trait SentToIterator {}
impl<S: Absent> SentToIterator for S {}

/// Implemented by nothing: it carries the message of [`YieldsOther::__genfn_adapted`].
#[diagnostic::on_unimplemented(
    message = "a generator that yields `{Y}` cannot delegate to one that yields `{Self}`",
    label = "this delegate yields `{Self}`, not `{Y}`",
    note = "convert the items: `yield_from!(delegate.map(..))`, or a loop with `yield_!`"
)]
pub trait YieldedAs<Y> {}

/// Implemented by nothing: it carries the message of [`SentOther::__genfn_adapted`].
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{Self}` cannot delegate to one that is sent `{DelegateSend}`",
    label = "what is sent here cannot be passed on",
    note = "to drop what is sent meanwhile, write `yield_from!(delegate.ignore_sent())`; a delegate that takes the values must be sent `{Self}`"
)]
pub trait PassedOnAs<DelegateSend> {}
