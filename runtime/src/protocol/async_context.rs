//! Asynchronous context managers: a generator with one yield as a scoped resource.

use core::fmt;
use core::future::Future;
use core::ops::{Deref, DerefMut};
use core::pin::Pin;
use core::task::{Context, Poll, Waker, ready};

use pin_project_lite::pin_project;

use super::async_generator::AsyncGenerator;
use super::future::{debug_operation, shows_status};
use crate::machinery::operations::nothing_given;
use crate::protocol::context::panicking;
use crate::protocol::seal::Seal;
use crate::values::error::{ContextError, StartError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

type ErrorOf<G> =
    ContextError<<G as AsyncGenerator>::Yield, <G as AsyncGenerator>::Return, <G as AsyncGenerator>::Throw>;

/// A generator that is entered and left. Nothing can be awaited when it is dropped, so then it is polled once at most: one
/// that has ended, or is in mid-await, refuses what the drop asks of it.
struct Scope<G> {
    generator: G,
    begun: bool,
    shows_status: bool,
    on_drop: fn(&mut G),
}

impl<G> Drop for Scope<G> {
    fn drop(&mut self) {
        (self.on_drop)(&mut self.generator);
    }
}

impl<G: AsyncGenerator + Unpin> Scope<G> {
    fn new(mut generator: G) -> Self {
        let shows_status = shows_status(Pin::new(&mut generator));
        // Until it has been entered there is nothing to leave.
        Self { generator, begun: false, shows_status, on_drop: |_| {} }
    }

    /// Runs the generator to its one yield.
    fn poll_enter(
        &mut self,
        context: &mut Context<'_>,
        on_drop: fn(&mut G),
    ) -> Poll<Result<G::Yield, ErrorOf<G>>> {
        // A start that somebody else left is not this one.
        if !self.begun && Pin::new(&mut self.generator).known_status(Seal(())) == Some(Status::Awaiting) {
            return Poll::Ready(Err(ContextError::NotEntered(StartError::Busy)));
        }
        self.begun = true;
        Poll::Ready(match ready!(Pin::new(&mut self.generator).poll_start(context)) {
            Ok(GeneratorState::Yielded(value)) => {
                self.on_drop = on_drop;
                Ok(value)
            }
            Ok(GeneratorState::Complete(value)) => Err(ContextError::NoYield(value)),
            Err(error) => Err(ContextError::NotEntered(error)),
        })
    }
}

/// How a generator is left, with what has not been delivered yet.
enum Way<G: AsyncGenerator> {
    Resume(Option<G::Send>),
    Throw(Option<G::Throw>),
    /// It yielded this instead of ending.
    Close(Option<G::Yield>),
}

impl<G> Way<G>
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    fn resume() -> Self {
        Self::Resume(Some(G::Send::absent()))
    }

    /// Brings the generator to its end.
    fn poll(&mut self, generator: &mut G, context: &mut Context<'_>) -> Poll<Result<(), ErrorOf<G>>> {
        let mut generator = Pin::new(generator);
        loop {
            let state = match self {
                Self::Resume(value) => match ready!(generator.as_mut().poll_resume(context, value)) {
                    Ok(state) => state,
                    // What cannot be resumed has ended, as it should; in a drop, it may also be in mid-await.
                    Err(_) => return Poll::Ready(Ok(())),
                },
                Self::Throw(error) => ready!(generator.as_mut().poll_throw(context, error))
                    .map_err(|error| ContextError::Raised(error.into_inner()))?,
                Self::Close(value) => {
                    // There is something else to report already.
                    drop(ready!(generator.as_mut().poll_close(context)));
                    let value = value.take().unwrap_or_else(|| nothing_given());
                    return Poll::Ready(Err(ContextError::SecondYield(value)));
                }
            };
            match state {
                GeneratorState::Complete(value) => return Poll::Ready(ContextError::unless_failed(value)),
                GeneratorState::Yielded(value) => *self = Self::Close(Some(value)),
            }
        }
    }
}

/// What can be done for the clean-up where nothing can be awaited: it runs up to its first await that is not ready.
fn close<G: AsyncGenerator + Unpin>(generator: &mut G) {
    drop(Pin::new(generator).poll_close(&mut Context::from_waker(Waker::noop())));
}

/// The same as if the block had succeeded.
fn exit<G>(generator: &mut G)
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    drop(Way::resume().poll(generator, &mut Context::from_waker(Waker::noop())));
}

pin_project! {
    /// Runs a block with the value of the one yield, and then the rest of the body; made by [`AsyncGenerator::with`], which
    /// says what happens when this is dropped.
    #[must_use = "futures do nothing unless polled"]
    pub struct With<G: AsyncGenerator, Block, Running, T> {
        // Dropped in this order.
        #[pin]
        running: Option<Running>,
        block: Option<Block>,
        output: Option<T>,
        way: Way<G>,
        scope: Scope<G>,
    }
}

impl<G: AsyncGenerator + Unpin, Block, Running, T> With<G, Block, Running, T> {
    pub(super) fn new(generator: G, block: Block) -> Self {
        let scope = Scope::new(generator);
        Self { running: None, block: Some(block), output: None, way: Way::Resume(None), scope }
    }
}

impl<G, Block, Running, T> Future for With<G, Block, Running, T>
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
    Block: FnOnce(G::Yield) -> Running,
    Running: Future<Output = Result<T, G::Throw>>,
{
    type Output = Result<Option<T>, ContextError<G::Yield, G::Return, G::Throw>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if this.block.is_some() {
            let value = ready!(this.scope.poll_enter(context, close))?;
            this.running.set(this.block.take().map(|block| block(value)));
        }
        if let Some(running) = this.running.as_mut().as_pin_mut() {
            *this.way = match ready!(running.poll(context)) {
                Ok(output) => {
                    *this.output = Some(output);
                    Way::resume()
                }
                Err(error) => Way::Throw(Some(error)),
            };
            // What the block holds goes before the body cleans up.
            this.running.set(None);
        }
        ready!(this.way.poll(&mut this.scope.generator, context))?;
        Poll::Ready(Ok(this.output.take()))
    }
}

/// Runs the body to its one yield; made by [`AsyncGenerator::enter`]. Dropped before it is ready, it leaves the generator in
/// mid-await, and drops it if it owns it.
#[must_use = "futures do nothing unless polled"]
pub struct Enter<G: AsyncGenerator> {
    scope: Option<Scope<G>>,
}

impl<G: AsyncGenerator + Unpin> Enter<G> {
    pub(super) fn new(generator: G) -> Self {
        Self { scope: Some(Scope::new(generator)) }
    }
}

impl<G: AsyncGenerator + Unpin> Unpin for Enter<G> {}

impl<G> Future for Enter<G>
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    type Output = Result<AsyncEntered<G>, ContextError<G::Yield, G::Return, G::Throw>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A panic that was under way before is none of this scope.
        let on_drop: fn(&mut G) = if panicking() {
            exit
        } else {
            |generator| if panicking() { close(generator) } else { exit(generator) }
        };
        let mut scope = self.scope.take().unwrap_or_else(|| nothing_given());
        match scope.poll_enter(context, on_drop) {
            Poll::Ready(result) => Poll::Ready(result.map(|value| AsyncEntered { value, scope })),
            Poll::Pending => {
                self.scope = Some(scope);
                Poll::Pending
            }
        }
    }
}

/// Runs the rest of the body after the block; made by [`AsyncEntered::exit`] and [`AsyncEntered::fail`].
///
/// Dropped in mid-await, it leaves the generator there, and drops it if it owns it. Dropped before it was polled, it does what a
/// drop of the [`AsyncEntered`] does when it is made by `exit`, and closes the generator as far as one poll goes when
/// it is made by `fail`.
#[must_use = "futures do nothing unless polled"]
pub struct Leave<G: AsyncGenerator> {
    way: Way<G>,
    scope: Scope<G>,
}

impl<G: AsyncGenerator + Unpin> Unpin for Leave<G> {}

impl<G> Future for Leave<G>
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    type Output = Result<(), ContextError<G::Yield, G::Return, G::Throw>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { way, scope } = &mut *self;
        way.poll(&mut scope.generator, context)
    }
}

impl<G: AsyncGenerator> Scope<G> {
    /// The generator, where its status can be shown.
    fn shown(&self) -> Option<&G> {
        self.shows_status.then_some(&self.generator)
    }
}

impl<G: AsyncGenerator, Block, Running, T> fmt::Debug for With<G, Block, Running, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_operation("With", self.scope.shown(), f)
    }
}

impl<G: AsyncGenerator> fmt::Debug for Enter<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.scope.as_ref().and_then(Scope::shown).map(AsyncGenerator::status);
        f.debug_struct("Enter").field("status", &status).finish_non_exhaustive()
    }
}

impl<G: AsyncGenerator> fmt::Debug for Leave<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_operation("Leave", self.scope.shown(), f)
    }
}

/// An asynchronous context manager that has been entered; made by [`AsyncGenerator::enter`]. It derefs to the yielded value.
///
/// The block is whatever comes before it is dropped, [`exit`](Self::exit)ed or [`fail`](Self::fail)ed. Each of the three
/// drops the value first, so that a value which needs what the body holds is gone before the body cleans up, and then brings
/// the generator to its end.
///
/// # Drop
///
/// A drop cannot await, so a clean-up that awaits is for `exit().await` or `fail(error).await`. A drop takes the block for
/// a success and resumes the body, polled once: it runs up to its first await that is not ready, and there it is dropped,
/// innermost local first. What it reports is dropped as well. It cannot tell an early `return`, a `?` or a
/// cancellation from the end of the block; [`with`](AsyncGenerator::with) can. While its thread unwinds from a panic of the
/// block, it closes the generator instead, which also is polled once. Knowing of a panic needs the feature `std`;
/// without it a drop always resumes. A generator that it holds by reference only is left in mid-await, for its owner to
/// `settle`.
///
/// ```
/// use genfn::{async_generator, yield_, AsyncGen};
///
/// # struct Connection; impl Connection { async fn open() -> Self { Self } async fn get(&self) -> u32 { 1 }
/// # async fn goodbye(&self) {} }
/// #[async_generator]
/// async fn connected() -> AsyncGen<std::rc::Rc<Connection>> {
///     let connection = std::rc::Rc::new(Connection::open().await);
///     yield_!(connection.clone());
///     connection.goodbye().await;
/// }
///
/// # futures::executor::block_on(async {
/// let connection = connected().enter().await.unwrap();
/// assert_eq!(connection.get().await, 1);
/// connection.exit().await.unwrap();
/// # });
/// ```
#[must_use = "a context manager is left when this is dropped: bind it to a name (`let _ = ..` drops it at once)"]
pub struct AsyncEntered<G: AsyncGenerator> {
    // Dropped in this order.
    value: G::Yield,
    scope: Scope<G>,
}

impl<G> AsyncEntered<G>
where
    G: AsyncGenerator + Unpin,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    /// Leaves the scope: the block succeeded (rule [C2](crate::guide::rules#c2)). The value is dropped at once.
    ///
    /// # Errors
    ///
    /// [`ContextError::SecondYield`] and [`ContextError::Failed`]. The generator has ended all the same.
    pub fn exit(self) -> Leave<G> {
        Leave { way: Way::resume(), scope: self.scope }
    }

    /// Leaves the scope: the block failed with this error, which is raised at the yield (rules
    /// [C5](crate::guide::rules#c5) to [C7](crate::guide::rules#c7)). It is suppressed when this gives `Ok`. The value
    /// is dropped at once.
    ///
    /// # Errors
    ///
    /// [`ContextError::Raised`] with this error or the one that the body raised instead;
    /// [`ContextError::SecondYield`] and [`ContextError::Failed`]. The generator has ended all the same.
    pub fn fail(mut self, error: G::Throw) -> Leave<G> {
        self.scope.on_drop = close;
        Leave { way: Way::Throw(Some(error)), scope: self.scope }
    }
}

impl<G: AsyncGenerator> Deref for AsyncEntered<G> {
    type Target = G::Yield;

    fn deref(&self) -> &G::Yield {
        &self.value
    }
}

impl<G: AsyncGenerator> DerefMut for AsyncEntered<G> {
    fn deref_mut(&mut self) -> &mut G::Yield {
        &mut self.value
    }
}

impl<G: AsyncGenerator> fmt::Debug for AsyncEntered<G>
where
    G::Yield: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AsyncEntered").field(&self.value).finish()
    }
}

/// `with` and `enter` as inherent methods of a type of which `$This` is the receiver, and an `AsyncGenerator` that is `Unpin`.
macro_rules! inherent_context {
    ($Y:ident, $S:ident, $R:ident, $E:ident, $This:ty) => {
        /// Runs a block with the value of the one yield, and then the rest of the body: Python's `async with` over a
        /// `contextlib.asynccontextmanager`. See [`AsyncGenerator::with`](crate::AsyncGenerator::with), also on
        /// cancellation.
        ///
        /// # Errors
        ///
        /// [`ContextError`](crate::ContextError): no yield, a second yield, the block's error where the body does not
        /// suppress it, or the body's own failure.
        pub fn with<Block, Running, T>(self: $This, block: Block) -> future::With<$This, Block, Running, T>
        where
            Block: FnOnce($Y) -> Running,
            Running: Future<Output = Result<T, $E>>,
            $S: Absent,
            $R: Outcome<$Y>,
        {
            AsyncGenerator::with(self, block)
        }

        /// Runs the body to its one yield and gives a guard that runs the rest. See
        /// [`AsyncGenerator::enter`](crate::AsyncGenerator::enter).
        ///
        /// # Errors
        ///
        /// [`ContextError::NoYield`](crate::ContextError::NoYield), and
        /// [`ContextError::NotEntered`](crate::ContextError::NotEntered) when the generator was not a fresh one.
        pub fn enter(self: $This) -> future::Enter<$This>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            AsyncGenerator::enter(self)
        }
    };
}

pub(crate) use inherent_context;
