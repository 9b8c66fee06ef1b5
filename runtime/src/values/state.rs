//! What a resumption gives back, where a generator stands, and what can be raised into it.

/// What a resumed generator did: it yielded, or it ended.
///
/// This is Python's "a value, or `StopIteration(value)`" as one type (PEP 380; rules [G5](crate::guide::rules#g5),
/// [G10](crate::guide::rules#g10)).
///
/// ```
/// use genfn::{generator, yield_, Gen, GeneratorState};
///
/// #[generator]
/// fn one() -> Gen<u32, (), &'static str> {
///     yield_!(1);
///     "end"
/// }
///
/// let mut generator = one();
/// assert_eq!(generator.start(), Ok(GeneratorState::Yielded(1)));
/// assert_eq!(generator.send(()), Ok(GeneratorState::Complete("end")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GeneratorState<Y, R> {
    /// The body reached a yield and waits there.
    Yielded(Y),
    /// The body ended with its return value.
    #[doc(alias = "StopIteration")]
    Complete(R),
}

impl<Y, R> GeneratorState<Y, R> {
    /// The yielded value, or `None` when the generator ended.
    #[must_use]
    pub fn yielded(self) -> Option<Y> {
        match self {
            Self::Yielded(value) => Some(value),
            Self::Complete(_) => None,
        }
    }

    /// The return value, or `None` when the generator yielded.
    #[must_use]
    pub fn complete(self) -> Option<R> {
        match self {
            Self::Yielded(_) => None,
            Self::Complete(value) => Some(value),
        }
    }

    /// Applies a function to the yielded value and leaves a return value alone.
    #[must_use]
    pub fn map_yielded<T>(self, map: impl FnOnce(Y) -> T) -> GeneratorState<T, R> {
        match self {
            Self::Yielded(value) => GeneratorState::Yielded(map(value)),
            Self::Complete(value) => GeneratorState::Complete(value),
        }
    }

    /// Applies a function to the return value and leaves a yielded value alone.
    #[must_use]
    pub fn map_complete<T>(self, map: impl FnOnce(R) -> T) -> GeneratorState<Y, T> {
        match self {
            Self::Yielded(value) => GeneratorState::Yielded(value),
            Self::Complete(value) => GeneratorState::Complete(map(value)),
        }
    }
}

/// Where a generator stands between two operations (rule [G38](crate::guide::rules#g38)).
///
/// A running generator cannot be observed: whoever runs it holds it by `&mut`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Made, and nothing of its body has run.
    Created,
    /// Left at a yield.
    Suspended,
    /// Asynchronous generators only: an operation was dropped in mid-await (rule [A21](crate::guide::rules#a21)).
    Awaiting,
    /// The body has ended, was closed, or panicked.
    Finished,
}

/// What `try_yield!` and `try_yield_from!` catch: an error thrown in, or the request to close.
///
/// Close is a variant of its own, so that a loop which retries after errors cannot swallow it by accident
/// (rule [G31](crate::guide::rules#g31); Python has `GeneratorExit` outside `Exception` for the same reason).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Raised<E> {
    /// `throw(error)` was called.
    Throw(E),
    /// `close()` was called: clean up and return.
    Close,
}
