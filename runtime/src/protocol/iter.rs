//! Generators and iterators seen in another way.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use super::generator::Generator;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError};
use crate::values::outcome::Absent;
use crate::values::state::{GeneratorState, Status};

/// The yielded values of a generator; made by [`Generator::iter`].
///
/// A return value that ends the iteration stays available through [`Iter::take_return`] and the generator's own
/// `take_return`.
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Iter<'g, G: Generator> {
    generator: &'g mut G,
    returned: Option<G::Return>,
}

impl<'g, G: Generator> Iter<'g, G> {
    pub(crate) fn new(generator: &'g mut G) -> Self {
        Self { generator, returned: None }
    }

    /// What the iteration ended with, once.
    pub fn take_return(&mut self) -> Option<G::Return> {
        self.returned.take().or_else(|| self.generator.take_return())
    }
}

impl<G: Generator> fmt::Debug for Iter<'_, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("status", &self.generator.status()).finish_non_exhaustive()
    }
}

impl<G: Generator> Iterator for Iter<'_, G>
where
    G::Send: Absent,
{
    type Item = G::Yield;

    #[inline]
    fn next(&mut self) -> Option<G::Yield> {
        match self.generator.resume(G::Send::absent()) {
            Ok(GeneratorState::Yielded(value)) => Some(value),
            Ok(GeneratorState::Complete(value)) => {
                self.returned = self.generator.keep_return(value, Seal(()));
                None
            }
            Err(_) => None,
        }
    }
}

impl<G: Generator> FusedIterator for Iter<'_, G> where G::Send: Absent {}

/// A plain iterator as a generator: it drops nothing but what it is sent.
pub struct PlainIterator<I, S, E> {
    iterator: Option<I>,
    started: bool,
    _protocol: PhantomData<fn(S, E)>,
}

impl<I: Iterator, S, E> PlainIterator<I, S, E> {
    pub(crate) fn new(iterator: I) -> Self {
        Self { iterator: Some(iterator), started: false, _protocol: PhantomData }
    }

    #[inline]
    fn next_state(&mut self) -> Option<GeneratorState<I::Item, ()>> {
        let item = self.iterator.as_mut()?.next();
        self.started = true;
        if item.is_none() {
            self.iterator = None;
        }
        Some(item.map_or(GeneratorState::Complete(()), GeneratorState::Yielded))
    }
}

impl<I, S, E> fmt::Debug for PlainIterator<I, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainIterator").field("started", &self.started).finish_non_exhaustive()
    }
}

impl<I: Iterator, S, E> Generator for PlainIterator<I, S, E> {
    type Yield = I::Item;
    type Send = S;
    type Return = ();
    type Throw = E;

    #[inline]
    fn status(&self) -> Status {
        match (&self.iterator, self.started) {
            (None, _) => Status::Finished,
            (Some(_), false) => Status::Created,
            (Some(_), true) => Status::Suspended,
        }
    }

    #[inline]
    fn start(&mut self) -> Result<GeneratorState<I::Item, ()>, StartError> {
        if self.started {
            return Err(StartError::Started);
        }
        self.next_state().ok_or(StartError::Finished)
    }

    #[inline]
    fn send(&mut self, value: S) -> Result<GeneratorState<I::Item, ()>, SendError<S>> {
        if !self.started && self.iterator.is_some() {
            return Err(SendError::NotStarted(value));
        }
        if self.iterator.is_none() {
            return Err(SendError::Finished(value));
        }
        // Before there is an item: one that is returned already is leaked where a destructor panics (rust#47949).
        drop(value);
        Ok(self.next_state().unwrap_or(GeneratorState::Complete(())))
    }

    fn throw(&mut self, error: E) -> Result<GeneratorState<I::Item, ()>, E> {
        self.iterator = None;
        Err(error)
    }

    fn close(&mut self) -> Result<Option<()>, CloseError<I::Item, E>> {
        self.iterator = None;
        Ok(None)
    }
}

/// A generator whose iteration has a size hint; made by `with_size_hint`.
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct WithSizeHint<G> {
    generator: G,
    lower: usize,
    upper: Option<usize>,
}

impl<G> WithSizeHint<G> {
    pub(crate) fn new(generator: G, lower: usize, upper: Option<usize>) -> Self {
        Self { generator, lower, upper }
    }

    /// The generator itself.
    pub fn into_inner(self) -> G {
        self.generator
    }
}

impl<G: Iterator> Iterator for WithSizeHint<G> {
    type Item = G::Item;

    #[inline]
    fn next(&mut self) -> Option<G::Item> {
        let item = self.generator.next();
        if item.is_some() {
            self.lower = self.lower.saturating_sub(1);
            self.upper = self.upper.map(|upper| upper.saturating_sub(1));
        } else {
            (self.lower, self.upper) = (0, Some(0));
        }
        item
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.lower, self.upper)
    }
}

impl<G: FusedIterator> FusedIterator for WithSizeHint<G> {}

/// A generator that promised its number of items; made by `with_len`.
///
/// The promise is the caller's: a wrong one makes a wrong `len()`, and nothing worse.
#[derive(Debug)]
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct WithLen<G>(WithSizeHint<G>);

impl<G> WithLen<G> {
    pub(crate) fn new(generator: G, len: usize) -> Self {
        Self(WithSizeHint::new(generator, len, Some(len)))
    }

    /// The generator itself.
    pub fn into_inner(self) -> G {
        self.0.into_inner()
    }
}

impl<G: Iterator> Iterator for WithLen<G> {
    type Item = G::Item;

    #[inline]
    fn next(&mut self) -> Option<G::Item> {
        self.0.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<G: Iterator> ExactSizeIterator for WithLen<G> {}

impl<G: FusedIterator> FusedIterator for WithLen<G> {}
