//! For the expansion of the macros only: nothing here is stable, and nothing here is to be called by hand.
//!
//! What mentions the type of a body is compiled for each body, so the functions that make a generator call as few others as they can.

use core::convert::Infallible;
use core::future::Future;
#[cfg(feature = "alloc")]
use core::marker::PhantomData;

pub use crate::block::{Awaited, IsAwaited, IsNotAwaited, next_item, nothing_returned, returned};
pub use genfn_macros::block;

pub use crate::delegate::kind::{
    Fit, FitsIgnoring, FitsIgnoringOtherErrors, FitsOtherErrors, FitsSame, IsAsyncGenerator, IsFramed,
    IsFuture, IsGenerator, IsIterable, IsLending, IsLendingToOwner, IsNothing, IsPushed, IsResult, IsStream,
    IsTooAsync, IsUnknown, Kind, SentOther, YieldsOther,
};
pub use crate::delegate::nothing::{HasNoNothing, HasNothing, Nothing};
use crate::machinery::body::{DelegatingBody, PlainBody};
#[cfg(feature = "alloc")]
use crate::machinery::body::{DelegatingStreamBlock, PlainStreamBlock};
pub use crate::machinery::by_slot::Asynchronous;
pub use crate::machinery::by_waker::Synchronous;
pub use crate::machinery::keep_scalar::keep_scalar;
#[cfg(feature = "alloc")]
pub use crate::machinery::lend::LendToken;
#[cfg(feature = "alloc")]
use crate::machinery::lend::LendTypes;
use crate::machinery::token::BodyTypes;
pub use crate::machinery::token::Token;
#[cfg(feature = "alloc")]
use crate::machinery::{expression, owned::OwnedFrame};
pub use crate::question_mark::{Reported, question_mark};
pub use crate::types::returned::FromGenerator;
#[cfg(feature = "alloc")]
pub use crate::values::lend::{Covariant, Lend};

/// A generator of what `choose` makes of the items that it does not reject.
#[cfg(feature = "alloc")]
#[inline]
#[track_caller]
pub fn expression<Y, X, F>(
    items: X,
    choose: F,
) -> crate::Gen<Y, (), (), Infallible, impl crate::Body<Output = ()>>
where
    X: IntoIterator,
    F: FnMut(X::Item, expression::Types<Y>) -> Option<Y>,
{
    crate::Gen { frame: expression::expression(items, choose), returns: PhantomData }
}

/// A generator around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn owned<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Synchronous, Y, S, E>,
    body: B,
) -> crate::Gen<Y, S, R, E, PlainBody<B>> {
    crate::Gen { frame: OwnedFrame::new(PlainBody(body)), returns: PhantomData }
}

/// A generator in place around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[inline]
pub unsafe fn in_place<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Synchronous, Y, S, E>,
    body: B,
) -> crate::PinGen<Y, S, R, E, PlainBody<B>> {
    crate::PinGen::new(PlainBody(body))
}

/// An asynchronous generator around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn owned_async<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::AsyncGen<Y, S, R, E, PlainBody<B>> {
    crate::AsyncGen { frame: OwnedFrame::new(PlainBody(body)), returns: PhantomData }
}

/// An asynchronous generator in place around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[inline]
pub unsafe fn in_place_async<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::PinAsyncGen<Y, S, R, E, PlainBody<B>> {
    crate::PinAsyncGen::new(PlainBody(body))
}

/// A generator around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn owned_delegating<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Synchronous, Y, S, E>,
    body: B,
) -> crate::Gen<Y, S, R, E, DelegatingBody<B>> {
    crate::Gen { frame: OwnedFrame::new(DelegatingBody(body)), returns: PhantomData }
}

/// A generator in place around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[inline]
pub unsafe fn in_place_delegating<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Synchronous, Y, S, E>,
    body: B,
) -> crate::PinGen<Y, S, R, E, DelegatingBody<B>> {
    crate::PinGen::new(DelegatingBody(body))
}

/// An asynchronous generator around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn owned_async_delegating<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::AsyncGen<Y, S, R, E, DelegatingBody<B>> {
    crate::AsyncGen { frame: OwnedFrame::new(DelegatingBody(body)), returns: PhantomData }
}

/// A stream that a block makes, around its body.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn stream_block<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::AsyncGen<Y, S, R, E, PlainStreamBlock<B>> {
    crate::AsyncGen { frame: OwnedFrame::new(PlainStreamBlock(body)), returns: PhantomData }
}

/// A stream that a block makes, around its body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn stream_block_delegating<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::AsyncGen<Y, S, R, E, DelegatingStreamBlock<B>> {
    crate::AsyncGen { frame: OwnedFrame::new(DelegatingStreamBlock(body)), returns: PhantomData }
}

/// An asynchronous generator in place around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token with these types, and no other token, or [`question_mark`] of one.
#[inline]
pub unsafe fn in_place_async_delegating<Y, S, R, E, B: Future<Output = R>>(
    _: BodyTypes<Asynchronous, Y, S, E>,
    body: B,
) -> crate::PinAsyncGen<Y, S, R, E, DelegatingBody<B>> {
    crate::PinAsyncGen::new(DelegatingBody(body))
}

/// A lending generator around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token of this family with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn lending<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Future<Output = R>>(
    _: LendTypes<Synchronous, L, S, E>,
    body: B,
) -> crate::LendGen<L, S, R, E, PlainBody<B>> {
    crate::LendGen::new(PlainBody(body))
}

/// A lending generator around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token of this family with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn lending_delegating<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Future<Output = R>>(
    _: LendTypes<Synchronous, L, S, E>,
    body: B,
) -> crate::LendGen<L, S, R, E, DelegatingBody<B>> {
    crate::LendGen::new(DelegatingBody(body))
}

/// An asynchronous lending generator around a body.
///
/// # Safety
///
/// The body is an `async` block that holds the token of this family with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn lending_async<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Future<Output = R>>(
    _: LendTypes<Asynchronous, L, S, E>,
    body: B,
) -> crate::AsyncLendGen<L, S, R, E, PlainBody<B>> {
    crate::AsyncLendGen::new(PlainBody(body))
}

/// An asynchronous lending generator around a body that delegates.
///
/// # Safety
///
/// The body is an `async` block that holds the token of this family with these types, and no other token.
#[cfg(feature = "alloc")]
#[inline]
pub unsafe fn lending_async_delegating<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Future<Output = R>>(
    _: LendTypes<Asynchronous, L, S, E>,
    body: B,
) -> crate::AsyncLendGen<L, S, R, E, DelegatingBody<B>> {
    crate::AsyncLendGen::new(DelegatingBody(body))
}

/// Never called: fixes the return type of a body before it is checked.
#[must_use]
pub fn never<R>() -> R {
    unreachable!("the expansion of a generator never calls this")
}

/// Never called either: an item of the generator with these types.
#[must_use]
pub fn any_item<M, Y, S, E>(_: BodyTypes<M, Y, S, E>) -> Y {
    never()
}

/// Never called either: stands for a yield in a body with a mistake that has been reported.
pub fn reported() -> ! {
    unreachable!("a body with a mistake is not compiled")
}

/// What comes after `raise!`.
pub fn ended(never: Infallible) -> ! {
    match never {}
}
