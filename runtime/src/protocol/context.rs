//! Context managers: a generator with one yield as a scoped resource.

use core::fmt;
use core::ops::{Deref, DerefMut};

use super::generator::Generator;
use crate::values::error::ContextError;
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::GeneratorState;

type ErrorOf<G> = ContextError<<G as Generator>::Yield, <G as Generator>::Return, <G as Generator>::Throw>;

/// A generator at its one yield, or one that has been left: then it has ended, and the drop does nothing to it.
struct Scope<G> {
    generator: G,
    on_drop: fn(&mut G),
}

impl<G> Drop for Scope<G> {
    fn drop(&mut self) {
        (self.on_drop)(&mut self.generator);
    }
}

impl<G: Generator> Scope<G> {
    /// Runs the generator to its one yield.
    fn enter(mut generator: G, on_drop: fn(&mut G)) -> Result<(G::Yield, Self), ErrorOf<G>> {
        match generator.start() {
            Ok(GeneratorState::Yielded(value)) => Ok((value, Self { generator, on_drop })),
            Ok(GeneratorState::Complete(value)) => Err(ContextError::NoYield(value)),
            Err(error) => Err(ContextError::NotEntered(error)),
        }
    }
}

/// Resumes the body, and expects its end.
fn exit<G>(generator: &mut G) -> Result<(), ErrorOf<G>>
where
    G: Generator,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    // What cannot be resumed has ended, as it should.
    generator.resume(G::Send::absent()).map_or(Ok(()), |state| end(generator, state))
}

/// Raises the block's error at the yield, and expects the body's end.
fn fail<G>(generator: &mut G, error: G::Throw) -> Result<(), ErrorOf<G>>
where
    G: Generator,
    G::Return: Outcome<G::Yield>,
{
    let state = generator.throw(error).map_err(ContextError::Raised)?;
    end(generator, state)
}

/// What leaving comes to when the body went on to this state.
fn end<G>(generator: &mut G, state: GeneratorState<G::Yield, G::Return>) -> Result<(), ErrorOf<G>>
where
    G: Generator,
    G::Return: Outcome<G::Yield>,
{
    match state {
        GeneratorState::Complete(value) => ContextError::unless_failed(value),
        GeneratorState::Yielded(value) => {
            close(generator);
            Err(ContextError::SecondYield(value))
        }
    }
}

fn close<G: Generator>(generator: &mut G) {
    // There is something else to report already: a panic, or a second yield.
    drop(generator.close());
}

/// Whether this thread is unwinding. Without `std` there is no telling.
pub(crate) fn panicking() -> bool {
    #[cfg(feature = "std")]
    return std::thread::panicking();
    #[cfg(not(feature = "std"))]
    return false;
}

/// See [`Generator::with`].
pub(super) fn with<G, T>(
    generator: G,
    block: impl FnOnce(G::Yield) -> Result<T, G::Throw>,
) -> Result<Option<T>, ErrorOf<G>>
where
    G: Generator,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    // Nothing but a panic of the block drops the scope before it has been left.
    let (value, mut scope) = Scope::enter(generator, close)?;
    match block(value) {
        Ok(output) => exit(&mut scope.generator).map(|()| Some(output)),
        Err(error) => fail(&mut scope.generator, error).map(|()| None),
    }
}

/// See [`Generator::enter`].
pub(super) fn enter<G>(generator: G) -> Result<Entered<G>, ErrorOf<G>>
where
    G: Generator,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    // A panic that was under way before is none of this scope.
    let on_drop: fn(&mut G) = if panicking() {
        |generator| drop(exit(generator))
    } else {
        |generator| if panicking() { close(generator) } else { drop(exit(generator)) }
    };
    let (value, scope) = Scope::enter(generator, on_drop)?;
    Ok(Entered { value, scope })
}

/// A context manager that has been entered; made by [`Generator::enter`]. It derefs to the yielded value.
///
/// The block is whatever comes before it is dropped, [`exit`](Self::exit)ed or [`fail`](Self::fail)ed. Each of the three
/// drops the value first, so that a value which needs what the body holds is gone before the body cleans up, and then
/// brings the generator to its end.
///
/// # Drop
///
/// A drop takes the block for a success and resumes the body, so that what is written behind a plain `yield_!` runs; it
/// cannot know of an early `return` or `?`. What the body then reports (a second yield, a failure) has no place to go
/// and is dropped: `exit` gives it. While its thread unwinds from a panic of the block, it closes the generator
/// instead: destructors run, and the body receives [`Raised::Close`](crate::Raised::Close) at a `try_yield!`; a panic of its
/// clean-up is then a second one, and aborts. Knowing of a panic needs the feature `std`; without it a drop always resumes.
///
/// ```
/// use std::cell::RefCell;
/// use genfn::{generator, yield_, Gen};
///
/// #[generator]
/// fn tag<'a>(name: &'a str, page: &'a RefCell<String>) -> Gen<&'a RefCell<String>> {
///     *page.borrow_mut() += &format!("<{name}>");
///     yield_!(page);
///     *page.borrow_mut() += &format!("</{name}>");
/// }
///
/// let page = RefCell::new(String::new());
/// {
///     let _html = tag("html", &page).enter().unwrap();
///     let title = tag("title", &page).enter().unwrap();
///     title.borrow_mut().push_str("genfn");
/// }
/// assert_eq!(page.into_inner(), "<html><title>genfn</title></html>");
/// ```
#[must_use = "a context manager is left when this is dropped: bind it to a name (`let _ = ..` drops it at once)"]
pub struct Entered<G: Generator> {
    // Dropped in this order.
    value: G::Yield,
    scope: Scope<G>,
}

impl<G> Entered<G>
where
    G: Generator,
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    /// Leaves the scope: the block succeeded (rule [C2](crate::guide::rules#c2)).
    ///
    /// # Errors
    ///
    /// [`ContextError::SecondYield`] and [`ContextError::Failed`]. The generator has ended all the same.
    pub fn exit(self) -> Result<(), ContextError<G::Yield, G::Return, G::Throw>> {
        let Self { value, mut scope } = self;
        drop(value);
        exit(&mut scope.generator)
    }

    /// Leaves the scope: the block failed with this error, which is raised at the yield (rules
    /// [C5](crate::guide::rules#c5) to [C7](crate::guide::rules#c7)). It is suppressed when this is `Ok`.
    ///
    /// # Errors
    ///
    /// [`ContextError::Raised`] with this error or the one that the body raised instead;
    /// [`ContextError::SecondYield`] and [`ContextError::Failed`]. The generator has ended all the same.
    pub fn fail(self, error: G::Throw) -> Result<(), ContextError<G::Yield, G::Return, G::Throw>> {
        let Self { value, mut scope } = self;
        drop(value);
        fail(&mut scope.generator, error)
    }
}

impl<G: Generator> Deref for Entered<G> {
    type Target = G::Yield;

    fn deref(&self) -> &G::Yield {
        &self.value
    }
}

impl<G: Generator> DerefMut for Entered<G> {
    fn deref_mut(&mut self) -> &mut G::Yield {
        &mut self.value
    }
}

impl<G: Generator> fmt::Debug for Entered<G>
where
    G::Yield: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entered").field(&self.value).finish()
    }
}

/// `with` and `enter` as inherent methods of a type that is a `Generator` as the receiver `$This`.
macro_rules! inherent_context {
    ($Y:ident, $S:ident, $R:ident, $E:ident, $This:ty) => {
        /// Runs a block with the value of the one yield, and then the rest of the body: Python's `with` over a
        /// `contextlib.contextmanager`. See [`Generator::with`](crate::Generator::with).
        ///
        /// # Errors
        ///
        /// [`ContextError`](crate::ContextError): no yield, a second yield, the block's error where the body does not
        /// suppress it, or the body's own failure.
        pub fn with<T>(
            self: $This,
            block: impl FnOnce($Y) -> Result<T, $E>,
        ) -> Result<Option<T>, ContextError<$Y, $R, $E>>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            Generator::with(self, block)
        }

        /// Runs the body to its one yield and gives a guard that runs the rest. See
        /// [`Generator::enter`](crate::Generator::enter).
        ///
        /// # Errors
        ///
        /// [`ContextError::NoYield`](crate::ContextError::NoYield), and
        /// [`ContextError::NotEntered`](crate::ContextError::NotEntered) when the generator was not a fresh one.
        pub fn enter(self: $This) -> Result<Entered<$This>, ContextError<$Y, $R, $E>>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            Generator::enter(self)
        }
    };
}

pub(crate) use inherent_context;
