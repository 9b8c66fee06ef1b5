//! Generators and streams seen in another way.

use core::fmt;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};
use pin_project_lite::pin_project;

use super::generator::{
    AsyncGenerator, CloseResult, SendResult, SettleResult, StartResult, StateOf, ThrowResult,
};
use crate::error::{CloseError, SendError, StartError, ThrowError};
use crate::machinery::driver::nothing_given;
use crate::outcome::Absent;
use crate::seal::Seal;
use crate::state::{GeneratorState, Status};

/// The yielded values of an asynchronous generator; made by [`AsyncGenerator::iter`].
///
/// A return value that ends the iteration stays available through [`AsyncIter::take_return`] and the generator's own
/// `take_return`.
#[must_use = "streams do nothing unless polled"]
pub struct AsyncIter<'g, G: AsyncGenerator> {
    generator: Pin<&'g mut G>,
    returned: Option<G::Return>,
}

impl<G: AsyncGenerator> Unpin for AsyncIter<'_, G> {}

impl<'g, G: AsyncGenerator> AsyncIter<'g, G> {
    pub(crate) fn new(generator: Pin<&'g mut G>) -> Self {
        Self { generator, returned: None }
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
        f.debug_struct("AsyncIter").field("status", &self.generator.status()).finish_non_exhaustive()
    }
}

impl<G: AsyncGenerator> Stream for AsyncIter<'_, G>
where
    G::Send: Absent,
{
    type Item = G::Yield;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<G::Yield>> {
        let this = self.get_mut();
        Poll::Ready(
            match ready!(this.generator.as_mut().poll_iterate(context, G::Send::absent(), Seal(()))) {
                Some(GeneratorState::Yielded(value)) => Some(value),
                Some(GeneratorState::Complete(value)) => {
                    this.returned = this.generator.as_mut().keep_return(value, Seal(()));
                    None
                }
                None => None,
            },
        )
    }
}

impl<G: AsyncGenerator> FusedStream for AsyncIter<'_, G>
where
    G::Send: Absent,
{
    fn is_terminated(&self) -> bool {
        self.generator.status() == Status::Finished
    }
}

pin_project! {
    /// A plain stream as a generator: it drops nothing but what it is sent.
    pub struct PlainStream<I, S, E> {
        #[pin]
        stream: Option<I>,
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
}

impl<I: Stream, S, E> PlainStream<I, S, E> {
    pub(crate) fn new(stream: I) -> Self {
        Self { stream: Some(stream), stage: Stage::Created, protocol: PhantomData }
    }

    /// Polls for an item as part of the operation that `stage` says; `None` at the end.
    fn poll_item(
        self: Pin<&mut Self>,
        stage: Stage,
        context: &mut Context<'_>,
    ) -> Poll<Option<StateOf<Self>>> {
        let mut this = self.project();
        let Some(stream) = this.stream.as_mut().as_pin_mut() else { return Poll::Ready(None) };
        *this.stage = stage;
        let item = ready!(stream.poll_next(context));
        *this.stage = Stage::Suspended;
        if item.is_none() {
            this.stream.set(None);
        }
        Poll::Ready(Some(item.map_or(GeneratorState::Complete(()), GeneratorState::Yielded)))
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
        match (&self.stream, self.stage) {
            (None, _) => Status::Finished,
            (Some(_), Stage::Created) => Status::Created,
            (Some(_), Stage::Suspended) => Status::Suspended,
            (Some(_), Stage::Starting | Stage::Sending) => Status::Awaiting,
        }
    }

    fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
        match (&self.stream, self.stage) {
            (None, _) => Poll::Ready(Err(StartError::Finished)),
            (_, Stage::Suspended) => Poll::Ready(Err(StartError::Started)),
            (_, Stage::Sending) => Poll::Ready(Err(StartError::Busy)),
            (_, Stage::Created | Stage::Starting) => {
                self.poll_item(Stage::Starting, context).map(|state| state.ok_or(StartError::Finished))
            }
        }
    }

    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<S>,
    ) -> Poll<SendResult<Self>> {
        let error = match (self.status(), self.stage, value.take()) {
            (Status::Created, _, Some(value)) => SendError::NotStarted(value),
            (Status::Finished, _, Some(value)) => SendError::Finished(value),
            (Status::Awaiting, _, Some(value)) => SendError::Busy(value),
            (Status::Suspended, _, Some(_)) | (_, Stage::Sending, None) => {
                return match ready!(self.poll_item(Stage::Sending, context)) {
                    Some(state) => Poll::Ready(Ok(state)),
                    None => unreachable!("the stream is there in these states"),
                };
            }
            (_, _, None) => nothing_given(),
        };
        Poll::Ready(Err(error))
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        error: &mut Option<E>,
    ) -> Poll<ThrowResult<Self>> {
        let Some(error) = error.take() else { nothing_given() };
        if self.status() == Status::Awaiting {
            return Poll::Ready(Err(ThrowError::Busy(error)));
        }
        self.project().stream.set(None);
        Poll::Ready(Err(ThrowError::Uncaught(error)))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<CloseResult<Self>> {
        if self.status() == Status::Awaiting {
            return Poll::Ready(Err(CloseError::Busy));
        }
        self.project().stream.set(None);
        Poll::Ready(Ok(None))
    }

    fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
        if self.status() != Status::Awaiting {
            return Poll::Ready(Ok(None));
        }
        let stage = self.stage;
        self.poll_item(stage, context).map(Ok)
    }
}
