//! [`AsyncLendGen`]: an asynchronous generator that lends what it yields.

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;

use crate::delegate::adapt::Linked;
use crate::delegate::kind::LendDelegate;
use crate::machinery::body::Body;
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::lend::LendFrame;
use crate::machinery::operations;
use crate::protocol::debug::debug;
use crate::types::lend_future::{
    LendClose, LendNext, LendResume, LendSend, LendSettle, LendStart, LendThrow,
};
use crate::types::no_body::WriteBoxAsyncGenOrImplStreamHere;
use crate::values::lend::{Lend, Lent};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// An asynchronous generator that lends: its items may borrow what its body owns.
///
/// It is to [`AsyncGen`](crate::AsyncGen) what [`LendGen`](crate::LendGen) is to `Gen`; written as the return type of a function
/// with `#[async_generator]`, with the lifetime `'lend` in the item. Its operations are futures, in
/// [`lend_future`](crate::lend_future); an item borrows the generator, so it has to be done with before the next operation.
///
/// ```
/// use genfn::{async_generator, yield_, AsyncLendGen};
///
/// # struct Socket(Vec<u8>);
/// # impl Socket { async fn receive(&mut self, buffer: &mut Vec<u8>) -> bool {
/// #     buffer.clear(); let Some(byte) = self.0.pop() else { return false }; buffer.push(byte); true } }
/// #[async_generator]
/// async fn messages(mut socket: Socket) -> AsyncLendGen<&'lend [u8]> {
///     let mut buffer = Vec::new();
///     while socket.receive(&mut buffer).await {
///         yield_!(&buffer);
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut messages = messages(Socket(vec![3, 2, 1]));
/// let mut bytes = 0;
/// while let Some(message) = messages.next().await {
///     bytes += message.len();
/// }
/// assert_eq!(bytes, 3);
/// # });
/// ```
#[must_use = "a generator does nothing until it is started or iterated"]
pub struct AsyncLendGen<L, S = (), R = (), E = Infallible, B = WriteBoxAsyncGenOrImplStreamHere<R>>
where
    L: ?Sized + for<'l> Lend<'l>,
    B: Body,
{
    frame: LendFrame<Asynchronous, L, S, E, B>,
    returns: PhantomData<fn() -> R>,
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> Unpin for AsyncLendGen<L, S, R, E, B> {}

impl<L, S, R, E, B> AsyncLendGen<L, S, R, E, B>
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
    /// [`StartError`](crate::StartError) when the generator has been started before or has ended, or an operation was left in
    /// mid-await.
    #[inline]
    pub fn start(&mut self) -> LendStart<'_, L, S, E, B> {
        LendStart::new(&mut self.frame, false)
    }

    /// Sends a value to the yield where the body waits, and runs it up to the next one (rule [A8](crate::guide::rules#a8)).
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the value, when no yield waits for one (rule [A9](crate::guide::rules#a9)) or an operation was left in
    /// mid-await.
    #[inline]
    pub fn send(&mut self, value: S) -> LendSend<'_, L, S, E, B> {
        LendSend::new(&mut self.frame, Some(value))
    }

    /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
    ///
    /// # Errors
    ///
    /// [`SendError`](crate::SendError) with the value, at the end or when an operation was left in mid-await.
    #[inline]
    pub fn resume(&mut self, value: S) -> LendResume<'_, L, S, E, B> {
        LendResume::new(&mut self.frame, Some(value))
    }

    /// Raises an error at the yield where the body waits (rules [A10](crate::guide::rules#a10) to [A12](crate::guide::rules#a12)).
    ///
    /// # Errors
    ///
    /// [`ThrowError`](crate::ThrowError) with the error, or with the one that the body raised instead, when it was not caught; or
    /// when an operation was left in mid-await.
    pub fn throw(&mut self, error: E) -> LendThrow<'_, L, S, E, B> {
        LendThrow::new(&mut self.frame, Some(error))
    }

    /// Asks the body to clean up and end; the body may await meanwhile (rules [A13](crate::guide::rules#a13) to [A17](crate::guide::rules#a17)).
    ///
    /// # Errors
    ///
    /// [`CloseError`](crate::CloseError) when the body yielded or failed in reply (the generator has ended all the same, so what
    /// it yielded was dropped, rule [L5](crate::guide::rules#l5)), or an operation was left in mid-await.
    pub fn close(&mut self) -> LendClose<'_, L, S, E, B> {
        LendClose::new(&mut self.frame)
    }

    /// Goes on with whatever was left in mid-await, to the next yield or the end (rule [A22](crate::guide::rules#a22)); `None` when nothing was, or when a
    /// close has ended the body. What a body yields in reply to such a close is dropped.
    ///
    /// # Errors
    ///
    /// The error of a throw that the body did not catch, or that its clean-up failed with.
    pub fn settle(&mut self) -> LendSettle<'_, L, S, E, B> {
        LendSettle::new(&mut self.frame)
    }

    /// The next item, which borrows the generator. Goes on with whatever was left in mid-await: an error that a throw left so
    /// ends with is dropped; fetch it with `settle`.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "no iterator lends its items")]
    pub fn next<'s>(&'s mut self) -> LendNext<'s, L, S, E, B>
    where
        S: Absent,
        R: Outcome<Lent<'s, L>>,
    {
        LendNext::new(&mut self.frame)
    }

    /// Calls an asynchronous function with each item that is left, and gives the return value; `None` when the generator has
    /// ended before.
    pub async fn for_each(&mut self, mut function: impl for<'s> AsyncFnMut(Lent<'s, L>)) -> Option<R>
    where
        S: Absent,
    {
        loop {
            let resumed = self.resume(S::absent()).await;
            match resumed {
                Ok(GeneratorState::Yielded(item)) => function(item).await,
                Ok(GeneratorState::Complete(value)) => return Some(value),
                Err(_) => break,
            }
        }
        self.take_return()
    }

    /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
    #[must_use]
    pub fn take_return(&mut self) -> Option<R> {
        self.frame.take_return()
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> fmt::Debug for AsyncLendGen<L, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> LendDelegate for AsyncLendGen<L, S, R, E, B> {
    type Frame = LendFrame<Asynchronous, L, S, E, B>;
    type Mode = Asynchronous;
    type Keeps = Linked;

    #[inline]
    fn frame(self) -> Self::Frame {
        self.frame
    }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, R, E, B: Body> LendDelegate
    for &'g mut AsyncLendGen<L, S, R, E, B>
{
    type Frame = &'g mut LendFrame<Asynchronous, L, S, E, B>;
    type Mode = Asynchronous;
    type Keeps = Linked;

    #[inline]
    fn frame(self) -> Self::Frame {
        &mut self.frame
    }
}
