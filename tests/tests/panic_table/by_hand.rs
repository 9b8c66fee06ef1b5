//! An iterator, a stream and generators written by hand, each of whose methods may panic.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;
use genfn::{AsyncGenerator, CloseError, Generator, GeneratorState, SendError, StartError, ThrowError};

use super::LEAF;
use super::bomb::Place::{Close, IntoIter, Manual, Next, Settle, Start, Status, TakeReturn, Throw, Yielded};
use super::bomb::{Bomb, Place, strike};

/// An iterator, a stream, and what they are made from.
pub(crate) struct Items {
    left: u32,
    _drop: Bomb,
}

impl Items {
    pub(crate) fn new() -> Self {
        Self { left: 2, _drop: Bomb::new(Place::Iterator, LEAF) }
    }
}

impl Iterator for Items {
    type Item = Bomb;

    fn next(&mut self) -> Option<Bomb> {
        strike(Next, LEAF);
        self.left = self.left.checked_sub(1)?;
        Some(Bomb::new(Yielded, LEAF))
    }
}

/// A stream of the same items.
pub(crate) struct Streamed(pub(crate) Items);

impl Stream for Streamed {
    type Item = Bomb;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Bomb>> {
        Poll::Ready(self.0.next())
    }
}

pub(crate) struct Source(pub(crate) Bomb);

impl IntoIterator for Source {
    type Item = Bomb;
    type IntoIter = Items;

    fn into_iter(self) -> Items {
        strike(IntoIter, LEAF);
        drop(self.0);
        Items::new()
    }
}

/// A generator written by hand, each of whose methods may panic.
pub(crate) struct ByHand<G> {
    generator: G,
    _drop: Bomb,
}

impl<G> ByHand<G> {
    pub(crate) fn new(generator: G) -> Self {
        Self { generator, _drop: Bomb::new(Manual, LEAF) }
    }
}

impl<G: Generator> Generator for ByHand<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;

    fn status(&self) -> genfn::Status {
        strike(Status, LEAF);
        self.generator.status()
    }

    fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, StartError> {
        strike(Start, LEAF);
        self.generator.start()
    }

    fn send(&mut self, value: G::Send) -> Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>> {
        strike(Place::Send, LEAF);
        self.generator.send(value)
    }

    fn throw(&mut self, error: G::Throw) -> Result<GeneratorState<G::Yield, G::Return>, G::Throw> {
        strike(Throw, LEAF);
        self.generator.throw(error)
    }

    fn close(&mut self) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
        strike(Close, LEAF);
        self.generator.close()
    }

    fn take_return(&mut self) -> Option<G::Return> {
        strike(TakeReturn, LEAF);
        self.generator.take_return()
    }
}

impl<G: AsyncGenerator + Unpin> AsyncGenerator for ByHand<G> {
    type Yield = G::Yield;
    type Send = G::Send;
    type Return = G::Return;
    type Throw = G::Throw;

    fn status(&self) -> genfn::Status {
        strike(Status, LEAF);
        self.generator.status()
    }

    fn poll_start(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<GeneratorState<G::Yield, G::Return>, StartError>> {
        strike(Start, LEAF);
        Pin::new(&mut self.generator).poll_start(context)
    }

    fn poll_send(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<G::Send>,
    ) -> Poll<Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>>> {
        strike(Place::Send, LEAF);
        Pin::new(&mut self.generator).poll_send(context, value)
    }

    fn poll_throw(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<G::Throw>,
    ) -> Poll<Result<GeneratorState<G::Yield, G::Return>, ThrowError<G::Throw>>> {
        strike(Throw, LEAF);
        Pin::new(&mut self.generator).poll_throw(context, error)
    }

    fn poll_close(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<G::Return>, CloseError<G::Yield, G::Throw>>> {
        strike(Close, LEAF);
        Pin::new(&mut self.generator).poll_close(context)
    }

    fn poll_settle(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<GeneratorState<G::Yield, G::Return>>, G::Throw>> {
        strike(Settle, LEAF);
        Pin::new(&mut self.generator).poll_settle(context)
    }

    fn take_return(mut self: Pin<&mut Self>) -> Option<G::Return> {
        strike(TakeReturn, LEAF);
        Pin::new(&mut self.generator).take_return()
    }
}
