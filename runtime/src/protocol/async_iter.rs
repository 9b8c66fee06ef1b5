//! Generators and streams seen in another way.

use core::fmt;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};
use pin_project_lite::pin_project;

use super::async_generator::AsyncGenerator;
use super::async_results::{CloseResult, SendResult, SettleResult, StartResult, StateOf, ThrowResult};
use super::future::debug_operation;
use crate::machinery::operations::nothing_given;
use crate::machinery::pinned_cell::PinnedCell;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::outcome::Absent;
use crate::values::state::{GeneratorState, Status};

/// The yielded values of an asynchronous generator; made by [`AsyncGenerator::iter`].
///
/// A return value that ends the iteration stays available through [`AsyncIter::take_return`] and the generator's own
/// `take_return`.
#[must_use = "streams do nothing unless polled"]
pub struct AsyncIter<'g, G: AsyncGenerator> {
    generator: Pin<&'g mut G>,
    returned: Option<G::Return>,
    ended: bool,
    shows_status: bool,
}

impl<G: AsyncGenerator> Unpin for AsyncIter<'_, G> {}

impl<'g, G: AsyncGenerator> AsyncIter<'g, G> {
    pub(crate) fn new(mut generator: Pin<&'g mut G>) -> Self {
        let status = generator.as_mut().known_status(Seal(()));
        let ended = status == Some(Status::Finished);
        Self { generator, returned: None, ended, shows_status: status.is_some() }
    }

    /// The next yielded value. Goes on with whatever was left in mid-await.
    #[allow(clippy::should_implement_trait, reason = "it is what every stream calls it")]
    pub fn next(&mut self) -> impl Future<Output = Option<G::Yield>>
    where
        G::Send: Absent,
    {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context))
    }

    /// What the iteration ended with, once.
    pub fn take_return(&mut self) -> Option<G::Return> {
        self.returned.take().or_else(|| self.generator.as_mut().take_return())
    }
}

impl<G: AsyncGenerator> fmt::Debug for AsyncIter<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_operation("AsyncIter", self.shows_status.then_some(&*self.generator), f)
    }
}

impl<G: AsyncGenerator> Stream for AsyncIter<'_, G>
where
    G::Send: Absent,
{
    type Item = G::Yield;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<G::Yield>> {
        let this = self.get_mut();
        let generator = this.generator.as_mut();
        match ready!(generator.poll_iterate(context, G::Send::absent(), Seal(()))) {
            Some(GeneratorState::Yielded(value)) => return Poll::Ready(Some(value)),
            Some(GeneratorState::Complete(value)) => {
                this.returned = this.generator.as_mut().keep_return(value, Seal(()));
            }
            None => {}
        }
        this.ended = true;
        Poll::Ready(None)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (0, self.ended.then_some(0))
    }
}

impl<G: AsyncGenerator> FusedStream for AsyncIter<'_, G>
where
    G::Send: Absent,
{
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

pin_project! {
    /// A plain stream as a generator: it drops nothing but what it is sent.
    pub struct PlainStream<I, S, E> {
        // Gone at the end.
        #[pin]
        stream: PinnedCell<Option<I>>,
        stage: Stage,
        protocol: PhantomData<fn(S, E)>,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Created,
    Starting,
    Suspended,
    Sending,
    Finished,
}

impl Stage {
    fn status(self) -> Status {
        match self {
            Self::Created => Status::Created,
            Self::Suspended => Status::Suspended,
            Self::Starting | Self::Sending => Status::Awaiting,
            Self::Finished => Status::Finished,
        }
    }
}

impl<I: Stream, S, E> PlainStream<I, S, E> {
    pub(crate) fn new(stream: I) -> Self {
        Self { stream: PinnedCell::new(Some(stream)), stage: Stage::Created, protocol: PhantomData }
    }

    /// Polls for an item as part of the operation that `stage` says. The stream is there.
    fn poll_item(self: Pin<&mut Self>, stage: Stage, context: &mut Context<'_>) -> Poll<StateOf<Self>> {
        let this = self.project();
        let mut place = this.stream.get();
        // Where the stream panics, this stays: it is not polled again.
        *this.stage = Stage::Finished;
        let poll = place.as_mut().as_pin_mut().map(|stream| stream.poll_next(context));
        match poll {
            Some(Poll::Pending) => {
                *this.stage = stage;
                Poll::Pending
            }
            Some(Poll::Ready(Some(item))) => {
                *this.stage = Stage::Suspended;
                Poll::Ready(GeneratorState::Yielded(item))
            }
            Some(Poll::Ready(None)) | None => {
                place.set(None);
                Poll::Ready(GeneratorState::Complete(()))
            }
        }
    }

    /// Drops the stream.
    fn end(self: Pin<&mut Self>) {
        let this = self.project();
        *this.stage = Stage::Finished;
        this.stream.get().set(None);
    }
}

impl<I, S, E> fmt::Debug for PlainStream<I, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainStream").finish_non_exhaustive()
    }
}

impl<I: Stream, S, E> AsyncGenerator for PlainStream<I, S, E> {
    type Yield = I::Item;
    type Send = S;
    type Return = ();
    type Throw = E;

    fn status(&self) -> Status {
        self.stage.status()
    }

    fn known_status(self: Pin<&mut Self>, _: Seal) -> Option<Status> {
        Some(self.project().stage.status())
    }

    fn poll_start(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
        match *self.as_mut().project().stage {
            Stage::Created | Stage::Starting => self.poll_item(Stage::Starting, context).map(Ok),
            Stage::Suspended => Poll::Ready(Err(StartError::Started)),
            Stage::Sending => Poll::Ready(Err(StartError::Busy)),
            Stage::Finished => Poll::Ready(Err(StartError::Finished)),
        }
    }

    fn poll_send(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<S>,
    ) -> Poll<SendResult<Self>> {
        let stage = *self.as_mut().project().stage;
        Poll::Ready(Err(match (stage, value.take()) {
            (Stage::Suspended, Some(value)) => {
                drop(value);
                return self.poll_item(Stage::Sending, context).map(Ok);
            }
            (Stage::Sending, None) => return self.poll_item(Stage::Sending, context).map(Ok),
            (Stage::Created, Some(value)) => SendError::NotStarted(value),
            (Stage::Starting | Stage::Sending, Some(value)) => SendError::Busy(value),
            (Stage::Finished, Some(value)) => SendError::Finished(value),
            (_, None) => nothing_given(),
        }))
    }

    fn poll_throw(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        error: &mut Option<E>,
    ) -> Poll<ThrowResult<Self>> {
        let Some(error) = error.take() else { nothing_given() };
        if self.as_mut().project().stage.status() == Status::Awaiting {
            return Poll::Ready(Err(ThrowError::Busy(error)));
        }
        self.end();
        Poll::Ready(Err(ThrowError::Uncaught(error)))
    }

    fn poll_close(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<CloseResult<Self>> {
        if self.as_mut().project().stage.status() == Status::Awaiting {
            return Poll::Ready(Err(CloseError::Busy));
        }
        self.end();
        Poll::Ready(Ok(None))
    }

    fn poll_settle(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
        let stage = *self.as_mut().project().stage;
        if stage.status() != Status::Awaiting {
            return Poll::Ready(Ok(None));
        }
        self.poll_item(stage, context).map(|state| Ok(Some(state)))
    }
}
