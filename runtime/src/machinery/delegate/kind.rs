//! Finds out what a delegate is.
//!
//! The macro asks through a row of references: a method found with more of them in its receiver wins, so the kinds
//! stand here from the most special to the most general.

#![allow(clippy::unused_self, reason = "the values of the kinds only carry which method is meant")]

use core::future::Future;
use core::marker::PhantomData;

use futures_core::Stream;

use super::super::mode::{Asynchronous, Mode, Synchronous};
use super::super::token::Token;
use super::target::{Always, Hosted, Movable, NoTarget, Perhaps, Pushed, no_target};
use crate::asynchronous::adapters::PlainStream;
use crate::asynchronous::generator::{AsyncGenerator, HasFrame};
use crate::no_body::WriteTheTypeOfTheDelegate;
use crate::outcome::Absent;
use crate::synchronous::adapters::PlainIterator;
use crate::synchronous::generator::Generator;
use crate::synchronous::pinned::PinGen;

/// The question what a delegate of type `G` is to a delegator of mode `M`.
#[derive(Debug)]
pub struct Kind<M, G>(PhantomData<fn(M, G)>);

impl<M: Mode, G> Kind<M, G> {
    /// The question for a delegate.
    #[must_use]
    #[inline]
    pub fn of<Y, S, E>(_: &Token<M, Y, S, E>, _: &G) -> Self {
        Self(PhantomData)
    }
}

macro_rules! kinds {
    ($($(#[$docs:meta])* $Kind:ident)*) => { $(
        $(#[$docs])*
        #[derive(Debug, Default)]
        pub struct $Kind;
    )* };
}

kinds! {
    /// Nobody knows: there is another mistake, or too little is written.
    UnknownKind
    /// Refused: a `Result` is an iterator, which would lose its error (trap 21).
    ResultKind
    /// Refused: asynchronous, in a synchronous delegator.
    TooAsyncKind
    /// An asynchronous generator with a frame of this crate.
    FramedKind
    /// Any asynchronous generator.
    AsyncGeneratorKind
    /// A `PinGen` by value.
    PushedKind
    /// Any synchronous generator.
    GeneratorKind
    /// A stream.
    StreamKind
    /// What a `for` loop takes.
    IterableKind
    /// Refused: to be awaited first.
    FutureKind
    /// Refused: none of these.
    NoKind
}

macro_rules! questions {
    ($($(#[$docs:meta])* $Question:ident)*) => { $(
        $(#[$docs])*
        pub trait $Question {
            /// What it is then.
            type Kind: Default;

            /// Says so.
            #[inline]
            fn kind(&self) -> Self::Kind {
                Self::Kind::default()
            }
        }
    )* };
}

questions! {
    /// Does nobody know?
    IsUnknown
    /// Is it a `Result`?
    IsResult
    /// Is it an asynchronous generator with a frame?
    IsFramed
    /// Is it an asynchronous generator?
    IsAsyncGenerator
    /// Is it a `PinGen`?
    IsPushed
    /// Is it a generator?
    IsGenerator
    /// Is it a stream?
    IsStream
    /// Is it what a `for` loop takes?
    IsIterable
    /// Is it a future?
    IsFuture
    /// Is it none of these?
    IsNothing
}

impl<M> IsUnknown for &&&&&&&&&Kind<M, WriteTheTypeOfTheDelegate> {
    type Kind = UnknownKind;
}

impl<M, T, X> IsResult for &&&&&&&&Kind<M, Result<T, X>> {
    type Kind = ResultKind;
}

impl<G: HasFrame> IsFramed for &&&&&&&Kind<Asynchronous, G> {
    type Kind = FramedKind;
}

impl<G: AsyncGenerator> IsAsyncGenerator for &&&&&&Kind<Asynchronous, G> {
    type Kind = AsyncGeneratorKind;
}

impl<G: AsyncGenerator> IsAsyncGenerator for &&&&&&Kind<Synchronous, G> {
    type Kind = TooAsyncKind;
}

impl<M, Y, S, R, E, B: Future<Output = R>> IsPushed for &&&&&Kind<M, PinGen<Y, S, R, E, B>> {
    type Kind = PushedKind;
}

impl<M, G: Generator> IsGenerator for &&&&Kind<M, G> {
    type Kind = GeneratorKind;
}

impl<G: Stream> IsStream for &&&Kind<Asynchronous, G> {
    type Kind = StreamKind;
}

impl<G: Stream> IsStream for &&&Kind<Synchronous, G> {
    type Kind = TooAsyncKind;
}

impl<M, G: IntoIterator> IsIterable for &&Kind<M, G> {
    type Kind = IterableKind;
}

impl<M, G: Future> IsFuture for &Kind<M, G> {
    type Kind = FutureKind;
}

impl<M, G> IsNothing for Kind<M, G> {
    type Kind = NoKind;
}

/// Implemented by nothing: it carries the message of [`ResultKind::target`].
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of a `Result` would lose its error",
    label = "this is a `Result`",
    note = "write `yield_from!(value?)` to hand the error to the caller, or match on the `Result`"
)]
pub trait DelegateIsNoResult {}

/// Implemented by nothing: it carries the message of [`TooAsyncKind::target`].
#[diagnostic::on_unimplemented(
    message = "a synchronous generator cannot delegate to an asynchronous one or a stream",
    label = "this has to be awaited",
    note = "make the generator around it `#[async_generator] async fn .. -> AsyncGen<..>`"
)]
pub trait DelegateIsSynchronous {}

/// Implemented by nothing: it carries the message of [`FutureKind::target`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a future, not a generator",
    label = "await this first",
    note = "in an asynchronous generator write `yield_from!(future.await)`"
)]
pub trait DelegateIsNoFuture {}

/// Implemented by nothing: it carries the message of [`NoKind::target`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a generator nor an iterator",
    label = "cannot delegate to this",
    note = "`yield_from!` takes a generator, `&mut` of one, or anything that a `for` loop takes; in an asynchronous generator also any stream"
)]
pub trait Delegate {}

/// The sent types of generators that may delegate to a plain iterator.
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{Self}` cannot delegate to a plain iterator or stream",
    label = "an iterator cannot receive what is sent meanwhile",
    note = "to drop what is sent, write `yield_from!(iterator.ignore_sent())` with `use genfn::IteratorExt`, for a stream `use genfn::StreamDelegateExt`"
)]
pub trait SentToIterator {}
impl<S: Absent> SentToIterator for S {}

impl UnknownKind {
    /// Never runs.
    pub fn target<M: Mode, Y, S, E>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: WriteTheTypeOfTheDelegate,
    ) -> NoTarget<Y, S, E> {
        delegate.never()
    }
}

impl FramedKind {
    /// Pins the delegate in place.
    #[inline]
    pub fn target<G: HasFrame, T>(self, _: &T, delegate: G) -> Hosted<G, Always> {
        Hosted::new(delegate)
    }
}

impl AsyncGeneratorKind {
    /// Pins the delegate in place.
    #[inline]
    pub fn target<G: AsyncGenerator, T>(self, _: &T, delegate: G) -> Hosted<G, Perhaps> {
        Hosted::new(delegate)
    }
}

impl PushedKind {
    /// Holds the delegate in place.
    #[inline]
    pub fn target<Y, S, R, E, B: Future<Output = R>, T>(
        self,
        _: &T,
        generator: PinGen<Y, S, R, E, B>,
    ) -> Pushed<Y, S, R, E, B> {
        Pushed::new(generator)
    }
}

impl GeneratorKind {
    /// Holds the delegate by value.
    #[inline]
    pub fn target<G: Generator, T>(self, _: &T, delegate: G) -> Movable<G> {
        Movable(delegate)
    }
}

impl StreamKind {
    /// Makes a generator of it that drops what it is sent.
    #[inline]
    pub fn target<M: Mode, Y, S: SentToIterator, E, I: Stream>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: I,
    ) -> Hosted<PlainStream<I, S, E>, Perhaps> {
        Hosted::new(PlainStream::new(delegate))
    }
}

impl IterableKind {
    /// Makes a generator of it that drops what it is sent.
    #[inline]
    pub fn target<M: Mode, Y, S: SentToIterator, E, I: IntoIterator>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: I,
    ) -> Movable<PlainIterator<I::IntoIter, S, E>> {
        Movable(PlainIterator::new(delegate.into_iter()))
    }
}

impl ResultKind {
    /// Refuses.
    pub fn target<M: Mode, Y, S, E, G: DelegateIsNoResult>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: G,
    ) -> NoTarget<Y, S, E> {
        no_target(delegate)
    }
}

impl TooAsyncKind {
    /// Refuses.
    pub fn target<M: Mode, Y, S, E, G: DelegateIsSynchronous>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: G,
    ) -> NoTarget<Y, S, E> {
        no_target(delegate)
    }
}

impl FutureKind {
    /// Refuses.
    pub fn target<M: Mode, Y, S, E, G: DelegateIsNoFuture>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: G,
    ) -> NoTarget<Y, S, E> {
        no_target(delegate)
    }
}

impl NoKind {
    /// Refuses.
    pub fn target<M: Mode, Y, S, E, G: Delegate>(
        self,
        _: &Token<M, Y, S, E>,
        delegate: G,
    ) -> NoTarget<Y, S, E> {
        no_target(delegate)
    }
}
