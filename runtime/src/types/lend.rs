//! [`LendGen`]: a generator that lends what it yields.

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;

use crate::delegate::adapt::AtOnce;
use crate::delegate::kind::LendDelegate;
use crate::machinery::body::Body;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::lend::LendFrame;
use crate::machinery::operations::{self, ready_now};
use crate::protocol::debug::debug;
use crate::types::no_body::WriteBoxGenOrImplIteratorHere;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::lend::{Lend, Lent};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// A generator that lends: its items may borrow what its body owns.
///
/// An item borrows the generator, so it has to be done with before the next one is asked for; the body has back then what it
/// has lent. Everything else is as with a [`Gen`](crate::Gen): what it is sent, returns and can be thrown, its box, its cost.
/// As an item is never an item of an [`Iterator`], it is driven by a `while let`, or [`for_each`](Self::for_each).
///
/// It is written as the return type of a function with `#[generator]`, with the lifetime `'lend` in the item: `LendGen<&'lend
/// [u8]>`. The item may be any type that is *covariant* in `'lend`: references, tuples and structs of them, guards; but not a
/// `&'lend mut` of something that borrows for `'lend` itself.
///
/// ```
/// use std::io::{self, Read};
///
/// use genfn::{generator, yield_, LendGen};
///
/// #[generator]
/// fn chunks(mut reader: impl Read) -> LendGen<&'lend [u8], (), io::Result<()>> {
///     let mut buffer = vec![0; 4];
///     loop {
///         let length = reader.read(&mut buffer)?;
///         if length == 0 {
///             return Ok(());
///         }
///         yield_!(&buffer[..length]);
///     }
/// }
///
/// # fn main() -> io::Result<()> {
/// let mut chunks = chunks(&b"one buffer"[..]);
/// let mut lengths = Vec::new();
/// while let Some(chunk) = chunks.next() {
///     lengths.push(chunk?.len());
/// }
/// assert_eq!(lengths, [4, 4, 2]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a generator does nothing until it is started or iterated"]
pub struct LendGen<L, S = (), R = (), E = Infallible, B = WriteBoxGenOrImplIteratorHere<R>>
where
    L: ?Sized + for<'l> Lend<'l>,
    B: Body,
{
    frame: LendFrame<Synchronous, L, S, E, B>,
    returns: PhantomData<fn() -> R>,
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> Unpin for LendGen<L, S, R, E, B> {}

impl<L, S, R, E, B> LendGen<L, S, R, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    B: Body<Output = R>,
{
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { frame: LendFrame::new(body), returns: PhantomData }
    }

    /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
    #[must_use]
    pub fn status(&self) -> Status {
        operations::status(&self.frame)
    }

    /// Runs the body up to its first yield.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the generator has been started before or has ended.
    #[inline]
    pub fn start(&mut self) -> Result<GeneratorState<Lent<'_, L>, R>, StartError> {
        ready_now(|context| self.frame.loan().poll_start(context))
    }

    /// Sends a value to the yield where the body waits, and runs it up to the next one (rule [G10](crate::guide::rules#g10)).
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, when no yield waits for one (rules [G12](crate::guide::rules#g12), [G13](crate::guide::rules#g13)).
    #[inline]
    pub fn send(&mut self, value: S) -> Result<GeneratorState<Lent<'_, L>, R>, SendError<S>> {
        ready_now(|context| self.frame.loan().poll_send(&mut Some(value), context))
    }

    /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
    ///
    /// # Errors
    ///
    /// [`SendError::Finished`] with the value, at the end.
    #[inline]
    pub fn resume(&mut self, value: S) -> Result<GeneratorState<Lent<'_, L>, R>, SendError<S>> {
        self.frame.loan().resume(value)
    }

    /// Raises an error at the yield where the body waits (rules [G15](crate::guide::rules#g15) to [G17](crate::guide::rules#g17)).
    ///
    /// # Errors
    ///
    /// The error, when the body did not catch it, or the one that the body raised instead.
    pub fn throw(&mut self, error: E) -> Result<GeneratorState<Lent<'_, L>, R>, E> {
        ready_now(|context| self.frame.loan().poll_throw(&mut Some(error), context))
            .map_err(ThrowError::into_inner)
    }

    /// Asks the body to clean up and end (rules [G25](crate::guide::rules#g25) to [G30](crate::guide::rules#g30)).
    ///
    /// # Errors
    ///
    /// [`CloseError`] when the body yielded or failed in reply. The generator has ended all the same, so what it yielded was
    /// dropped (rule [L5](crate::guide::rules#l5)).
    pub fn close(&mut self) -> Result<Option<R>, CloseError<(), E>> {
        ready_now(|context| self.frame.poll_close(context))
    }

    /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
    pub fn take_return(&mut self) -> Option<R> {
        self.frame.take_return()
    }

    /// The next item. It borrows the generator, so it is to be dropped before another is asked for.
    ///
    /// As with a `Gen`, the items of a generator that returns `Result<(), X>` are `Result`s, the last one its error.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "no iterator lends its items")]
    pub fn next<'s>(&'s mut self) -> Option<<R as Outcome<Lent<'s, L>>>::Item>
    where
        S: Absent,
        R: Outcome<Lent<'s, L>>,
    {
        self.frame.loan().next()
    }

    /// Calls a function with each item that is left, and gives the return value; `None` when the generator has ended before.
    ///
    /// ```
    /// use genfn::{generator, yield_, LendGen};
    ///
    /// #[generator]
    /// fn countdown(from: usize) -> LendGen<&'lend str, (), &'static str> {
    ///     let stars = "*".repeat(from);
    ///     for length in (1..=from).rev() {
    ///         yield_!(&stars[..length]);
    ///     }
    ///     "lift-off"
    /// }
    ///
    /// let mut all = String::new();
    /// assert_eq!(countdown(3).for_each(|stars| all += stars), Some("lift-off"));
    /// assert_eq!(all, "******");
    /// ```
    pub fn for_each(&mut self, mut function: impl for<'s> FnMut(Lent<'s, L>)) -> Option<R>
    where
        S: Absent,
    {
        while let Ok(state) = self.resume(S::absent()) {
            match state {
                GeneratorState::Yielded(item) => function(item),
                GeneratorState::Complete(value) => return Some(value),
            }
        }
        self.take_return()
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> fmt::Debug for LendGen<L, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> LendDelegate for LendGen<L, S, R, E, B> {
    type Frame = LendFrame<Synchronous, L, S, E, B>;
    type Mode = Synchronous;
    type Keeps = AtOnce;

    #[inline]
    fn frame(self) -> Self::Frame {
        self.frame
    }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> LendDelegate for &'g mut LendGen<L, S, R, E, B> {
    type Frame = &'g mut LendFrame<Synchronous, L, S, E, B>;
    type Mode = Synchronous;
    type Keeps = AtOnce;

    #[inline]
    fn frame(self) -> Self::Frame {
        &mut self.frame
    }
}

/// What the next item is: needs the feature `lender`.
#[cfg(feature = "lender")]
impl<'lend, L, S, R, E, B> lender::Lending<'lend> for LendGen<L, S, R, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    S: Absent,
    R: Outcome<Lent<'lend, L>, Item: 'lend>,
    B: Body<Output = R>,
{
    type Lend = <R as Outcome<Lent<'lend, L>>>::Item;
}

/// A generator whose items borrow nothing but the generator, and what is `'static`: needs the feature `lender`.
#[cfg(feature = "lender")]
impl<L, S, R, E, B> lender::Lender for LendGen<L, S, R, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    S: Absent,
    R: for<'l> Outcome<Lent<'l, L>, Item: 'l>,
    B: Body<Output = R>,
{
    #[inline]
    #[allow(single_use_lifetimes, reason = "as the trait declares it")]
    fn __check_covariance<'long: 'short, 'short>(
        proof: lender::CovariantProof<lender::Lend<'long, Self>>,
    ) -> lender::CovariantProof<lender::Lend<'short, Self>> {
        <LendFrame<Synchronous, L, S, E, B> as lender::Lender>::__check_covariance(proof)
    }

    #[inline]
    fn next(&mut self) -> Option<lender::Lend<'_, Self>> {
        self.frame.loan().next()
    }
}
