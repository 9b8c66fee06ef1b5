//! A delegate that is driven: its operations are called in the delegator's own poll.

use core::pin::Pin;
use core::task::{Context, Poll, ready};

use super::nothing::Makes;
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError};
use crate::values::state::{GeneratorState, Raised};

/// What a delegate that is driven is asked to do.
pub(super) enum Request<S, E> {
    Start,
    /// Start or go on, whichever it takes: nobody knows where a generator stands that was written by hand.
    Resume(Option<S>),
    Send(Option<S>),
    Throw(Option<E>),
    Close,
    /// Go on with what was interrupted before it became a delegate.
    Settle,
}

/// What a delegate that is driven did.
pub(super) enum Answer<Y, R, E> {
    State(GeneratorState<Y, R>),
    /// It was over already.
    HasEnded,
    Raised(Raised<E>),
}

/// Asks a delegate that is driven to do something.
pub(super) fn ask<T: AsyncGenerator, N: Makes<T::Send>>(
    mut delegate: Pin<&mut T>,
    request: &mut Request<T::Send, T::Throw>,
    context: &mut Context<'_>,
) -> Poll<Answer<T::Yield, T::Return, T::Throw>> {
    if let Request::Settle = request {
        match ready!(delegate.as_mut().poll_settle(context)) {
            Ok(Some(state)) => return Poll::Ready(Answer::State(state)),
            // Somebody else threw into it, and gave up waiting for the outcome.
            Err(_) => return Poll::Ready(Answer::HasEnded),
            Ok(None) => {
                *request = match delegate.as_mut().known_status(Seal(())) {
                    // Somebody else closed it, and gave up waiting.
                    Some(_) => return Poll::Ready(Answer::HasEnded),
                    None => N::make().map_or(Request::Start, |nothing| Request::Resume(Some(nothing))),
                };
            }
        }
    }
    Poll::Ready(match request {
        Request::Start => match ready!(delegate.poll_start(context)) {
            Ok(state) => Answer::State(state),
            Err(StartError::Started) => nothing_to_send(),
            Err(StartError::Finished | StartError::Busy) => Answer::HasEnded,
        },
        Request::Resume(value) => {
            ready!(delegate.poll_resume(context, value)).map_or(Answer::HasEnded, Answer::State)
        }
        Request::Send(value) => match ready!(delegate.poll_send(context, value)) {
            Ok(state) => Answer::State(state),
            Err(SendError::NotStarted(_) | SendError::Finished(_) | SendError::Busy(_)) => Answer::HasEnded,
        },
        Request::Throw(error) => match ready!(delegate.poll_throw(context, error)) {
            Ok(state) => Answer::State(state),
            Err(error) => Answer::Raised(Raised::Throw(error.into_inner())),
        },
        Request::Close => match ready!(delegate.poll_close(context)) {
            Ok(_) | Err(CloseError::Busy) => Answer::Raised(Raised::Close),
            Err(CloseError::Raised(error)) => Answer::Raised(Raised::Throw(error)),
            Err(CloseError::Yielded(value)) => Answer::State(GeneratorState::Yielded(value)),
        },
        Request::Settle => unreachable!("it was replaced"),
    })
}

#[cold]
#[inline(never)]
pub(super) fn nothing_to_send() -> ! {
    panic!(
        "`yield_from!` of a generator that waits for a sent value: its sent type has no \"nothing\", so it cannot be \
         asked to go on; delegate to it before it is started, or make the sent type an `Option`"
    );
}
