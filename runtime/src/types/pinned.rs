//! [`PinGen`]: a generator with its frame in place.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::delegate::adapt::{always_ready, given};
use crate::delegate::kind::Push;
use crate::machinery::body::Body;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::header::Link;
use crate::machinery::in_place::InPlaceFrame;
use crate::machinery::operations::ready_now;
use crate::machinery::{iteration, operations};
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_results::{CloseResult, SendResult, SettleResult, StartResult, ThrowResult};
use crate::protocol::context::{Entered, inherent_context};
use crate::protocol::debug::debug;
use crate::protocol::generator::Generator;
use crate::protocol::inherent::{generator_protocol, iterate};
use crate::protocol::seal::Seal;
use crate::types::no_body::WriteBoxGenOrImplIteratorHere;
use crate::values::error::{CloseError, ContextError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

pin_project! {
    /// A generator with its frame in place: no allocation, and no `alloc`.
    ///
    /// Pin it with [`core::pin::pin!`] and use it as `Pin<&mut PinGen<..>>`, which is a [`Generator`] and an iterator.
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{generator, yield_, PinGen};
    ///
    /// #[generator]
    /// fn countdown(from: u32) -> PinGen<u32> {
    ///     for n in (1..=from).rev() {
    ///         yield_!(n);
    ///     }
    /// }
    ///
    /// let generator = pin!(countdown(3));
    /// assert!(generator.eq([3, 2, 1]));
    /// ```
    #[must_use = "a generator does nothing until it is pinned and started or iterated"]
    pub struct PinGen<Y, S = (), R = (), E = Infallible, B = WriteBoxGenOrImplIteratorHere<R>>
    where
        B: Body,
    {
        #[pin]
        frame: InPlaceFrame<Synchronous, Y, S, E, B>,
        returns: PhantomData<fn() -> R>,
    }
}

impl<Y, S, R, E, B: Body<Output = R>> PinGen<Y, S, R, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { frame: InPlaceFrame::new(body), returns: PhantomData }
    }

    /// Runs the body up to its first yield.
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{generator, yield_, GeneratorState, PinGen};
    ///
    /// #[generator]
    /// fn once() -> PinGen<u32> {
    ///     yield_!(1);
    /// }
    ///
    /// let mut generator = pin!(once());
    /// assert_eq!(generator.as_mut().start(), Ok(GeneratorState::Yielded(1)));
    /// ```
    ///
    /// # Errors
    ///
    /// [`StartError`] when the generator has been started before or has ended.
    #[inline]
    pub fn start(self: Pin<&mut Self>) -> Result<GeneratorState<Y, R>, StartError> {
        ready_now(|context| operations::poll_start(self.project().frame.root(), context))
    }

    /// Sends a value to the yield where the body waits, and runs it up to the next one (rule
    /// [G10](crate::guide::rules#g10)).
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{generator, yield_, GeneratorState, PinGen};
    ///
    /// #[generator]
    /// fn sum() -> PinGen<u32, u32> {
    ///     let mut sum = 0;
    ///     loop {
    ///         sum += yield_!(sum);
    ///     }
    /// }
    ///
    /// let mut sum = pin!(sum());
    /// sum.as_mut().start().unwrap();
    /// assert_eq!(sum.as_mut().send(3), Ok(GeneratorState::Yielded(3)));
    /// assert_eq!(sum.as_mut().send(4), Ok(GeneratorState::Yielded(7)));
    /// ```
    ///
    /// # Errors
    ///
    /// [`SendError`] with the value, when no yield waits for one (rules [G12](crate::guide::rules#g12),
    /// [G13](crate::guide::rules#g13)).
    #[inline]
    pub fn send(self: Pin<&mut Self>, value: S) -> Result<GeneratorState<Y, R>, SendError<S>> {
        ready_now(|context| operations::poll_send(self.project().frame.root(), &mut Some(value), context))
    }

    /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
    ///
    /// # Errors
    ///
    /// [`SendError::Finished`] with the value, at the end.
    #[inline]
    pub fn resume(self: Pin<&mut Self>, value: S) -> Result<GeneratorState<Y, R>, SendError<S>> {
        ready_now(|context| operations::poll_resume(self.project().frame.root(), &mut Some(value), context))
    }

    /// Raises an error at the yield where the body waits (rules [G15](crate::guide::rules#g15) to
    /// [G17](crate::guide::rules#g17)).
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{generator, yield_, PinGen};
    ///
    /// #[generator]
    /// fn once() -> PinGen<u32, (), (), &'static str> {
    ///     yield_!(1);
    /// }
    ///
    /// let mut generator = pin!(once());
    /// generator.as_mut().start().unwrap();
    /// assert_eq!(generator.as_mut().throw("uncaught"), Err("uncaught"));
    /// ```
    ///
    /// # Errors
    ///
    /// The error, when the body did not catch it, or the one that the body raised instead.
    pub fn throw(self: Pin<&mut Self>, error: E) -> Result<GeneratorState<Y, R>, E> {
        ready_now(|context| operations::poll_throw(self.project().frame.root(), &mut Some(error), context))
            .map_err(ThrowError::into_inner)
    }

    /// Asks the body to clean up and end (rules [G25](crate::guide::rules#g25) to [G30](crate::guide::rules#g30)).
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{generator, try_yield, PinGen};
    ///
    /// #[generator]
    /// fn counter() -> PinGen<(), (), u32> {
    ///     let mut count = 0;
    ///     while try_yield!().is_ok() {
    ///         count += 1;
    ///     }
    ///     count
    /// }
    ///
    /// let mut counter = pin!(counter());
    /// counter.as_mut().start().unwrap();
    /// counter.as_mut().send(()).unwrap();
    /// assert_eq!(counter.as_mut().close(), Ok(Some(1)));
    /// ```
    ///
    /// # Errors
    ///
    /// [`CloseError`] when the body yielded or failed in reply. The generator has ended all the same.
    pub fn close(self: Pin<&mut Self>) -> Result<Option<R>, CloseError<Y, E>> {
        ready_now(|context| operations::poll_close(self.project().frame.root(), context))
    }

    /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
    #[must_use]
    pub fn take_return(self: Pin<&mut Self>) -> Option<R> {
        operations::take_return(self.project().frame.root())
    }

    /// The yielded values as an iterator, whatever the generator returns (rule [G7](crate::guide::rules#g7)). What it
    /// returns is then to be had from [`PinGen::take_return`].
    #[must_use = "iterators are lazy and do nothing unless consumed"]
    #[inline]
    pub fn iter(self: Pin<&mut Self>) -> impl FusedIterator<Item = Y>
    where
        S: Absent,
    {
        Values(self)
    }

    inherent_context!(Y, S, R, E, Pin<&mut Self>);
}

impl<Y, S, R, E, B: Body> PinGen<Y, S, R, E, B> {
    /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
    pub fn status(&self) -> Status {
        operations::status(&self.frame)
    }

    /// The same, if it has not been started.
    #[inline]
    pub(crate) fn link_created_owned(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        operations::link_created(self.project().frame.root())
    }

    /// The frame as a delegate that its holder owns.
    pub(crate) fn link_owned(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        operations::link(self.project().frame.root())
    }
}

/// See [`PinGen::iter`].
struct Values<'p, Y, S, R, E, B: Body>(Pin<&'p mut PinGen<Y, S, R, E, B>>);

impl<Y, S: Absent, R, E, B: Body> Iterator for Values<'_, Y, S, R, E, B> {
    type Item = Y;

    #[inline]
    fn next(&mut self) -> Option<Y> {
        Generator::iter(&mut self.0).next()
    }
}

impl<Y, S: Absent, R, E, B: Body> FusedIterator for Values<'_, Y, S, R, E, B> {}

impl<Y, S, R, E, B: Body> Generator for Pin<&mut PinGen<Y, S, R, E, B>> {
    generator_protocol!(
        Y, S, B::Output, E,
        |this| handle &this.frame,
        root this.as_mut().project().frame.root()
    );

    fn link(&mut self, _: Seal) -> Option<Link<Y, S, E>> {
        let handle = core::ptr::from_ref(&**self);
        self.as_mut().link_owned().map(|link| link.by_reference(handle))
    }

    fn is_borrowed(&self, _: Seal) -> bool {
        true
    }
}

iterate!([Y, S, R, E, B] Pin<&mut PinGen<Y, S, R, E, B>>, Y, S, B::Output, B: Body);

/// A `PinGen` in a box of the user's: a generator by value, for a struct field or a collection.
#[cfg(feature = "alloc")]
impl<Y, S, R, E, B: Body> Generator for Pin<Box<PinGen<Y, S, R, E, B>>> {
    generator_protocol!(
        Y, S, B::Output, E,
        |this| handle &this.frame,
        root this.as_mut().project().frame.root()
    );

    #[inline]
    fn link_created(&mut self, _: Seal) -> Option<Link<Y, S, E>> {
        self.as_mut().link_created_owned()
    }

    fn link(&mut self, _: Seal) -> Option<Link<Y, S, E>> {
        self.as_mut().link_owned()
    }
}

#[cfg(feature = "alloc")]
iterate!([Y, S, R, E, B] Pin<Box<PinGen<Y, S, R, E, B>>>, Y, S, B::Output, B: Body);

impl<Y, S, R, E, B: Body> fmt::Debug for PinGen<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}

pin_project! {
    /// A synchronous delegate that becomes a generator by being pinned: it is pushed by value.
    pub struct Pushed<Y, S, R, E, B: Body> {
        #[pin]
        generator: PinGen<Y, S, R, E, B>,
    }
}

impl<Y, S, R, E, B: Body> fmt::Debug for Pushed<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.generator.fmt(f)
    }
}

impl<Y, S, R, E, B: Body> AsyncGenerator for Pushed<Y, S, R, E, B> {
    type Yield = Y;
    type Send = S;
    type Return = B::Output;
    type Throw = E;

    always_ready!(|this| this.project().generator);

    #[inline]
    fn link(self: Pin<&mut Self>, _: Seal) -> Option<Link<Y, S, E>> {
        self.project().generator.link_owned()
    }

    #[inline]
    fn link_created(self: Pin<&mut Self>, _: Seal) -> Option<Link<Y, S, E>> {
        self.project().generator.link_created_owned()
    }
}

impl<Y, S, R, E, B: Body> Push for PinGen<Y, S, R, E, B> {
    type Pushed = Pushed<Y, S, R, E, B>;

    #[inline]
    fn push(self) -> Self::Pushed {
        Pushed { generator: self }
    }
}
