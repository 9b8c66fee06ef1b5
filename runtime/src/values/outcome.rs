//! The two bounds under which a generator is an iterator.

/// A sent type that has a "nothing", so that `next` can be called (rule [G11](crate::guide::rules#g11)) and a context
/// manager be left.
///
/// Implemented for `()` and for `Option<T>`, whose nothing is `None`.
#[diagnostic::on_unimplemented(
    message = "this generator is sent `{Self}`, so neither iteration nor a context manager has anything to send it",
    label = "nothing is sent here, but each yield of this generator expects a `{Self}`",
    note = "drive it with `start` and `send`, make the sent type `Option<{Self}>`, or call `ignore_sent()` on a delegate"
)]
pub trait Absent {
    /// The value that is sent when there is nothing to send.
    fn absent() -> Self;
}

impl Absent for () {
    #[inline]
    fn absent() -> Self {}
}

impl<T> Absent for Option<T> {
    #[inline]
    fn absent() -> Self {
        None
    }
}

/// A return type that plain iteration and context managers cannot lose.
///
/// A generator that returns `()` iterates as its yielded values. One that returns `Result<(), X>` iterates as
/// `Result<Y, X>`: every value `Ok`, and a final `Err` once, so that no `for` loop can swallow the error. A
/// generator with any other return value is iterated through `iter()`. As a context manager, one that returns `Err` has
/// failed.
#[diagnostic::on_unimplemented(
    message = "a generator that returns `{Self}` is neither an iterator nor a context manager itself",
    label = "the return value `{Self}` would be lost here",
    note = "return `()` or `Result<(), _>`, or iterate over `generator.iter()` and fetch the value with `generator.take_return()`"
)]
pub trait Outcome<Y>: Sized {
    /// What iteration gives for each yielded value.
    type Item;

    /// The item for a yielded value.
    fn yielded(value: Y) -> Self::Item;

    /// The last item that the return value makes, or the value itself when it makes none.
    ///
    /// # Errors
    ///
    /// The return value, where it is no item; it stays available through `take_return()`.
    fn last_item(self) -> Result<Self::Item, Self>;

    /// Whether the body failed, so that a context manager must not take this for a clean end.
    fn is_failure(&self) -> bool;
}

impl<Y> Outcome<Y> for () {
    type Item = Y;

    #[inline]
    fn yielded(value: Y) -> Y {
        value
    }

    #[inline]
    fn last_item(self) -> Result<Y, Self> {
        Err(())
    }

    #[inline]
    fn is_failure(&self) -> bool {
        false
    }
}

impl<Y, X> Outcome<Y> for Result<(), X> {
    type Item = Result<Y, X>;

    #[inline]
    fn yielded(value: Y) -> Self::Item {
        Ok(value)
    }

    #[inline]
    fn last_item(self) -> Result<Self::Item, Self> {
        match self {
            Ok(()) => Err(Ok(())),
            Err(error) => Ok(Err(error)),
        }
    }

    #[inline]
    fn is_failure(&self) -> bool {
        self.is_err()
    }
}
