//! How the types of delegator and delegate go together.

#![allow(clippy::unused_self, reason = "the values of the bridges only carry which one is meant")]

use core::marker::PhantomData;

use super::super::frame::Link;
use super::super::mode::Mode;
use super::super::token::Token;
use super::target::{Keep, NoTarget, Target, no_target};
use crate::outcome::Absent;

/// How what is sent to and thrown into a delegator reaches its delegate. What is provided is for a delegate with another
/// type for errors.
pub trait Bridge<S, E, DelegateSend, DelegateThrow> {
    /// Whether a link can be made at all.
    const LINKS: bool = false;

    /// Where the delegator keeps what it has to deliver to a delegate that is not ready for it.
    type Keep<T: Target, V>: Keep<V>;

    /// Passes a sent value on.
    fn send(value: S) -> DelegateSend;

    /// Passes an error on, or gives it back when the delegate has another type for errors.
    ///
    /// # Errors
    ///
    /// The error, which then surfaces at the delegator.
    #[inline]
    fn throw(error: E) -> Result<DelegateThrow, E> {
        Err(error)
    }

    /// Takes an error of the delegate, or drops it when the delegator has another type for errors.
    #[inline]
    fn surface(error: DelegateThrow) -> Option<E> {
        drop(error);
        None
    }

    /// The delegate's link where the types are the same.
    #[inline]
    fn link<Y>(link: Link<Y, DelegateSend, DelegateThrow>) -> Option<Link<Y, S, E>> {
        drop(link);
        None
    }
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
/// The delegate is sent `()`, and has other errors.
#[derive(Debug, Clone, Copy)]
pub struct DropSentOtherThrow;

/// What would be left if types that do not go together were no error; so there is no second one.
#[derive(Debug, Clone, Copy)]
pub struct Refused;

impl<S, E, T, D> Bridge<S, E, T, D> for Refused {
    type Keep<H: Target, V> = H::Keep<V>;

    fn send(_: S) -> T {
        unreachable!("refused at compile time")
    }
}

impl<S, E> Bridge<S, E, S, E> for Same {
    const LINKS: bool = true;
    type Keep<T: Target, V> = T::KeepIfLinked<V>;

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
    type Keep<T: Target, V> = T::Keep<V>;

    #[inline]
    fn send(value: S) -> S {
        value
    }
}

impl<S: Absent, E> Bridge<S, E, (), E> for DropSent {
    type Keep<T: Target, V> = T::Keep<V>;

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
}

impl<S: Absent, E, D> Bridge<S, E, (), D> for DropSentOtherThrow {
    type Keep<T: Target, V> = T::Keep<V>;

    #[inline]
    fn send(_: S) {}
}

/// Finds out how the types of delegator and delegate go together.
#[derive(Debug)]
pub struct Fit<Y, S, E, T>(PhantomData<fn(Y, S, E, T)>);

impl<Y, S, E, T> Fit<Y, S, E, T> {
    /// The question for a delegator and a delegate.
    #[must_use]
    #[inline]
    pub fn of<M: Mode>(_: &Token<M, Y, S, E>, _: &T) -> Self {
        Self(PhantomData)
    }
}

/// The delegate yields what the delegator does.
pub trait YieldsSame<Y, T> {
    /// The target as it is.
    #[inline]
    fn checked(&self, target: T) -> T {
        target
    }
}
impl<Y, S, E, T: Target<Yield = Y>> YieldsSame<Y, T> for &Fit<Y, S, E, T> {}

/// Implemented by nothing: it carries the message of [`YieldsOther::checked`].
#[diagnostic::on_unimplemented(
    message = "a generator that yields `{Y}` cannot delegate to one that yields `{Self}`",
    label = "this delegate yields `{Self}`, not `{Y}`",
    note = "convert the items: `yield_from!(delegate.map(..))`, or a loop with `yield_!`"
)]
pub trait YieldedAs<Y> {}

/// The delegate yields something else.
pub trait YieldsOther<Y, S, E, T: Target> {
    /// Refuses; what is left makes no second error.
    fn checked(&self, target: T) -> NoTarget<Y, S, E>
    where
        T::Yield: YieldedAs<Y>,
    {
        no_target(target)
    }
}
impl<Y, S, E, T: Target> YieldsOther<Y, S, E, T> for Fit<Y, S, E, T> {}

macro_rules! fits {
    ($($Fits:ident -> $Bridge:ident, [$($generics:tt)*] $Fit:ty;)*) => { $(
        #[doc = concat!("See `", stringify!($Bridge), "`.")]
        pub trait $Fits {
            /// Says so.
            fn bridge(&self) -> $Bridge {
                $Bridge
            }
        }
        impl<$($generics)*> $Fits for $Fit {}
    )* };
}

fits! {
    FitsSame -> Same, [Y, S, E, T: Target<Send = S, Throw = E>] &&&&Fit<Y, S, E, T>;
    FitsOtherThrow -> OtherThrow, [Y, S, E, T: Target<Send = S>] &&&Fit<Y, S, E, T>;
    FitsDropSent -> DropSent, [Y, S: Absent, E, T: Target<Send = (), Throw = E>] &&Fit<Y, S, E, T>;
    FitsDropSentOtherThrow -> DropSentOtherThrow, [Y, S: Absent, E, T: Target<Send = ()>] &Fit<Y, S, E, T>;
}

/// Implemented by nothing: it carries the message of [`FitsNot::bridge`].
#[diagnostic::on_unimplemented(
    message = "a generator that is sent `{Self}` cannot delegate to one that is sent `{DelegateSend}`",
    label = "what is sent here cannot be passed on",
    note = "to drop what is sent meanwhile, write `yield_from!(delegate.ignore_sent())`; a delegate that takes the values must be sent `{Self}`"
)]
pub trait PassedOnAs<DelegateSend> {}

/// The types do not go together.
pub trait FitsNot<S, T: Target> {
    /// Refuses.
    fn bridge(&self) -> Refused
    where
        S: PassedOnAs<T::Send>,
    {
        Refused
    }
}
impl<Y, S, E, T: Target> FitsNot<S, T> for Fit<Y, S, E, T> {}

/// Finds out whether a sent type has a "nothing".
#[derive(Debug)]
pub struct Nothing<S>(PhantomData<fn(S)>);

impl<S> Nothing<S> {
    /// The question for a delegator.
    #[must_use]
    #[inline]
    pub fn of<M: Mode, Y, E>(_: &Token<M, Y, S, E>) -> Self {
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
