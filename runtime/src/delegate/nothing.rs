//! Whether a sent type has a "nothing", by which a generator whose state nobody knows is asked to go on.
//!
//! It is asked as [`kind`](super::kind) asks, through a row of references.

use core::marker::PhantomData;

use crate::machinery::token::BodyTypes;
use crate::values::outcome::Absent;

/// The question whether a sent type has a "nothing".
#[derive(Debug)]
pub struct Nothing<S>(PhantomData<fn(S)>);

impl<S> Nothing<S> {
    /// The question for a delegator.
    #[must_use]
    #[inline]
    pub fn of<M, Y, E>(_: BodyTypes<M, Y, S, E>) -> Self {
        Self(PhantomData)
    }
}

/// Makes a "nothing", if there is one.
pub trait Makes<S> {
    /// Makes it.
    fn make() -> Option<S>;
}

/// There is one.
#[derive(Debug)]
pub enum Makeable {}
/// There is none.
#[derive(Debug)]
pub enum Unmakeable {}

impl<S: Absent> Makes<S> for Makeable {
    #[inline]
    fn make() -> Option<S> {
        Some(S::absent())
    }
}

impl<S> Makes<S> for Unmakeable {
    fn make() -> Option<S> {
        None
    }
}

/// It has one.
pub trait HasNothing<S> {
    /// What makes it.
    #[inline]
    fn __genfn_nothing(&self) -> PhantomData<Makeable> {
        PhantomData
    }
}
impl<S: Absent> HasNothing<S> for &Nothing<S> {}

/// It has none.
pub trait HasNoNothing<S> {
    /// What finds that out.
    #[inline]
    fn __genfn_nothing(&self) -> PhantomData<Unmakeable> {
        PhantomData
    }
}
impl<S> HasNoNothing<S> for Nothing<S> {}
