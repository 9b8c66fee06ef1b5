//! [`IgnoreSent`]: a delegate that drops what it is sent.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::Stream;
use pin_project_lite::pin_project;

use super::async_iter::PlainStream;
use super::iter::PlainIterator;

use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_results::{CloseResult, SendResult, SettleResult, StartResult, ThrowResult};
use crate::protocol::generator::Generator;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError};
use crate::values::outcome::Absent;
use crate::values::state::{GeneratorState, Status};

pin_project! {
    /// A generator, iterator or stream that takes any sent type and drops what it is sent; made by `ignore_sent`.
    ///
    /// One that was suspended already is created again in the eyes of whoever sends to this: a start goes on with it,
    /// for that needs no value to send (rule [D13](crate::guide::rules#d13)).
    #[must_use = "a generator does nothing until it is started"]
    pub struct IgnoreSent<G, S> {
        #[pin]
        generator: G,
        start: Start,
        sent: PhantomData<fn(S)>,
    }
}

/// How far the start of the generator inside has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// Not yet: a start runs the generator on from where it is.
    Fresh,
    /// It is under way, and waits for something besides its yields.
    Starting,
    Done,
}

impl Start {
    /// What is suspended inside is created from here until it was started here.
    fn status(self, status: Status) -> Status {
        if self == Self::Fresh && status == Status::Suspended { Status::Created } else { status }
    }
}

impl<G, S> IgnoreSent<G, S> {
    pub(crate) fn new(generator: G) -> Self {
        Self { generator, start: Start::Fresh, sent: PhantomData }
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
        match mem::replace(&mut self.start, Start::Done) {
            Start::Fresh | Start::Starting => {
                self.generator.resume(G::Send::absent()).map_err(|_| StartError::Finished)
            }
            Start::Done => self.generator.start(),
        }
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<GeneratorState<G::Yield, G::Return>, SendError<S>> {
        if self.start == Start::Fresh && self.generator.status() == Status::Suspended {
            return Err(SendError::NotStarted(value));
        }
        match self.generator.send(G::Send::absent()) {
            Ok(state) => {
                // While the state is a local: a value that is returned already is leaked where a destructor panics
                // (rust#47949).
                drop(value);
                Ok(state)
            }
            Err(error) => Err(with_value(&error, value)),
        }
    }

    #[inline]
    fn throw(&mut self, error: G::Throw) -> Result<GeneratorState<G::Yield, G::Return>, G::Throw> {
        self.start = Start::Done;
        self.generator.throw(error)
    }

    #[inline]
    fn close(&mut self) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
        self.start = Start::Done;
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

    fn known_status(self: Pin<&mut Self>, seal: Seal) -> Option<Status> {
        let this = self.project();
        this.generator.known_status(seal).map(|status| this.start.status(status))
    }

    fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
        let this = self.project();
        let mut nothing = match *this.start {
            Start::Fresh => Some(G::Send::absent()),
            Start::Starting => None,
            Start::Done => return this.generator.poll_start(context),
        };
        let poll = this.generator.poll_resume(context, &mut nothing);
        *this.start = match poll {
            // A nothing that is still here was not delivered.
            Poll::Pending if nothing.is_none() => Start::Starting,
            Poll::Pending | Poll::Ready(Err(SendError::Busy(_))) => Start::Fresh,
            Poll::Ready(_) => Start::Done,
        };
        poll.map(|result| {
            result.map_err(|error| match error {
                SendError::Busy(_) => StartError::Busy,
                SendError::NotStarted(_) | SendError::Finished(_) => StartError::Finished,
            })
        })
    }

    fn poll_send(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<S>,
    ) -> Poll<SendResult<Self>> {
        let this = self.as_mut().project();
        // One that was written by hand is asked itself, which then goes on if it was suspended.
        if *this.start == Start::Fresh && this.generator.known_status(Seal(())) == Some(Status::Suspended) {
            if let Some(value) = value.take() {
                return Poll::Ready(Err(SendError::NotStarted(value)));
            }
        }
        // A value that is still here was not delivered yet, and neither was the nothing in its place.
        let mut absent = value.as_ref().map(|_| G::Send::absent());
        let poll = self.project().generator.poll_send(context, &mut absent);
        match (poll, value.take()) {
            (Poll::Ready(Ok(state)), given) => {
                // While the state is a local, as above.
                drop(given);
                Poll::Ready(Ok(state))
            }
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
        *this.start = Start::Done;
        this.generator.poll_throw(context, error)
    }

    fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
        let this = self.project();
        *this.start = Start::Done;
        this.generator.poll_close(context)
    }

    fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
        let this = self.project();
        let settled = ready!(this.generator.poll_settle(context));
        if !matches!(settled, Ok(None)) {
            *this.start = Start::Done;
        }
        Poll::Ready(settled)
    }

    fn take_return(self: Pin<&mut Self>) -> Option<G::Return> {
        self.project().generator.take_return()
    }

    fn keep_return(self: Pin<&mut Self>, value: G::Return, seal: Seal) -> Option<G::Return> {
        self.project().generator.keep_return(value, seal)
    }

    fn is_borrowed(self: Pin<&mut Self>, seal: Seal) -> bool {
        self.project().generator.is_borrowed(seal)
    }
}

/// What plain iterators can do as delegates.
pub trait IteratorExt: Iterator + Sized {
    /// A delegate that takes any sent type and drops what it is sent.
    ///
    /// A plain iterator cannot receive values, so a generator that is sent something other than `()` or an `Option`
    /// must say that it means to drop them (rule [D3](crate::guide::rules#d3)).
    ///
    /// ```
    /// use genfn::{generator, yield_from, Gen, GeneratorState, IteratorExt};
    ///
    /// #[generator]
    /// fn count() -> Gen<u32, String> {
    ///     yield_from!((0..2).ignore_sent());
    /// }
    ///
    /// let mut generator = count();
    /// assert_eq!(generator.start(), Ok(GeneratorState::Yielded(0)));
    /// assert_eq!(generator.send("dropped".into()), Ok(GeneratorState::Yielded(1)));
    /// ```
    fn ignore_sent<S>(self) -> IgnoreSent<PlainIterator<Self, (), core::convert::Infallible>, S> {
        IgnoreSent::new(PlainIterator::new(self))
    }
}

impl<I: Iterator> IteratorExt for I {}

/// What plain streams can do as delegates.
pub trait StreamDelegateExt: Stream + Sized {
    /// A delegate that takes any sent type and drops what it is sent.
    ///
    /// A plain stream cannot receive values, so a generator that is sent something other than `()` or an `Option`
    /// must say that it means to drop them (rule [D3](crate::guide::rules#d3)).
    ///
    /// ```
    /// use genfn::{async_generator, yield_from, AsyncGen, GeneratorState, StreamDelegateExt};
    ///
    /// #[async_generator]
    /// async fn count() -> AsyncGen<u32, String> {
    ///     yield_from!(futures::stream::iter(0..2).ignore_sent());
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let mut generator = count();
    /// assert_eq!(generator.start().await, Ok(GeneratorState::Yielded(0)));
    /// assert_eq!(generator.send("dropped".into()).await, Ok(GeneratorState::Yielded(1)));
    /// # });
    /// ```
    fn ignore_sent<S>(self) -> IgnoreSent<PlainStream<Self, (), core::convert::Infallible>, S> {
        IgnoreSent::new(PlainStream::new(self))
    }
}

impl<I: Stream> StreamDelegateExt for I {}
