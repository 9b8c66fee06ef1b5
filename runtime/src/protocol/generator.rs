//! The protocol of a synchronous generator.

#[cfg(feature = "alloc")]
use super::boxed::{BoxGen, LocalBoxGen};
use super::context::{self, Entered};
use super::iter::{Iter, WithLen, WithSizeHint};
use crate::machinery::header::Link;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, ContextError, SendError, StartError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// Python's generator protocol: start, send, throw, close (PEP 342 and PEP 380).
///
/// Every generator made by `#[generator]` implements it, and so do `&mut G`, `Box<G>` and `Pin<&mut PinGen<..>>`. It
/// can be implemented by hand, and is dyn-compatible.
///
/// ```
/// use genfn::{generator, yield_, Gen, Generator, GeneratorState};
///
/// #[generator]
/// fn echo() -> Gen<String, &'static str, usize> {
///     let mut count = 0;
///     let mut heard = yield_!("ready".to_string());
///     while heard != "quit" {
///         count += 1;
///         heard = yield_!(format!("{heard}, {heard}"));
///     }
///     count
/// }
///
/// fn talk(generator: &mut dyn Generator<Yield = String, Send = &'static str, Return = usize, Throw = core::convert::Infallible>) {
///     assert_eq!(generator.start(), Ok(GeneratorState::Yielded("ready".into())));
///     assert_eq!(generator.send("ho"), Ok(GeneratorState::Yielded("ho, ho".into())));
///     assert_eq!(generator.send("quit"), Ok(GeneratorState::Complete(1)));
/// }
/// talk(&mut echo());
/// ```
#[must_use = "a generator does nothing until it is started"]
#[doc(alias = "coroutine")]
pub trait Generator {
    /// What each yield gives to the caller.
    type Yield;
    /// What the caller sends to each yield.
    type Send;
    /// What the body returns.
    type Return;
    /// What can be thrown into the body.
    type Throw;

    /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
    fn status(&self) -> Status;

    /// Runs the body up to its first yield.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the generator has been started before or has ended.
    fn start(&mut self) -> Result<GeneratorState<Self::Yield, Self::Return>, StartError>;

    /// Sends a value to the yield where the body waits, and runs it up to the next one (rule
    /// [G10](crate::guide::rules#g10)).
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, when no yield waits for one (rules [G12](crate::guide::rules#g12),
    /// [G13](crate::guide::rules#g13)).
    fn send(
        &mut self,
        value: Self::Send,
    ) -> Result<GeneratorState<Self::Yield, Self::Return>, SendError<Self::Send>>;

    /// Raises an error at the yield where the body waits (rules [G15](crate::guide::rules#g15) to
    /// [G17](crate::guide::rules#g17)).
    ///
    /// A body that catches it with `try_yield!` may go on; the result is then its next state.
    ///
    /// # Errors
    ///
    /// The error, when the body did not catch it, or the one that the body raised instead. The generator has ended
    /// then.
    fn throw(&mut self, error: Self::Throw)
    -> Result<GeneratorState<Self::Yield, Self::Return>, Self::Throw>;

    /// Asks the body to clean up and end (rules [G25](crate::guide::rules#g25) to [G30](crate::guide::rules#g30)).
    ///
    /// Gives the return value when the body caught the close and returned; `None` when it was dropped at its yield,
    /// had not been started, or had ended before.
    ///
    /// # Errors
    ///
    /// [`CloseError`] when the body yielded or failed in reply. The generator has ended all the same.
    fn close(&mut self) -> Result<Option<Self::Return>, CloseError<Self::Yield, Self::Throw>>;

    /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
    ///
    /// A hand-written generator that keeps no return value need not implement it: the default is `None`.
    fn take_return(&mut self) -> Option<Self::Return> {
        None
    }

    /// Starts a created generator, sends to a suspended one.
    ///
    /// This is what a scheduler calls. A created generator has no yield to receive the value, so it is dropped.
    ///
    /// # Errors
    ///
    /// [`SendError::Finished`] with the value, at the end.
    ///
    /// # Examples
    ///
    /// ```
    /// use genfn::{generator, yield_, Gen, Generator, GeneratorState};
    ///
    /// #[generator]
    /// fn task(name: &'static str) -> Gen<&'static str, u32, u32> {
    ///     yield_!(name) + yield_!("again")
    /// }
    ///
    /// /// Runs a task to its end, and sends it the number of the round.
    /// fn run<G: Generator<Send = u32>>(mut task: G) -> Option<G::Return> {
    ///     for round in 0.. {
    ///         match task.resume(round) {
    ///             Ok(GeneratorState::Yielded(_)) => {}
    ///             Ok(GeneratorState::Complete(value)) => return Some(value),
    ///             Err(_) => return None,
    ///         }
    ///     }
    ///     None
    /// }
    ///
    /// assert_eq!(run(task("sum")), Some(1 + 2));
    /// ```
    fn resume(
        &mut self,
        value: Self::Send,
    ) -> Result<GeneratorState<Self::Yield, Self::Return>, SendError<Self::Send>> {
        match self.status() {
            Status::Created => match self.start() {
                Ok(state) => Ok(state),
                Err(StartError::Busy) => Err(SendError::Busy(value)),
                Err(StartError::Started | StartError::Finished) => Err(SendError::Finished(value)),
            },
            Status::Finished => Err(SendError::Finished(value)),
            Status::Suspended | Status::Awaiting => self.send(value),
        }
    }

    /// The yielded values as an iterator, whatever the generator returns. The rest stays available (rule
    /// [G7](crate::guide::rules#g7)).
    ///
    /// ```
    /// use genfn::{generator, yield_, Gen, Generator};
    ///
    /// #[generator]
    /// fn lines() -> Gen<&'static str, (), usize> {
    ///     yield_!("first");
    ///     yield_!("second");
    ///     2
    /// }
    ///
    /// let mut lines = lines();
    /// // By the trait, where the type of the generator is not known; a `Gen` has such a method of its own.
    /// assert_eq!(Generator::iter(&mut lines).next(), Some("first"));
    /// assert_eq!(Generator::iter(&mut lines).collect::<Vec<_>>(), ["second"]);
    /// assert_eq!(lines.take_return(), Some(2));
    /// ```
    fn iter(&mut self) -> Iter<'_, Self>
    where
        Self: Sized,
        Self::Send: Absent,
    {
        Iter::new(self)
    }

    /// Runs a block with the value of the one yield, and then the rest of the body: Python's `with` over a
    /// `contextlib.contextmanager` (PEP 343; rules [C1](crate::guide::rules#c1) to [C7](crate::guide::rules#c7)).
    ///
    /// The body runs to its yield, the block gets the yielded value, and the body is resumed and expected to end. An error
    /// of the block is raised at the yield: a plain `yield_!` lets it pass, a `try_yield!` catches it and may suppress it
    /// (return), replace it or raise it again. `Ok(Some(output))` says that the block and the body succeeded, `Ok(None)`
    /// that the body suppressed the block's error. A block that cannot fail is written `|value| Ok(..)`. It is a closure,
    /// so for a block that yields, or returns from the function around it, there is [`enter`](Self::enter).
    ///
    /// A generator by `&mut` or `Pin<&mut PinGen<..>>` can be used too; it has ended afterwards. One that is sent an `Option`
    /// is sent `None`. There is no allocation beyond the generator's own, and a call costs its two resumptions. See the guide on [context managers](crate::guide::contexts).
    ///
    /// # Errors
    ///
    /// [`ContextError`]: no yield, a second yield, the block's error where the body does not suppress it, the error that
    /// replaces it, the body's own failure (`Err`, where it returns a `Result`), or a generator that was not fresh.
    ///
    /// # Panics
    ///
    /// When the block does. The generator is closed meanwhile: its destructors run, and a body that waits at a
    /// `try_yield!` receives [`Raised::Close`](crate::Raised::Close) and cleans up. (A panic of that clean-up is a second
    /// one while unwinding, and aborts.)
    ///
    /// ```
    /// use genfn::{generator, raise, try_yield, ContextError, Gen, Raised};
    ///
    /// #[generator]
    /// fn transaction(log: &mut Vec<&'static str>) -> Gen<u32, (), (), String> {
    ///     match try_yield!(7) {
    ///         Ok(()) => log.push("commit"),
    ///         Err(Raised::Throw(error)) if error == "nothing to do" => log.push("roll back"),
    ///         Err(signal) => {
    ///             log.push("roll back");
    ///             raise!(signal);
    ///         }
    ///     }
    /// }
    ///
    /// let mut log = Vec::new();
    /// assert_eq!(transaction(&mut log).with(|id| Ok(id + 1)), Ok(Some(8)));
    /// assert_eq!(transaction(&mut log).with(|_| Err::<(), _>("nothing to do".into())), Ok(None));
    /// let failed = transaction(&mut log).with(|_| Err::<(), _>("disk full".into()));
    /// assert_eq!(failed, Err(ContextError::Raised("disk full".into())));
    /// assert_eq!(log, ["commit", "roll back", "roll back"]);
    /// ```
    #[doc(alias = "contextmanager")]
    fn with<T>(
        self,
        block: impl FnOnce(Self::Yield) -> Result<T, Self::Throw>,
    ) -> Result<Option<T>, ContextError<Self::Yield, Self::Return, Self::Throw>>
    where
        Self: Sized,
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        context::with(self, block)
    }

    /// Runs the body to its one yield and gives a guard that derefs to the yielded value and runs the rest when it is
    /// dropped, or by its `exit` and `fail` (rules [C1](crate::guide::rules#c1) to [C7](crate::guide::rules#c7)).
    /// Nothing is allocated: the guard holds the value, the generator and a function pointer.
    ///
    /// ```
    /// use std::cell::Cell;
    /// use genfn::{generator, yield_, Gen};
    ///
    /// #[generator]
    /// fn indented(depth: &Cell<usize>) -> Gen<usize> {
    ///     let before = depth.get();
    ///     depth.set(before + 1);
    ///     yield_!(before + 1);
    ///     depth.set(before);
    /// }
    ///
    /// let depth = Cell::new(0);
    /// let outer = indented(&depth).enter().unwrap();
    /// let inner = indented(&depth).enter().unwrap();
    /// assert_eq!((*outer, *inner, depth.get()), (1, 2, 2));
    /// inner.exit().unwrap();
    /// drop(outer);
    /// assert_eq!(depth.get(), 0);
    /// ```
    ///
    /// # Errors
    ///
    /// [`ContextError::NoYield`], and [`ContextError::NotEntered`] when the generator was not a fresh one.
    fn enter(self) -> Result<Entered<Self>, ContextError<Self::Yield, Self::Return, Self::Throw>>
    where
        Self: Sized,
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        context::enter(self)
    }

    /// The generator without its type, for struct fields and arguments. It must be `Send`.
    ///
    /// Costs nothing for a `Gen`, whose frame is in a box already; one allocation for a hand-written generator.
    ///
    /// ```
    /// use genfn::{generator, yield_, BoxGen, Gen};
    ///
    /// struct Deck {
    ///     cards: BoxGen<'static, u8>,
    /// }
    ///
    /// #[generator]
    /// fn cards(suits: u8) -> Gen<u8> {
    ///     for suit in 0..suits {
    ///         yield_!(suit);
    ///     }
    /// }
    ///
    /// let deck = Deck { cards: cards(2).boxed() };
    /// let total = std::thread::spawn(move || deck.cards.sum::<u8>());
    /// assert_eq!(total.join().unwrap(), 1);
    /// ```
    #[cfg(feature = "alloc")]
    fn boxed<'a>(self) -> BoxGen<'a, Self::Yield, Self::Send, Self::Return, Self::Throw>
    where
        Self: Sized + Send + 'a,
    {
        BoxGen::from_generator(self)
    }

    /// The generator without its type, which stays on its thread.
    ///
    /// ```
    /// use std::rc::Rc;
    ///
    /// use genfn::{generator, yield_, Gen, LocalBoxGen};
    ///
    /// #[generator]
    /// fn shared(names: Rc<[&'static str]>) -> Gen<&'static str> {
    ///     for name in names.iter() {
    ///         yield_!(*name);
    ///     }
    /// }
    ///
    /// let all: Vec<LocalBoxGen<'_, &str>> = vec![shared(Rc::new(["a"])).boxed_local(), shared(Rc::new(["b", "c"])).boxed_local()];
    /// assert_eq!(all.into_iter().flatten().collect::<String>(), "abc");
    /// ```
    #[cfg(feature = "alloc")]
    fn boxed_local<'a>(self) -> LocalBoxGen<'a, Self::Yield, Self::Send, Self::Return, Self::Throw>
    where
        Self: Sized + 'a,
    {
        LocalBoxGen::from_generator(self)
    }

    /// A delegate that takes any sent type and drops what it is sent.
    ///
    /// ```
    /// use genfn::{generator, yield_, yield_from, Gen, GeneratorState};
    ///
    /// #[generator]
    /// fn countdown() -> Gen<u32> {
    ///     yield_!(1);
    ///     yield_!(0);
    /// }
    ///
    /// /// It is sent a `char` at each yield, which a countdown has no use for.
    /// #[generator]
    /// fn launch() -> Gen<u32, char, char> {
    ///     yield_from!(countdown().ignore_sent());
    ///     yield_!(7)
    /// }
    ///
    /// let mut launch = launch();
    /// assert_eq!(launch.start(), Ok(GeneratorState::Yielded(1)));
    /// assert_eq!(launch.send('a'), Ok(GeneratorState::Yielded(0)));
    /// assert_eq!(launch.send('b'), Ok(GeneratorState::Yielded(7)));
    /// assert_eq!(launch.send('c'), Ok(GeneratorState::Complete('c')));
    /// ```
    fn ignore_sent<S>(self) -> IgnoreSent<Self, S>
    where
        Self: Sized,
        Self::Send: Absent,
    {
        IgnoreSent::new(self)
    }

    /// Gives iteration a size hint (see [`Iterator::size_hint`]).
    fn with_size_hint(self, lower: usize, upper: Option<usize>) -> WithSizeHint<Self>
    where
        Self: Sized,
    {
        WithSizeHint::new(self, lower, upper)
    }

    /// Promises the number of items of iteration, which makes it an [`ExactSizeIterator`].
    ///
    /// ```
    /// use genfn::{generator, yield_, Gen};
    ///
    /// #[generator]
    /// fn squares(to: usize) -> Gen<usize> {
    ///     for number in 0..to {
    ///         yield_!(number * number);
    ///     }
    /// }
    ///
    /// let mut squares = squares(4).with_len(4);
    /// assert_eq!(squares.next(), Some(0));
    /// assert_eq!(squares.len(), 3);
    /// ```
    fn with_len(self, len: usize) -> WithLen<Self>
    where
        Self: Sized,
    {
        WithLen::new(self, len)
    }

    /// For this crate's own generators: the frame, so that a delegator can link it. The argument keeps others from
    /// implementing it.
    #[doc(hidden)]
    fn link(&mut self, _: Seal) -> Option<Link<Self::Yield, Self::Send, Self::Throw>> {
        None
    }

    /// The same, if it has not been started.
    #[doc(hidden)]
    #[inline]
    fn link_created(&mut self, _: Seal) -> Option<Link<Self::Yield, Self::Send, Self::Throw>> {
        None
    }

    /// For this crate's own generators: keeps a return value that iteration made no item of; gives it back where
    /// there is no place for it.
    #[doc(hidden)]
    fn keep_return(&mut self, value: Self::Return, _: Seal) -> Option<Self::Return> {
        Some(value)
    }

    /// What iteration comes to next.
    #[doc(hidden)]
    #[inline]
    fn next_item(&mut self, _: Seal) -> Option<<Self::Return as Outcome<Self::Yield>>::Item>
    where
        Self::Send: Absent,
        Self::Return: Outcome<Self::Yield>,
    {
        match self.resume(Self::Send::absent()) {
            Ok(GeneratorState::Yielded(value)) => Some(Self::Return::yielded(value)),
            Ok(GeneratorState::Complete(value)) => match value.last_item() {
                Ok(item) => Some(item),
                Err(value) => {
                    self.keep_return(value, Seal(()));
                    None
                }
            },
            Err(_) => None,
        }
    }

    /// Whether the generator is held by reference, so that a delegator must not close it (rule
    /// [D7](crate::guide::rules#d7)).
    #[doc(hidden)]
    fn is_borrowed(&self, _: Seal) -> bool {
        false
    }
}
