//! The protocol of an asynchronous generator.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

#[cfg(feature = "alloc")]
use super::async_boxed::{BoxAsyncGen, LocalBoxAsyncGen};
use super::async_iter::AsyncIter;
use super::async_results::ItemOf;
use super::future;
use crate::machinery::header::Link;
use crate::machinery::operations::nothing_given;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// Python's asynchronous generator protocol: `asend`, `athrow`, `aclose` (PEP 525), with return values and delegation
/// (PEP 828).
///
/// Every generator made by `#[async_generator]` implements it, and so do `&mut G`, `Box<G>`, `Pin<&mut G>` and
/// `Pin<Box<G>>`. It can be implemented by hand, and is dyn-compatible: the polls are what an implementation
/// writes, the operations as futures come with them.
///
/// # Operations left in mid-await
///
/// Dropping the future of an operation before it is ready loses nothing (rules [A21](crate::guide::rules#a21),
/// [A22](crate::guide::rules#a22)): the generator stays where it is, with [`Status::Awaiting`], and what was delivered
/// stays delivered. [`settle`](Self::settle) goes on with whatever was left, and so does `next`; every other operation
/// gives a `Busy` error that hands its argument back.
///
/// At the level of polls, polling the same operation again goes on with it; sent and thrown values go in as
/// `&mut Option<_>` and are taken on delivery. Polling `send`, `resume` or `throw` with `None` when no such operation
/// was left is a mistake, and panics.
///
/// ```
/// use genfn::{async_generator, yield_, AsyncGen, AsyncGenerator, GeneratorState};
///
/// #[async_generator]
/// async fn echo() -> AsyncGen<String, &'static str> {
///     let mut heard = yield_!("ready".to_string());
///     loop {
///         heard = yield_!(format!("{heard}, {heard}"));
///     }
/// }
///
/// async fn talk<G>(mut generator: G)
/// where
///     G: AsyncGenerator<Yield = String, Send = &'static str, Return = ()> + Unpin,
/// {
///     assert_eq!(generator.start().await, Ok(GeneratorState::Yielded("ready".into())));
///     assert_eq!(generator.send("ho").await, Ok(GeneratorState::Yielded("ho, ho".into())));
/// }
/// # futures::executor::block_on(talk(echo()));
/// ```
#[must_use = "a generator does nothing until it is started"]
pub trait AsyncGenerator {
    /// What each yield gives to the caller.
    type Yield;
    /// What the caller sends to each yield.
    type Send;
    /// What the body returns.
    type Return;
    /// What can be thrown into the body.
    type Throw;

    /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
    ///
    /// Nothing of this crate calls it for a generator that was written by hand and is pinned: `&self` covers the whole
    /// generator, also a future in it that may borrow from itself, and counts as a read of all of that. If yours holds such a
    /// future in place, call this between operations only, or keep the future in a box.
    fn status(&self) -> Status;

    /// Runs the body up to its first yield; goes on with a start that was left in mid-await.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the generator has been started before or has ended, or another operation was left in
    /// mid-await.
    fn poll_start(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<GeneratorState<Self::Yield, Self::Return>, StartError>>;

    /// Sends a value to the yield where the body waits, and runs it up to the next one; goes on with a send that was
    /// left in mid-await, whose value is no longer there.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, when no yield waits for one (rules [A8](crate::guide::rules#a8),
    /// [A9](crate::guide::rules#a9)) or an operation was left in mid-await.
    ///
    /// # Panics
    ///
    /// When there is nothing to deliver and nothing was left in mid-await that it could go on with.
    fn poll_send(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<Self::Send>,
    ) -> Poll<Result<GeneratorState<Self::Yield, Self::Return>, SendError<Self::Send>>>;

    /// Raises an error at the yield where the body waits; goes on with a throw that was left in mid-await, whose error
    /// is no longer there.
    ///
    /// # Errors
    ///
    /// [`ThrowError`] with the error, when the body did not catch it (rules [A10](crate::guide::rules#a10) to
    /// [A12](crate::guide::rules#a12)) or an operation was left in mid-await.
    ///
    /// # Panics
    ///
    /// When there is nothing to deliver and nothing was left in mid-await that it could go on with.
    fn poll_throw(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        error: &mut Option<Self::Throw>,
    ) -> Poll<Result<GeneratorState<Self::Yield, Self::Return>, ThrowError<Self::Throw>>>;

    /// Asks the body to clean up and end; goes on with a close that was left in mid-await.
    ///
    /// # Errors
    ///
    /// [`CloseError`] when the body yielded or failed in reply (the generator has ended all the same), or another
    /// operation was left in mid-await.
    fn poll_close(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Self::Return>, CloseError<Self::Yield, Self::Throw>>>;

    /// Goes on with whatever was left in mid-await; `None` when nothing was, or when a close has ended the body.
    ///
    /// A body that yields in reply to a close gives that value and has ended.
    ///
    /// # Errors
    ///
    /// The error of a throw that the body did not catch, or that its clean-up failed with.
    fn poll_settle(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<GeneratorState<Self::Yield, Self::Return>>, Self::Throw>>;

    /// Starts a created generator, sends to a suspended one; goes on with a send or resume that was left in mid-await.
    ///
    /// A created generator has no yield to receive the value, so it is dropped.
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, at the end or when an operation was left in mid-await.
    ///
    /// # Panics
    ///
    /// When there is nothing to deliver and nothing was left in mid-await that it could go on with.
    fn poll_resume(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        value: &mut Option<Self::Send>,
    ) -> Poll<Result<GeneratorState<Self::Yield, Self::Return>, SendError<Self::Send>>> {
        // Never through `status`, which is a shared reference to all of a generator that may refer to itself.
        if value.is_none() {
            // What it left itself, or a misuse: there is no telling from here which operation it was.
            return match ready!(self.poll_settle(context)) {
                Ok(Some(state)) => Poll::Ready(Ok(state)),
                Ok(None) | Err(_) => nothing_given(),
            };
        }
        match ready!(self.as_mut().poll_send(context, value)) {
            Err(SendError::NotStarted(value)) => {
                self.poll_start(context).map(|result| result.map_err(|_| SendError::Finished(value)))
            }
            result => Poll::Ready(result),
        }
    }

    /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
    ///
    /// A hand-written generator that keeps no return value need not implement it: the default is `None`.
    #[must_use]
    fn take_return(self: Pin<&mut Self>) -> Option<Self::Return> {
        None
    }

    /// Runs the body up to its first yield.
    ///
    /// # Errors
    ///
    /// See [`poll_start`](Self::poll_start).
    fn start(&mut self) -> future::Start<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::Start::new(Pin::new(self))
    }

    /// Sends a value to the yield where the body waits, and runs it up to the next one.
    ///
    /// # Errors
    ///
    /// See [`poll_send`](Self::poll_send).
    fn send(&mut self, value: Self::Send) -> future::SendTo<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::SendTo::new(Pin::new(self), value)
    }

    /// Starts a created generator, sends to a suspended one.
    ///
    /// # Errors
    ///
    /// See [`poll_resume`](Self::poll_resume).
    fn resume(&mut self, value: Self::Send) -> future::Resume<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::Resume::new(Pin::new(self), value)
    }

    /// Raises an error at the yield where the body waits.
    ///
    /// # Errors
    ///
    /// See [`poll_throw`](Self::poll_throw).
    #[doc(alias = "athrow")]
    fn throw(&mut self, error: Self::Throw) -> future::Throw<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::Throw::new(Pin::new(self), error)
    }

    /// Asks the body to clean up and end.
    ///
    /// # Errors
    ///
    /// See [`poll_close`](Self::poll_close).
    #[doc(alias = "aclose")]
    fn close(&mut self) -> future::Close<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::Close::new(Pin::new(self))
    }

    /// Goes on with whatever was left in mid-await.
    ///
    /// # Errors
    ///
    /// See [`poll_settle`](Self::poll_settle).
    fn settle(&mut self) -> future::Settle<'_, Self>
    where
        Self: Sized + Unpin,
    {
        future::Settle::new(Pin::new(self))
    }

    /// The next item, as a stream gives it. Goes on with whatever was left in mid-await.
    fn next(&mut self) -> future::Next<'_, Self>
    where
        Self: Sized + Unpin,
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        future::Next::new(Pin::new(self))
    }

    /// The yielded values as a stream, whatever the generator returns. The rest stays available (rule
    /// [G7](crate::guide::rules#g7)).
    #[allow(clippy::iter_not_returning_iterator, reason = "the asynchronous one is a stream")]
    fn iter(&mut self) -> AsyncIter<'_, Self>
    where
        Self: Sized + Unpin,
        Self::Send: Absent,
    {
        AsyncIter::new(Pin::new(self))
    }

    /// Runs a block with the value of the one yield, and then the rest of the body: Python's `async with` over a
    /// `contextlib.asynccontextmanager` (PEP 343, PEP 492; rules [C1](crate::guide::rules#c1) to
    /// [C7](crate::guide::rules#c7)).
    ///
    /// As [`Generator::with`](crate::Generator::with), with a block that awaits, and a body that may await before its yield
    /// and while it cleans up: `Ok(Some(output))` when the block and the body succeeded, `Ok(None)` when the body suppressed
    /// the block's error. The block is an `async` closure, or any closure that returns a future. The future is
    /// `Send` when the generator, the block, its future and its output are, and what is yielded, sent and thrown.
    ///
    /// ```
    /// use genfn::{async_generator, raise, try_yield, AsyncGen, ContextError};
    ///
    /// # struct Connection; impl Connection { async fn begin(&self) -> u32 { 7 } async fn commit(&self) {}
    /// # async fn roll_back(&self) {} }
    /// #[async_generator]
    /// async fn transaction(connection: &Connection) -> AsyncGen<u32, (), (), String> {
    ///     match try_yield!(connection.begin().await) {
    ///         Ok(()) => connection.commit().await,
    ///         Err(signal) => {
    ///             connection.roll_back().await;
    ///             raise!(signal);
    ///         }
    ///     }
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let done = transaction(&Connection).with(async |id| Ok(id + 1)).await;
    /// assert_eq!(done, Ok(Some(8)));
    /// let failed = transaction(&Connection).with(async |_| Err::<(), _>("disk full".into())).await;
    /// assert_eq!(failed, Err(ContextError::Raised("disk full".into())));
    /// # });
    /// ```
    ///
    /// # Cancellation
    ///
    /// When this future is dropped nothing can be awaited any more. In mid-block, the block's future is dropped first;
    /// then the generator is closed, polled once: a body that waits at a `try_yield!` receives
    /// [`Raised::Close`](crate::Raised::Close) and cleans up as far as its first await that is not ready. There, and
    /// where it was in mid-await already because it was being entered or left, it is dropped: its destructors run at
    /// once (rule [A23](crate::guide::rules#a23)). A generator that is held by reference is left in mid-await instead,
    /// for its owner to `settle`.
    ///
    /// # Errors
    ///
    /// As [`Generator::with`](crate::Generator::with); and
    /// [`ContextError::NotEntered`](crate::ContextError::NotEntered) also when an operation was left in mid-await.
    ///
    /// # Panics
    ///
    /// When the block does. That is as a cancellation: the generator is closed when this future is dropped.
    #[doc(alias = "asynccontextmanager")]
    fn with<Block, Running, T>(self, block: Block) -> future::With<Self, Block, Running, T>
    where
        Block: FnOnce(Self::Yield) -> Running,
        Running: Future<Output = Result<T, Self::Throw>>,
        Self: Sized + Unpin,
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        future::With::new(self, block)
    }

    /// Runs the body to its one yield and gives a guard, [`AsyncEntered`](crate::AsyncEntered), which derefs to the yielded
    /// value and runs the rest by its `exit` and `fail`, or, as far as that goes without awaiting, when it is dropped.
    ///
    /// ```
    /// use genfn::{async_generator, yield_, AsyncGen};
    ///
    /// #[async_generator]
    /// async fn greeted(log: &std::cell::RefCell<Vec<&'static str>>) -> AsyncGen<u32> {
    ///     log.borrow_mut().push("hello");
    ///     yield_!(7);
    ///     std::future::ready(()).await;
    ///     log.borrow_mut().push("goodbye");
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let log = std::cell::RefCell::new(Vec::new());
    /// let guest = greeted(&log).enter().await.unwrap();
    /// assert_eq!(*guest, 7);
    /// guest.exit().await.unwrap();
    /// assert_eq!(log.into_inner(), ["hello", "goodbye"]);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`ContextError::NoYield`](crate::ContextError::NoYield), and
    /// [`ContextError::NotEntered`](crate::ContextError::NotEntered) when the generator was not a fresh one.
    fn enter(self) -> future::Enter<Self>
    where
        Self: Sized + Unpin,
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        future::Enter::new(self)
    }

    /// The generator without its type, for struct fields and arguments. It must be `Send`.
    ///
    /// Costs nothing for an `AsyncGen`, whose frame is in a box already; one allocation for any other.
    #[cfg(feature = "alloc")]
    fn boxed<'a>(self) -> BoxAsyncGen<'a, Self::Yield, Self::Send, Self::Return, Self::Throw>
    where
        Self: Sized + Send + 'a,
    {
        BoxAsyncGen::from_generator(self)
    }

    /// The generator without its type, which stays on its thread.
    #[cfg(feature = "alloc")]
    fn boxed_local<'a>(self) -> LocalBoxAsyncGen<'a, Self::Yield, Self::Send, Self::Return, Self::Throw>
    where
        Self: Sized + 'a,
    {
        LocalBoxAsyncGen::from_generator(self)
    }

    /// A delegate that takes any sent type and drops what it is sent.
    fn ignore_sent<S>(self) -> IgnoreSent<Self, S>
    where
        Self: Sized,
        Self::Send: Absent,
    {
        IgnoreSent::new(self)
    }

    /// For this crate's own generators: the frame, so that a delegator can link it. The argument keeps others from
    /// implementing it.
    #[doc(hidden)]
    #[must_use]
    fn link(self: Pin<&mut Self>, _: Seal) -> Option<Link<Self::Yield, Self::Send, Self::Throw>> {
        None
    }

    /// The same, if it has not been started.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn link_created(self: Pin<&mut Self>, _: Seal) -> Option<Link<Self::Yield, Self::Send, Self::Throw>> {
        None
    }

    /// For this crate's own generators: keeps a return value that iteration made no item of; gives it back where
    /// there is no place for it.
    #[doc(hidden)]
    fn keep_return(self: Pin<&mut Self>, value: Self::Return, _: Seal) -> Option<Self::Return> {
        Some(value)
    }

    /// Whether the generator is held by reference, so that a delegator must not close it (rule
    /// [D7](crate::guide::rules#d7)).
    #[doc(hidden)]
    #[must_use]
    fn is_borrowed(self: Pin<&mut Self>, _: Seal) -> bool {
        false
    }

    /// For this crate's own generators: the status, for which no shared reference to the generator is made. That of one that
    /// was written by hand is not known: it may refer to itself.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn known_status(self: Pin<&mut Self>, _: Seal) -> Option<Status> {
        None
    }

    /// What iteration comes to next: what was left in mid-await, or a resumption with `nothing`. `None` at the end.
    #[doc(hidden)]
    fn poll_iterate(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        nothing: Self::Send,
        _: Seal,
    ) -> Poll<Option<GeneratorState<Self::Yield, Self::Return>>> {
        match ready!(self.as_mut().poll_settle(context)) {
            Ok(Some(state)) => Poll::Ready(Some(state)),
            // The error of an abandoned throw is dropped; the generator has ended.
            Err(_) => Poll::Ready(None),
            Ok(None) => self.poll_resume(context, &mut Some(nothing)).map(Result::ok),
        }
    }

    /// The next item, as a stream gives it.
    #[doc(hidden)]
    fn poll_item(mut self: Pin<&mut Self>, context: &mut Context<'_>, _: Seal) -> Poll<Option<ItemOf<Self>>>
    where
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        Poll::Ready(match ready!(self.as_mut().poll_iterate(context, Self::Send::absent(), Seal(()))) {
            Some(GeneratorState::Yielded(value)) => Some(Self::Return::yielded(value)),
            Some(GeneratorState::Complete(value)) => match value.last_item() {
                Ok(item) => Some(item),
                Err(value) => {
                    self.keep_return(value, Seal(()));
                    None
                }
            },
            None => None,
        })
    }
}
