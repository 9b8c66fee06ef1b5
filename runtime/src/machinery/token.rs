//! The token: what ties the yields of a body to the type of its frame.

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::panic::Location;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::channel::{Channel, Input, Operation};
use super::mode::{self, Asynchronous, Mode};
use crate::state::Raised;

/// Stands in a body for the frame that runs it.
///
/// It is invariant in what the frame yields, is sent and is thrown, and says nothing about their auto traits
/// (trap 1).
pub struct Token<M: Mode, Y, S, E> {
    line: M::Line,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
}

impl<M: Mode, Y, S, E> fmt::Debug for Token<M, Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Carries the types of a token to the frame made around its body.
#[derive(Debug)]
pub struct Witness<M, Y, S, E>(PhantomData<fn(M, Y, S, E) -> (M, Y, S, E)>);

impl<M: Mode, Y, S, E> Token<M, Y, S, E> {
    /// Makes the token of one body.
    ///
    /// # Safety
    ///
    /// The token is moved into the future that the frame is made of together with this token's witness, and is
    /// used only in futures that this future itself awaits. The attribute macro sees to it: no user code can name
    /// the token, and a label that every yield refers to does not reach into a nested block, closure or function.
    /// Each future made from the token is awaited where it is made. An asynchronous token finds its channel by the frame
    /// that it is bound to, not by where a future lies: on this alone rests that none is polled on another thread.
    #[must_use]
    #[inline]
    pub unsafe fn new() -> Self {
        Self { line: M::line(), types: PhantomData }
    }

    /// The types of this token.
    #[must_use]
    #[inline]
    pub fn witness(&self) -> Witness<M, Y, S, E> {
        Witness(PhantomData)
    }

    /// Yields a value; a throw or close that is answered here ends the body.
    #[inline]
    #[track_caller]
    pub fn yield_(&self, value: Y) -> Yield<'_, M, Y, S, E> {
        Yield(self.try_yield(value))
    }

    /// Yields a value and gives back what was sent or raised.
    #[inline]
    #[track_caller]
    pub fn try_yield(&self, value: Y) -> TryYield<'_, M, Y, S, E> {
        let location = Here::caller();
        TryYield { line: self.line(), offer: M::offer::<Y, S, E>(self.line, value, location), location }
    }

    /// Lets a signal go on from here.
    #[inline]
    #[track_caller]
    pub fn raise(&self, signal: Raised<E>) -> Raise<'_, M, Y, S, E> {
        Raise { line: self.line(), signal: Some(signal) }
    }

    #[inline]
    pub(super) fn line(&self) -> Line<'_, M, Y, S, E> {
        Line { mode: self.line, types: PhantomData, token: PhantomData }
    }
}

impl<Y, S, E> Token<Asynchronous, Y, S, E> {
    /// Binds the token to the frame of its body. A body awaits this before anything else.
    #[inline]
    pub fn bind(self) -> Bind<Y, S, E> {
        Bind { line: None, types: PhantomData }
    }
}

/// What an asynchronous body waits for first: to be told where its frame's slot is.
#[must_use = "a body is bound when this is awaited"]
pub struct Bind<Y, S, E> {
    line: Option<mode::Line>,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
}

impl<Y, S, E> fmt::Debug for Bind<Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bind")
    }
}

impl<Y, S, E> Future for Bind<Y, S, E> {
    type Output = Token<Asynchronous, Y, S, E>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(line) = self.line {
            return Poll::Ready(Token { line, types: PhantomData });
        }
        self.line = Some(mode::Line::greeted(&raw const *self, context));
        Poll::Pending
    }
}

/// What a future keeps of the token it was made from.
pub(crate) struct Line<'t, M: Mode, Y, S, E> {
    pub(super) mode: M::Line,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
    token: PhantomData<&'t ()>,
}

impl<M: Mode, Y, S, E> Clone for Line<'_, M, Y, S, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Mode, Y, S, E> Copy for Line<'_, M, Y, S, E> {}

macro_rules! opaque_debug {
    ($($Name:ident)*) => { $(
        impl<M: Mode, Y, S, E> fmt::Debug for $Name<'_, M, Y, S, E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($Name))
            }
        }
    )* };
}
opaque_debug!(TryYield Yield Raise);

/// The place of a yield, kept in builds with debug assertions only (rule G40).
#[derive(Clone, Copy, Debug)]
pub struct Here {
    #[cfg(debug_assertions)]
    location: &'static Location<'static>,
}

impl Here {
    #[inline]
    #[track_caller]
    pub(crate) fn caller() -> Self {
        Self {
            #[cfg(debug_assertions)]
            location: Location::caller(),
        }
    }

    #[inline]
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "without debug assertions there is none"
    )]
    pub(crate) fn get(self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.location);
        #[cfg(not(debug_assertions))]
        None
    }
}

/// See [`Token::try_yield`].
#[must_use = "a yield does nothing until it is awaited"]
pub struct TryYield<'t, M: Mode, Y, S, E> {
    line: Line<'t, M, Y, S, E>,
    offer: M::Offer<Y>,
    location: Here,
}

impl<M: Mode, Y, S, E> Unpin for TryYield<'_, M, Y, S, E> {}

// SAFETY: a yield holds its value from the moment it is made until it is first polled, both in one resumption, as the
// macro awaits it where it makes it (`Token::new`). At rest, when a frame may go to or be seen by another thread, it
// holds none. So what is yielded does not count among what the body holds (rule G47). What it keeps of the token is
// nothing, or shared access to it, which is `Sync`.
unsafe impl<M: Mode, Y, S, E> Send for TryYield<'_, M, Y, S, E> {}
// SAFETY: as above.
unsafe impl<M: Mode, Y, S, E> Sync for TryYield<'_, M, Y, S, E> {}

impl<M: Mode, Y, S, E> TryYield<'_, M, Y, S, E> {
    /// Offers the value at the first poll, and asks `answer` about what comes in at later ones.
    #[inline]
    fn exchange<T>(
        &mut self,
        context: &mut Context<'_>,
        answer: impl FnOnce(Input<S, E>, &Channel<Y, S, E>) -> Poll<T>,
    ) -> Poll<T> {
        if M::is_made(&mut self.offer) {
            return Poll::Pending;
        }
        Channel::with(&raw const *self, self.line, context, |channel, _| {
            if M::make(&mut self.offer, channel, self.location) {
                return Poll::Pending;
            }
            answer(channel.take_input(), channel)
        })
    }
}

impl<M: Mode, Y, S, E> Future for TryYield<'_, M, Y, S, E> {
    type Output = Result<S, Raised<E>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.exchange(context, |input, _| match input {
            Input::Sent(value) => Poll::Ready(Ok(value)),
            Input::Raised(signal) => Poll::Ready(Err(signal)),
            Input::Nothing | Input::Surfaced(_) | Input::Returned => Poll::Pending,
        })
    }
}

/// See [`Token::yield_`].
#[must_use = "a yield does nothing until it is awaited"]
pub struct Yield<'t, M: Mode, Y, S, E>(TryYield<'t, M, Y, S, E>);

impl<M: Mode, Y, S, E> Future for Yield<'_, M, Y, S, E> {
    type Output = S;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<S> {
        self.0.exchange(context, |input, channel| match input {
            Input::Sent(value) => Poll::Ready(value),
            Input::Raised(signal) => {
                channel.unwind(signal);
                Poll::Pending
            }
            Input::Nothing | Input::Surfaced(_) | Input::Returned => Poll::Pending,
        })
    }
}

/// See [`Token::raise`].
#[must_use = "nothing is raised until it is awaited"]
pub struct Raise<'t, M: Mode, Y, S, E> {
    line: Line<'t, M, Y, S, E>,
    signal: Option<Raised<E>>,
}

impl<M: Mode, Y, S, E> Unpin for Raise<'_, M, Y, S, E> {}

// SAFETY: as for `TryYield`: a body that raises is dropped in the same resumption.
unsafe impl<M: Mode, Y, S, E> Send for Raise<'_, M, Y, S, E> {}
// SAFETY: as above.
unsafe impl<M: Mode, Y, S, E> Sync for Raise<'_, M, Y, S, E> {}

impl<M: Mode, Y, S, E> Future for Raise<'_, M, Y, S, E> {
    type Output = core::convert::Infallible;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let signal = self.signal.take();
        Channel::with(&raw const *self, self.line, context, |channel, _| {
            match (channel.operation(), signal) {
                (Operation::Start | Operation::Resume, _) => {
                    panic!(
                        "`raise!` outside of a throw or close: it can only answer one, before the next yield"
                    )
                }
                (Operation::Throw, Some(Raised::Close)) => {
                    panic!("`raise!(Raised::Close)` in answer to a throw: raise an error, or return")
                }
                (_, Some(signal)) => channel.unwind(signal),
                (_, None) => {}
            }
        });
        Poll::Pending
    }
}
