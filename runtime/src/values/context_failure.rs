//! What a context manager failed with, as an error of the function around its block.

use crate::values::error::ContextError;

/// What the body of a context manager returns: nothing that failed, or a failure that turns into an `X`.
#[diagnostic::on_unimplemented(
    message = "what this context manager returns, `{Self}`, does not turn into the error `{X}`",
    label = "returns `{Self}`, which is no `{X}`",
    note = "it may return `()`, or a `Result<(), T>` whose `T` turns into `{X}` by `Into`"
)]
pub trait FailsAs<X> {
    /// The failure, if there is one.
    fn failure(self) -> Option<X>;
}

impl<X> FailsAs<X> for () {
    fn failure(self) -> Option<X> {
        None
    }
}

impl<T: Into<X>, X> FailsAs<X> for Result<(), T> {
    fn failure(self) -> Option<X> {
        self.err().map(Into::into)
    }
}

impl<Y, R, E> ContextError<Y, R, E> {
    /// The error as one of the function around the block: what the block failed with, or the body, also before its yield. It is
    /// for `?`, where the compiler does not find the conversion itself, as it does for [`std::io::Error`].
    ///
    /// ```
    /// use genfn::{generator, yield_, ContextError, Gen};
    ///
    /// #[derive(Debug, PartialEq)]
    /// struct OutOfInk;
    ///
    /// #[generator]
    /// fn pen() -> Gen<&'static str, (), (), OutOfInk> {
    ///     yield_!("blue");
    /// }
    ///
    /// fn write(text: &str) -> Result<usize, OutOfInk> {
    ///     let written = pen().with(|colour| if text.len() < 9 { Ok(colour.len()) } else { Err(OutOfInk) });
    ///     Ok(written.map_err(ContextError::into_error)?.unwrap_or(0))
    /// }
    ///
    /// assert_eq!(write("short"), Ok(4));
    /// assert_eq!(write("a long letter"), Err(OutOfInk));
    /// ```
    ///
    /// # Panics
    ///
    /// When the generator is no context manager: it had been started before, it ended without a yield and without a failure, or
    /// it yielded twice. That is a mistake in its body, for which Python has a `RuntimeError`.
    #[track_caller]
    pub fn into_error<X>(self) -> X
    where
        E: Into<X>,
        R: FailsAs<X>,
    {
        match self.into_failure() {
            Ok(failure) => failure,
            Err(misuse) => panic!("{misuse}"),
        }
    }

    /// What the block or the body failed with, or else what this says.
    fn into_failure<X>(self) -> Result<X, &'static str>
    where
        E: Into<X>,
        R: FailsAs<X>,
    {
        let text = self.text();
        match self {
            Self::Raised(error) => Ok(error.into()),
            Self::NoYield(value) | Self::Failed(value) => value.failure().ok_or(text),
            Self::NotEntered(_) | Self::SecondYield(_) => Err(text),
        }
    }
}

/// So that `?` gives the error of the block or of the body. A generator that is no context manager is an error of the kind
/// [`Other`](std::io::ErrorKind::Other).
#[cfg(feature = "std")]
impl<Y, R: FailsAs<std::io::Error>> From<ContextError<Y, R, std::io::Error>> for std::io::Error {
    fn from(error: ContextError<Y, R, Self>) -> Self {
        error.into_failure().unwrap_or_else(Self::other)
    }
}

/// So that `?` gives the error of the body, where the block has none.
#[cfg(feature = "std")]
impl<Y, R: FailsAs<std::io::Error>> From<ContextError<Y, R, core::convert::Infallible>> for std::io::Error {
    fn from(error: ContextError<Y, R, core::convert::Infallible>) -> Self {
        error.map_raised(|never| -> Self { match never {} }).into()
    }
}
