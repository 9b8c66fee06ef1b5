//! Delegation: what `yield_from!` waits for.

#![allow(clippy::unused_self, reason = "the values of the kinds only carry which method is meant")]

use core::any::TypeId;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::channel::{Channel, Input};
use super::frame::Link;
use super::token::{Here, Token};
use crate::adapters::PlainIterator;
use crate::error::{CloseError, SendError, StartError};
use crate::generator::{Generator, Seal};
use crate::outcome::Absent;
use crate::pinned::PinGen;
use crate::state::{GeneratorState, Raised, Status};

/// A delegate in the place where the delegator holds it.
pub trait Target {
    /// What it yields.
    type Yield;
    /// What it is sent.
    type Send;
    /// What it returns.
    type Return;
    /// What can be thrown into it.
    type Throw;
    /// It, as it is driven.
    type Driven<'a>: Generator<Yield = Self::Yield, Send = Self::Send, Return = Self::Return, Throw = Self::Throw>
    where
        Self: 'a;

    /// The delegate, to be driven here.
    fn driven(self: Pin<&mut Self>) -> Self::Driven<'_>;

    /// The delegate's frame, to be linked instead.
    fn link(self: Pin<&mut Self>) -> Option<Link<Self::Yield, Self::Send, Self::Throw>>;

    /// Whether it is to survive the delegator (rule D14).
    fn is_borrowed(&self) -> bool;
}

/// A delegate that is a [`Generator`] by itself.
#[derive(Debug)]
pub struct Movable<G>(G);

impl<G> Unpin for Movable<G> {}

impl<G: Generator> Target for Movable<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;
    type Driven<'a>
        = &'a mut G
    where
        Self: 'a;

    #[inline]
    fn driven(self: Pin<&mut Self>) -> &mut G {
        &mut self.get_mut().0
    }

    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<G::Yield, G::Send, G::Throw>> {
        self.get_mut().0.link(Seal(()))
    }

    #[inline]
    fn is_borrowed(&self) -> bool {
        self.0.is_borrowed(Seal(()))
    }
}

pin_project! {
    /// A delegate that becomes a generator by being pinned: it is pushed by value.
    pub struct Pushed<Y, S, R, E, B: Future<Output = R>> {
        #[pin]
        generator: PinGen<Y, S, R, E, B>,
    }
}

impl<Y, S, R, E, B: Future<Output = R>> Target for Pushed<Y, S, R, E, B> {
    type Yield = Y;
    type Send = S;
    type Return = R;
    type Throw = E;
    type Driven<'a>
        = Pin<&'a mut PinGen<Y, S, R, E, B>>
    where
        Self: 'a;

    #[inline]
    fn driven(self: Pin<&mut Self>) -> Self::Driven<'_> {
        self.project().generator
    }

    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        self.project().generator.link_owned()
    }

    #[inline]
    fn is_borrowed(&self) -> bool {
        false
    }
}

/// What a delegate yields: the same as the delegator. A trait of its own for the sake of its message.
#[diagnostic::on_unimplemented(
    message = "a generator that yields `{Y}` cannot delegate to one that yields `{Self}`",
    label = "this delegate yields `{Self}`, not `{Y}`",
    note = "convert the items: `yield_from!(delegate.map(..))`, or a loop with `yield_!`"
)]
pub trait YieldedAs<Y>: Sized {
    /// The same value.
    fn yielded(self) -> Y;

    /// The same link.
    fn link<S, E>(link: Link<Self, S, E>) -> Link<Y, S, E>;
}

impl<Y> YieldedAs<Y> for Y {
    #[inline]
    fn yielded(self) -> Y {
        self
    }

    #[inline]
    fn link<S, E>(link: Link<Y, S, E>) -> Link<Y, S, E> {
        link
    }
}

/// How what is sent to and thrown into a delegator reaches its delegate.
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{S}` cannot delegate to one that is sent `{DelegateSend}`",
    label = "what is sent here cannot be passed on",
    note = "to drop what is sent meanwhile, write `yield_from!(delegate.ignore_sent())`; a delegate that takes the values must be sent `{S}`"
)]
pub trait Bridge<S, E, DelegateSend, DelegateThrow> {
    /// Passes a sent value on.
    fn send(value: S) -> DelegateSend;

    /// Passes an error on, or gives it back when the delegate has another type for errors.
    ///
    /// # Errors
    ///
    /// The error, which then surfaces at the delegator.
    fn throw(error: E) -> Result<DelegateThrow, E>;

    /// Takes an error of the delegate, or drops it when the delegator has another type for errors.
    fn surface(error: DelegateThrow) -> Option<E>;

    /// The delegate's link where the types are the same.
    fn link<Y>(link: Link<Y, DelegateSend, DelegateThrow>) -> Option<Link<Y, S, E>>;

    /// Whether a link can be made at all.
    const LINKS: bool;
}

/// The same sent type and the same errors.
#[derive(Debug, Clone, Copy)]
pub struct Same;
/// The same sent type, other errors.
#[derive(Debug, Clone, Copy)]
pub struct OtherThrow;
/// The delegate is sent `()`, and has the same errors.
#[derive(Debug, Clone, Copy)]
pub struct DropSent;
/// The delegate is sent `()`, and has other errors. Also what is left when nothing fits, for the sake of its error.
#[derive(Debug, Clone, Copy)]
pub struct DropSentOtherThrow;

impl<S, E> Bridge<S, E, S, E> for Same {
    const LINKS: bool = true;

    #[inline]
    fn send(value: S) -> S {
        value
    }

    #[inline]
    fn throw(error: E) -> Result<E, E> {
        Ok(error)
    }

    #[inline]
    fn surface(error: E) -> Option<E> {
        Some(error)
    }

    #[inline]
    fn link<Y>(link: Link<Y, S, E>) -> Option<Link<Y, S, E>> {
        Some(link)
    }
}

impl<S, E, D> Bridge<S, E, S, D> for OtherThrow {
    const LINKS: bool = false;

    #[inline]
    fn send(value: S) -> S {
        value
    }

    #[inline]
    fn throw(error: E) -> Result<D, E> {
        Err(error)
    }

    #[inline]
    fn surface(_: D) -> Option<E> {
        None
    }

    #[inline]
    fn link<Y>(_: Link<Y, S, D>) -> Option<Link<Y, S, E>> {
        None
    }
}

impl<S: Absent, E> Bridge<S, E, (), E> for DropSent {
    const LINKS: bool = false;

    #[inline]
    fn send(_: S) {}

    #[inline]
    fn throw(error: E) -> Result<E, E> {
        Ok(error)
    }

    #[inline]
    fn surface(error: E) -> Option<E> {
        Some(error)
    }

    #[inline]
    fn link<Y>(_: Link<Y, (), E>) -> Option<Link<Y, S, E>> {
        None
    }
}

impl<S: Absent, E, D> Bridge<S, E, (), D> for DropSentOtherThrow {
    const LINKS: bool = false;

    #[inline]
    fn send(_: S) {}

    #[inline]
    fn throw(error: E) -> Result<D, E> {
        Err(error)
    }

    #[inline]
    fn surface(_: D) -> Option<E> {
        None
    }

    #[inline]
    fn link<Y>(_: Link<Y, (), D>) -> Option<Link<Y, S, E>> {
        None
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// The driver runs the delegate's frame on top of ours.
    Linked,
    /// The delegate is driven from here.
    Driven,
    /// The delegate yielded in reply to a close: there is nothing left but to be dropped (rule D9).
    Ignored,
}

pin_project! {
    /// Runs a delegate to its end, and gives its return value or what it did not catch.
    #[must_use = "a delegate does nothing until it is awaited"]
    pub struct TryDelegation<'t, Y, S, E, D, T> {
        token: PhantomData<&'t Token<Y, S, E>>,
        #[pin]
        target: T,
        nothing: fn() -> Option<S>,
        stage: Stage,
        location: Here,
        bridge: PhantomData<fn() -> D>,
    }
}

impl<Y, S, E, D, T> fmt::Debug for TryDelegation<'_, Y, S, E, D, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TryDelegation")
    }
}

/// How far a delegation has come at one poll.
enum Progress<R, E> {
    /// The channel has been told.
    Waiting,
    Ended(R),
    Raised(Raised<E>),
}

impl<Y, S, E, D, T> TryDelegation<'_, Y, S, E, D, T>
where
    T: Target,
    T::Yield: YieldedAs<Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    #[inline]
    fn advance(self: Pin<&mut Self>, channel: &Channel<Y, S, E>) -> Progress<T::Return, E> {
        let mut this = self.project();
        let state = match *this.stage {
            Stage::Fresh => {
                let mut target = this.target.as_mut().driven();
                let status = target.status();
                if status == Status::Finished {
                    return Progress::Ended(returned(&mut target));
                }
                let sent = match status {
                    Status::Created => None,
                    _ => Some((this.nothing)().unwrap_or_else(|| nothing_to_send())),
                };
                drop(target);
                if D::LINKS {
                    if let Some(link) = this.target.as_mut().link().and_then(D::link).map(T::Yield::link) {
                        *this.stage = Stage::Linked;
                        channel.link(link, sent.map_or(Input::Nothing, Input::Sent), this.location.get());
                        return Progress::Waiting;
                    }
                }
                *this.stage = Stage::Driven;
                let mut target = this.target.driven();
                match sent {
                    None => match target.start() {
                        Ok(state) => state,
                        Err(StartError::Started | StartError::Finished | StartError::Busy) => {
                            return Progress::Ended(returned(&mut target));
                        }
                    },
                    Some(value) => match target.send(D::send(value)) {
                        Ok(state) => state,
                        Err(_) => return Progress::Ended(returned(&mut target)),
                    },
                }
            }
            Stage::Linked => {
                return match channel.take_input() {
                    Input::Surfaced(signal) => Progress::Raised(signal),
                    Input::Returned => Progress::Ended(returned(&mut this.target.driven())),
                    input => {
                        channel.resume(input);
                        Progress::Waiting
                    }
                };
            }
            Stage::Driven => match channel.take_input() {
                Input::Sent(value) => {
                    let mut target = this.target.driven();
                    match target.send(D::send(value)) {
                        Ok(state) => state,
                        Err(SendError::NotStarted(_) | SendError::Finished(_) | SendError::Busy(_)) => {
                            return Progress::Ended(returned(&mut target));
                        }
                    }
                }
                Input::Raised(Raised::Throw(error)) => match D::throw(error) {
                    Ok(error) => match this.target.driven().throw(error) {
                        Ok(state) => state,
                        Err(error) => {
                            let signal = D::surface(error).map_or(Raised::Close, Raised::Throw);
                            return Progress::Raised(signal);
                        }
                    },
                    Err(error) => {
                        if !this.target.is_borrowed() {
                            // What this close yields or raises has no place to go (D6).
                            drop(this.target.driven().close());
                        }
                        return Progress::Raised(Raised::Throw(error));
                    }
                },
                Input::Raised(Raised::Close) => {
                    if this.target.is_borrowed() {
                        return Progress::Raised(Raised::Close);
                    }
                    match this.target.driven().close() {
                        Ok(_) | Err(CloseError::Busy) => return Progress::Raised(Raised::Close),
                        Err(CloseError::Raised(error)) => {
                            let signal = D::surface(error).map_or(Raised::Close, Raised::Throw);
                            return Progress::Raised(signal);
                        }
                        Err(CloseError::Yielded(value)) => {
                            *this.stage = Stage::Ignored;
                            GeneratorState::Yielded(value)
                        }
                    }
                }
                Input::Nothing | Input::Surfaced(_) | Input::Returned => return Progress::Waiting,
            },
            Stage::Ignored => return Progress::Waiting,
        };
        match state {
            GeneratorState::Yielded(value) => {
                channel.yielded(value.yielded(), this.location.get());
                Progress::Waiting
            }
            GeneratorState::Complete(value) => Progress::Ended(value),
        }
    }
}

impl<Y, S, E, D, T> Future for TryDelegation<'_, Y, S, E, D, T>
where
    T: Target,
    T::Yield: YieldedAs<Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    type Output = Result<T::Return, Raised<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let channel = Channel::of(&*self, self.token, context);
        match self.advance(channel) {
            Progress::Ended(value) => Poll::Ready(Ok(value)),
            Progress::Raised(signal) => Poll::Ready(Err(signal)),
            Progress::Waiting => Poll::Pending,
        }
    }
}

pin_project! {
    /// Runs a delegate to its end and gives its return value; what it does not catch ends the delegator.
    #[derive(Debug)]
    #[must_use = "a delegate does nothing until it is awaited"]
    pub struct Delegation<'t, Y, S, E, D, T> {
        #[pin]
        delegation: TryDelegation<'t, Y, S, E, D, T>,
    }
}

impl<Y, S, E, D, T> Future for Delegation<'_, Y, S, E, D, T>
where
    T: Target,
    T::Yield: YieldedAs<Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    type Output = T::Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Return> {
        let channel = Channel::of(&*self, self.delegation.token, context);
        match self.project().delegation.advance(channel) {
            Progress::Ended(value) => return Poll::Ready(value),
            Progress::Raised(signal) => channel.unwind(signal),
            Progress::Waiting => {}
        }
        Poll::Pending
    }
}

impl<Y, S, E> Token<Y, S, E> {
    /// Delegates to a generator; see [`Delegation`].
    #[inline]
    #[track_caller]
    pub fn delegate<D, T>(
        &self,
        target: T,
        bridge: &D,
        nothing: fn() -> Option<S>,
    ) -> Delegation<'_, Y, S, E, D, T>
    where
        T: Target,
        T::Yield: YieldedAs<Y>,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        Delegation { delegation: self.try_delegate(target, bridge, nothing) }
    }

    /// Delegates to a generator; see [`TryDelegation`].
    #[inline]
    #[track_caller]
    pub fn try_delegate<D, T>(
        &self,
        target: T,
        bridge: &D,
        nothing: fn() -> Option<S>,
    ) -> TryDelegation<'_, Y, S, E, D, T>
    where
        T: Target,
        T::Yield: YieldedAs<Y>,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        // Only its type counts.
        let _ = bridge;
        TryDelegation {
            token: PhantomData,
            target,
            nothing,
            stage: Stage::Fresh,
            location: Here::caller(),
            bridge: PhantomData,
        }
    }
}

/// The return value of a delegate that has ended (rule D13).
fn returned<G: Generator>(delegate: &mut G) -> G::Return {
    delegate.take_return().or_else(unit).unwrap_or_else(|| return_value_is_gone())
}

/// `()`, if that is what `R` is: a delegate that returns nothing has nothing that could be gone.
fn unit<R>() -> Option<R> {
    trait Identity {
        fn identity(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T> Identity for PhantomData<T> {
        fn identity(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let marker = PhantomData::<R>;
    let marker: &dyn Identity = &marker;
    // SAFETY: only the lifetime bound of the trait object changes, and `identity` reads nothing behind any lifetime:
    // the result is the identity of `R` with its lifetimes erased.
    let marker = unsafe { core::mem::transmute::<&dyn Identity, &(dyn Identity + 'static)>(marker) };
    // SAFETY: `()` has no lifetimes, so a type with its identity is `()`, of which any place holds a value.
    (marker.identity() == TypeId::of::<()>())
        .then(|| unsafe { core::ptr::NonNull::<R>::dangling().as_ptr().read() })
}

#[cold]
#[inline(never)]
#[track_caller]
fn return_value_is_gone() -> ! {
    panic!(
        "`yield_from!` of a generator that has ended and whose return value was taken: there is no value to go on with"
    );
}

#[cold]
#[inline(never)]
fn nothing_to_send() -> ! {
    panic!(
        "`yield_from!` of a generator that waits for a sent value: its sent type has no \"nothing\", so it cannot be \
         asked to go on; delegate to it before it is started, or make the sent type an `Option`"
    );
}

/// Finds out what a delegate is; the macro calls it through a row of references, so that the most special wins.
#[derive(Debug)]
pub struct Kind<G>(PhantomData<fn(G)>);

impl<G> Kind<G> {
    /// The question for a delegate.
    #[must_use]
    #[inline]
    pub fn of(_: &G) -> Self {
        Self(PhantomData)
    }
}

/// Refused: a `Result` is an iterator, which would lose its error (trap 21).
#[derive(Debug)]
pub struct ResultKind;
/// A `PinGen` by value.
#[derive(Debug)]
pub struct PushedKind;
/// Any generator.
#[derive(Debug)]
pub struct GeneratorKind;
/// Anything else: a plain iterable, or a mistake.
#[derive(Debug)]
pub struct IterableKind;

/// A `Result`.
pub trait IsResult {
    /// Says so.
    fn kind(&self) -> ResultKind {
        ResultKind
    }
}
impl<T, X> IsResult for &&&Kind<Result<T, X>> {}

/// A `PinGen`.
pub trait IsPushed {
    /// Says so.
    fn kind(&self) -> PushedKind {
        PushedKind
    }
}
impl<Y, S, R, E, B: Future<Output = R>> IsPushed for &&Kind<PinGen<Y, S, R, E, B>> {}

/// A generator.
pub trait IsGenerator {
    /// Says so.
    fn kind(&self) -> GeneratorKind {
        GeneratorKind
    }
}
impl<G: Generator> IsGenerator for &Kind<G> {}

/// Something else.
pub trait IsIterable {
    /// Says so.
    fn kind(&self) -> IterableKind {
        IterableKind
    }
}
impl<G> IsIterable for Kind<G> {}

/// Implemented by nothing: it carries the message of [`ResultKind::target`].
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of a `Result` would lose its error",
    label = "this is a `Result`",
    note = "write `yield_from!(value?)` to hand the error to the caller, or match on the `Result`"
)]
pub trait DelegateIsNoResult {}

/// What can be delegated to besides generators.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a generator nor an iterator",
    label = "cannot delegate to this",
    note = "`yield_from!` takes a generator, `&mut` of one, or anything that a `for` loop takes"
)]
pub trait Iterable: IntoIterator {}
impl<I: IntoIterator> Iterable for I {}

impl ResultKind {
    /// Refuses.
    pub fn target<Y, S, E, G: DelegateIsNoResult>(
        self,
        _: &Token<Y, S, E>,
        delegate: G,
    ) -> Movable<PlainIterator<core::iter::Empty<Y>, S, E>> {
        drop(delegate);
        Movable(PlainIterator::new(core::iter::empty()))
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
        Pushed { generator }
    }
}

impl GeneratorKind {
    /// Holds the delegate by value.
    #[inline]
    pub fn target<G: Generator, T>(self, _: &T, delegate: G) -> Movable<G> {
        Movable(delegate)
    }
}

impl IterableKind {
    /// Makes a generator of it that drops what it is sent.
    #[inline]
    pub fn target<Y, S: SentToIterator, E, I: Iterable>(
        self,
        _: &Token<Y, S, E>,
        delegate: I,
    ) -> Movable<PlainIterator<I::IntoIter, S, E>> {
        Movable(PlainIterator::new(delegate.into_iter()))
    }
}

/// The sent types of generators that may delegate to a plain iterator.
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{Self}` cannot delegate to a plain iterator",
    label = "an iterator cannot receive what is sent meanwhile",
    note = "to drop what is sent, write `yield_from!(iterator.ignore_sent())` with `use genfn::IteratorExt`"
)]
pub trait SentToIterator {}
impl<S: Absent> SentToIterator for S {}

/// Finds out how the types of delegator and delegate go together.
#[derive(Debug)]
pub struct Fit<S, E, T>(PhantomData<fn(S, E, T)>);

impl<S, E, T> Fit<S, E, T> {
    /// The question for a delegator and a delegate.
    #[must_use]
    #[inline]
    pub fn of<Y>(_: &Token<Y, S, E>, _: &T) -> Self {
        Self(PhantomData)
    }
}

/// See `Same`.
pub trait FitsSame {
    /// Says so.
    fn bridge(&self) -> Same {
        Same
    }
}
impl<S, E, T: Target<Send = S, Throw = E>> FitsSame for &&&Fit<S, E, T> {}

/// See `OtherThrow`.
pub trait FitsOtherThrow {
    /// Says so.
    fn bridge(&self) -> OtherThrow {
        OtherThrow
    }
}
impl<S, E, T: Target<Send = S>> FitsOtherThrow for &&Fit<S, E, T> {}

/// See `DropSent`.
pub trait FitsDropSent {
    /// Says so.
    fn bridge(&self) -> DropSent {
        DropSent
    }
}
impl<S: Absent, E, T: Target<Send = (), Throw = E>> FitsDropSent for &Fit<S, E, T> {}

/// See `DropSentOtherThrow`.
pub trait FitsDropSentOtherThrow {
    /// Says so.
    fn bridge(&self) -> DropSentOtherThrow {
        DropSentOtherThrow
    }
}
impl<S, E, T> FitsDropSentOtherThrow for Fit<S, E, T> {}

/// Finds out whether a sent type has a "nothing".
#[derive(Debug)]
pub struct Nothing<S>(PhantomData<fn(S)>);

impl<S> Nothing<S> {
    /// The question for a delegator.
    #[must_use]
    #[inline]
    pub fn of<Y, E>(_: &Token<Y, S, E>) -> Self {
        Self(PhantomData)
    }
}

/// It has one.
pub trait HasNothing<S> {
    /// How to make it.
    fn nothing(&self) -> fn() -> Option<S>;
}
impl<S: Absent> HasNothing<S> for &Nothing<S> {
    #[inline]
    fn nothing(&self) -> fn() -> Option<S> {
        || Some(S::absent())
    }
}

/// It has none.
pub trait HasNoNothing<S> {
    /// How to find that out.
    fn nothing(&self) -> fn() -> Option<S>;
}
impl<S> HasNoNothing<S> for Nothing<S> {
    #[inline]
    fn nothing(&self) -> fn() -> Option<S> {
        || None
    }
}
