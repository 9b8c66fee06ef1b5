//! The errors of the protocol. Each says what happened and hands back what was given.

use core::error::Error;
use core::fmt;

use crate::values::outcome::Outcome;

/// Why `start` did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StartError {
    /// The generator has been started before: `send` or `resume` goes on with it.
    Started,
    /// The generator has ended.
    Finished,
    /// Asynchronous generators only: an operation was left in mid-await; `settle` goes on with it.
    Busy,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Started => "the generator has been started before; go on with `send` or `resume`",
            Self::Finished => "the generator has ended",
            Self::Busy => "the generator was left in mid-await; `settle` it first",
        })
    }
}

impl Error for StartError {}

/// Why `send` or `resume` delivered nothing. The value comes back (rules [G12](crate::guide::rules#g12),
/// [G13](crate::guide::rules#g13)).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendError<S> {
    /// No yield waits for a value yet: call `start` first. The generator is untouched.
    NotStarted(S),
    /// The generator has ended.
    Finished(S),
    /// Asynchronous generators only: an operation was left in mid-await; `settle` goes on with it.
    Busy(S),
}

impl<S> SendError<S> {
    /// The value that was not delivered.
    pub fn into_inner(self) -> S {
        match self {
            Self::NotStarted(value) | Self::Finished(value) | Self::Busy(value) => value,
        }
    }
}

impl<S> fmt::Debug for SendError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted(_) => "NotStarted(..)",
            Self::Finished(_) => "Finished(..)",
            Self::Busy(_) => "Busy(..)",
        })
    }
}

impl<S> fmt::Display for SendError<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted(_) => "sent to a generator that has not been started; call `start` first",
            Self::Finished(_) => "sent to a generator that has ended",
            Self::Busy(_) => "sent to a generator that was left in mid-await; `settle` it first",
        })
    }
}

impl<S> Error for SendError<S> {}

/// How the `throw` of an asynchronous generator ended when it gave no state. The error comes back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum ThrowError<E> {
    /// The body did not catch it, or raised this one instead; the generator has ended.
    Uncaught(E),
    /// An operation was left in mid-await; nothing was delivered. `settle` goes on with it.
    Busy(E),
}

impl<E> ThrowError<E> {
    /// The error.
    pub fn into_inner(self) -> E {
        match self {
            Self::Uncaught(error) | Self::Busy(error) => error,
        }
    }
}

impl<E> fmt::Debug for ThrowError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uncaught(_) => "Uncaught(..)",
            Self::Busy(_) => "Busy(..)",
        })
    }
}

impl<E> fmt::Display for ThrowError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Uncaught(_) => "the generator did not catch the error thrown into it",
            Self::Busy(_) => "thrown into a generator left in mid-await; `settle` it first",
        })
    }
}

impl<E> Error for ThrowError<E> {}

/// How `close` failed. The generator has ended all the same, but for `Busy`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseError<Y, E> {
    /// The body ignored the close and yielded this value (rule [G28](crate::guide::rules#g28)).
    Yielded(Y),
    /// The body's clean-up failed with this error (rule [G29](crate::guide::rules#g29)).
    Raised(E),
    /// Asynchronous generators only: an operation was left in mid-await; `settle` goes on with it.
    Busy,
}

impl<Y, E> fmt::Debug for CloseError<Y, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yielded(_) => "Yielded(..)",
            Self::Raised(_) => "Raised(..)",
            Self::Busy => "Busy",
        })
    }
}

impl<Y, E> fmt::Display for CloseError<Y, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yielded(_) => "the generator ignored the close and yielded",
            Self::Raised(_) => "the generator failed while it was closed",
            Self::Busy => "closed a generator left in mid-await; `settle` it first",
        })
    }
}

impl<Y, E> Error for CloseError<Y, E> {}

/// How a generator used as a context manager (`with`, `enter`) did not do what one does, or that its block failed.
///
/// The generator has ended, but for [`NotEntered`](Self::NotEntered).
///
/// ```
/// use genfn::{generator, yield_, ContextError, Gen};
///
/// #[generator]
/// fn one_for_each(files: u32) -> Gen<u32, (), (), &'static str> {
///     for file in 0..files {
///         yield_!(file);
///     }
/// }
///
/// assert_eq!(one_for_each(0).with(|file| Ok(file)), Err(ContextError::NoYield(())));
/// assert_eq!(one_for_each(2).with(|file| Ok(file)), Err(ContextError::SecondYield(1)));
/// let failed = one_for_each(1).with(|_| Err::<(), _>("unreadable"));
/// assert_eq!(failed.unwrap_err().into_raised(), Ok("unreadable"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContextError<Y, R, E> {
    /// Only a generator that has not been started can be entered; nothing was done to this one. The block has not run.
    NotEntered(StartError),
    /// The body ended before it yielded, and returned this (rule [C3](crate::guide::rules#c3)). The block has not run.
    NoYield(R),
    /// The body yielded once more, this, where it should have ended (rule [C4](crate::guide::rules#c4)). It was closed
    /// then; a failure of its clean-up is dropped.
    SecondYield(Y),
    /// The block's error, which the body let pass, or the one that the body raised instead (rules
    /// [C5](crate::guide::rules#c5), [C7](crate::guide::rules#c7)).
    Raised(E),
    /// The block succeeded, or its error was suppressed, but the body returned this error.
    Failed(R),
}

impl<Y, R, E> ContextError<Y, R, E> {
    /// The error that the block or the body raised, for a block around this one.
    ///
    /// # Errors
    ///
    /// This very error, where it is another one.
    pub fn into_raised(self) -> Result<E, Self> {
        match self {
            Self::Raised(error) => Ok(error),
            other => Err(other),
        }
    }

    /// This, with what was raised turned into something else.
    #[cfg(feature = "std")]
    pub(crate) fn map_raised<X>(self, map: impl FnOnce(E) -> X) -> ContextError<Y, R, X> {
        match self {
            Self::NotEntered(error) => ContextError::NotEntered(error),
            Self::NoYield(value) => ContextError::NoYield(value),
            Self::SecondYield(value) => ContextError::SecondYield(value),
            Self::Raised(error) => ContextError::Raised(map(error)),
            Self::Failed(value) => ContextError::Failed(value),
        }
    }

    /// What is said of it.
    pub(crate) fn text(&self) -> &'static str {
        match self {
            Self::NotEntered(StartError::Started) => "entered a generator that has been started before",
            Self::NotEntered(StartError::Finished) => "entered a generator that has ended",
            Self::NotEntered(StartError::Busy) => "entered a generator left in mid-await; `settle` it first",
            Self::NoYield(_) => "the context manager ended before it yielded a value",
            Self::SecondYield(_) => "the context manager yielded a second time instead of ending",
            Self::Raised(_) => "the block failed, and the context manager did not suppress it",
            Self::Failed(_) => "the context manager failed after the block",
        }
    }

    /// What a body comes to that has ended where it should.
    pub(crate) fn unless_failed(value: R) -> Result<(), Self>
    where
        R: Outcome<Y>,
    {
        if value.is_failure() { Err(Self::Failed(value)) } else { Ok(()) }
    }
}

impl<Y, R, E> fmt::Debug for ContextError<Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEntered(error) => return f.debug_tuple("NotEntered").field(error).finish(),
            Self::NoYield(_) => "NoYield(..)",
            Self::SecondYield(_) => "SecondYield(..)",
            Self::Raised(_) => "Raised(..)",
            Self::Failed(_) => "Failed(..)",
        })
    }
}

impl<Y, R, E> fmt::Display for ContextError<Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl<Y, R, E> Error for ContextError<Y, R, E> {}
