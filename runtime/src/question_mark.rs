//! `?` in a body whose items are `Result`s: the error is the last item.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::machinery::token::BodyTypes;
use crate::values::outcome::Outcome;

/// What a generator returns whose `?` gives the error as the last item: that error, if there was one.
///
/// It is the return type of a block whose items are `Result`s and which uses `?`, as in `stream! { yield Ok(read()?); }`. The
/// items of iteration are those that it yields, and then the error.
///
/// ```
/// use genfn::iter;
/// use std::num::ParseIntError;
///
/// let mut numbers = iter! {
///     for word in ["1", "two", "3"] {
///         yield Ok::<u32, ParseIntError>(word.parse()?);
///     }
/// };
/// assert_eq!(numbers.next(), Some(Ok(1)));
/// assert!(numbers.next().unwrap().is_err());
/// assert_eq!(numbers.next(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LastError<X>(pub Option<X>);

impl<T, X> Outcome<Result<T, X>> for LastError<X> {
    type Item = Result<T, X>;

    #[inline]
    fn yielded(value: Result<T, X>) -> Self::Item {
        value
    }

    #[inline]
    fn last_item(self) -> Result<Self::Item, Self> {
        match self.0 {
            Some(error) => Ok(Err(error)),
            None => Err(self),
        }
    }

    #[inline]
    fn is_failure(&self) -> bool {
        self.0.is_some()
    }
}

/// An item that can be an error.
#[diagnostic::on_unimplemented(
    message = "`?` gives its error as the last item, but the items are `{Self}`, and no `Result`s",
    label = "this error can be no item",
    note = "yield `Ok(..)` and declare `Result<{Self}, X>` items, use `try_iter!` or `try_stream!`, which yield plain values, or \
            return a `Gen<{Self}, (), Result<(), X>>` (asynchronously an `AsyncGen`)"
)]
pub trait ItemIsAResult {
    /// The error.
    type Error;
}

impl<T, X> ItemIsAResult for Result<T, X> {
    type Error = X;
}

pin_project! {
    /// An `async` block in which `?` ends the generator with an error.
    #[derive(Debug)]
    pub struct EndsInError<F> {
        #[pin]
        body: F,
    }
}

impl<X, F: Future<Output = Result<(), X>>> Future for EndsInError<F> {
    type Output = LastError<X>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<LastError<X>> {
        self.project().body.poll(context).map(|result| LastError(result.err()))
    }
}

/// Lets the errors of a body's `?` be the last items. It stands at the `?`, for that is where the compiler says it when the items
/// are no `Result`s.
#[inline]
#[must_use]
pub fn question_mark<M, Y, S, E, F>(_: BodyTypes<M, Y, S, E>, body: F) -> EndsInError<F>
where
    Y: ItemIsAResult,
    F: Future<Output = Result<(), Y::Error>>,
{
    EndsInError { body }
}

/// What a `?` would have given, where it has been reported.
pub trait Reported {
    /// It.
    type Value;

    /// Gives it, never.
    fn __genfn_reported(self) -> Self::Value;
}

impl<T, X> Reported for Result<T, X> {
    type Value = T;

    fn __genfn_reported(self) -> T {
        crate::__private::never()
    }
}

impl<T> Reported for Option<T> {
    type Value = T;

    fn __genfn_reported(self) -> T {
        crate::__private::never()
    }
}
