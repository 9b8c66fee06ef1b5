//! The errors of the protocol. Each says what happened and hands back what was given.

use core::error::Error;
use core::fmt;

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

/// Why `send` or `resume` delivered nothing. The value comes back (rules G12, G13).
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
    /// The body ignored the close and yielded this value (rule G28).
    Yielded(Y),
    /// The body's clean-up failed with this error (rule G29).
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
