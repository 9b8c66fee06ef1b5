//! [`IgnoreSent`]: a delegate that drops what it is sent.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use pin_project_lite::pin_project;

use crate::asynchronous::generator::{
    AsyncGenerator, CloseResult, SendResult, SettleResult, StartResult, ThrowResult,
};
use crate::error::{CloseError, SendError, StartError};
use crate::outcome::Absent;
use crate::seal::Seal;
use crate::state::{GeneratorState, Status};
use crate::synchronous::generator::Generator;

pin_project! {
    /// A generator, iterator or stream that takes any sent type and drops what it is sent; made by `ignore_sent`.
    ///
    /// One that was suspended already is created again in the eyes of whoever sends to this: a start goes on with it, for
    /// that needs no value to send (rule D13).
    #[must_use = "a generator does nothing until it is started"]
    pub struct IgnoreSent<G, S> {
        #[pin]
        generator: G,
        start: Start,
        sent: PhantomData<fn(S)>,
    }
}

/// What a start means for the generator inside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// To start it.
    Fresh,
    /// It was suspended: go on.
    Resume,
    /// It goes on, and waits for something besides its yields.
    Resuming,
}

impl Start {
    fn status(self, status: Status) -> Status {
        if self == Self::Resume { Status::Created } else { status }
    }
}

impl<G, S> IgnoreSent<G, S> {
    pub(crate) fn new(generator: G, status: Status) -> Self {
        let start = if status == Status::Suspended { Start::Resume } else { Start::Fresh };
        Self { generator, start, sent: PhantomData }
    }

    /// The generator itself.
    pub fn into_inner(self) -> G {
        self.generator
    }
}

impl<G: fmt::Debug, S> fmt::Debug for IgnoreSent<G, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IgnoreSent").field(&self.generator).finish()
    }
}

/// The same error with the value that was really sent.
fn with_value<S, T>(error: &SendError<S>, value: T) -> SendError<T> {
    match error {
        SendError::NotStarted(_) => SendError::NotStarted(value),
        SendError::Finished(_) => SendError::Finished(value),
        SendError::Busy(_) => SendError::Busy(value),
    }
}

impl<G: Generator, S> Generator for IgnoreSent<G, S>
where
    G::Send: Absent,
{
    type Yield = G::Yield;
    type Send = S;
    type Return = G::Return;
    type Throw = G::Throw;

    #[inline]
    fn status(&self) -> Status {
        self.start.status(self.generator.status())
    }

    #[inline]
    fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, StartError> {
        match mem::replace(&mut self.start, Start::Fresh) {
            Start::Fresh => self.generator.start(),
            Start::Resume | Start::Resuming => {
                self.generator.send(G::Send::absent()).map_err(|_| StartError::Finished)
            }
        }
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<GeneratorState<G::Yield, G::Return>, SendError<S>> {
        if self.start == Start::Resume {
            return Err(SendError::NotStarted(value));
        }
        self.generator.send(G::Send::absent()).map_err(|error| with_value(&error, value))
    }

    #[inline]
    fn throw(&mut self, error: G::Throw) -> Result<GeneratorState<G::Yield, G::Return>, G::Throw> {
        self.start = Start::Fresh;
        self.generator.throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
        self.start = Start::Fresh;
        self.generator.close()
    }

    #[inline]
    fn take_return(&mut self) -> Option<G::Return> {
        self.generator.take_return()
    }

    fn keep_return(&mut self, value: G::Return, seal: Seal) -> Option<G::Return> {
        self.generator.keep_return(value, seal)
    }

    fn is_borrowed(&self, seal: Seal) -> bool {
        self.generator.is_borrowed(seal)
    }
}

impl<G: AsyncGenerator, S> AsyncGenerator for IgnoreSent<G, S>
where
    G::Send: Absent,
{
    type Yield = G::Yield;
    type Send = S;
    type Return = G::Return;
    type Throw = G::Throw;

    fn status(&self) -> Status {
        self.start.status(self.generator.status())
    }

    fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
        let this = self.project();
        let mut nothing = match *this.start {
            Start::Fresh => return this.generator.poll_start(context),
            Start::Resume => Some(G::Send::absent()),
            Start::Resuming => None,
        };
        *this.start = Start::Resuming;
        let state = ready!(this.generator.poll_send(context, &mut nothing));
        *this.start = Start::Fresh;
        Poll::Ready(state.map_err(|error| match error {
            SendError::Busy(_) => StartError::Busy,
            SendError::NotStarted(_) | SendError::Finished(_) => StartError::Finished,
        }))
    }

    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<S>,
    ) -> Poll<SendResult<Self>> {
        if self.start == Start::Resume {
            if let Some(value) = value.take() {
                return Poll::Ready(Err(SendError::NotStarted(value)));
            }
        }
        // A value that is still here was not delivered yet, and neither was the nothing in its place.
        let mut absent = value.as_ref().map(|_| G::Send::absent());
        let poll = self.project().generator.poll_send(context, &mut absent);
        match (poll, value.take()) {
            (Poll::Ready(Ok(state)), _) => Poll::Ready(Ok(state)),
            (Poll::Ready(Err(error)), Some(given)) => Poll::Ready(Err(with_value(&error, given))),
            (Poll::Ready(Err(_)), None) => unreachable!("an operation that has begun gives a state"),
            (Poll::Pending, given) => {
                *value = absent.and(given);
                Poll::Pending
            }
        }
    }

    fn poll_throw(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<G::Throw>,
    ) -> Poll<ThrowResult<Self>> {
        let this = self.project();
        *this.start = Start::Fresh;
        this.generator.poll_throw(context, error)
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
        let this = self.project();
        *this.start = Start::Fresh;
        this.generator.poll_close(context)
    }

    fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
        let this = self.project();
        let settled = ready!(this.generator.poll_settle(context));
        *this.start = Start::Fresh;
        Poll::Ready(settled)
    }

    fn take_return(self: Pin<&mut Self>) -> Option<G::Return> {
        self.project().generator.take_return()
    }

    fn keep_return(self: Pin<&mut Self>, value: G::Return, seal: Seal) -> Option<G::Return> {
        self.project().generator.keep_return(value, seal)
    }

    fn is_borrowed(&self, seal: Seal) -> bool {
        self.generator.is_borrowed(seal)
    }
}
