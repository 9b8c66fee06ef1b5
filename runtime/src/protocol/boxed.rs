//! [`BoxGen`] and [`LocalBoxGen`]: one type for generators with different bodies.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt;
use core::iter::FusedIterator;

use super::context::{Entered, inherent_context};
use super::generator::Generator;
use super::inherent::{inherent_conversions, inherent_protocol, iterate};
use super::iter::{Iter, WithLen, WithSizeHint};
use crate::machinery::body::Body;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::erased::{ErasedFrame, Local, Sendable};
use crate::machinery::header::Link;
use crate::machinery::operations::ready_now;
use crate::machinery::owned::IntoFrame;
use crate::machinery::{iteration, operations};
use crate::protocol::debug::debug;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::seal::Seal;
use crate::values::error::{CloseError, ContextError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// A frame of this crate, or a generator that somebody wrote by hand.
enum Inner<F, G> {
    Frame(F),
    Foreign(G),
}

macro_rules! boxed_generator {
    (
        $(#[$docs:meta])*
        $Name:ident, $Access:ident, dyn Generator $(+ $Send:ident)?
    ) => {
        $(#[$docs])*
        #[must_use = "a generator does nothing until it is started or iterated"]
        pub struct $Name<'a, Y, S = (), R = (), E = Infallible> {
            inner: Inner<
                ErasedFrame<'a, Synchronous, Y, S, R, E, $Access>,
                Box<dyn Generator<Yield = Y, Send = S, Return = R, Throw = E> $(+ $Send)? + 'a>,
            >,
        }

        impl<Y, S, R, E> Unpin for $Name<'_, Y, S, R, E> {}

        impl<'a, Y, S, R, E> $Name<'a, Y, S, R, E> {
            pub(crate) fn from_gen<G>(generator: G) -> Self
            where
                G: IntoFrame<Mode = Synchronous, Yield = Y, Send = S, Throw = E, Body: Body<Output = R>>
                    + $($Send +)? 'a,
            {
                Self { inner: Inner::Frame(ErasedFrame::of(generator)) }
            }

            pub(crate) fn from_generator<G>(generator: G) -> Self
            where
                G: Generator<Yield = Y, Send = S, Return = R, Throw = E> $(+ $Send)? + 'a,
            {
                Self { inner: Inner::Foreign(Box::new(generator)) }
            }

            inherent_protocol!(Y, S, R, E);
            inherent_conversions!(S);
            inherent_context!(Y, S, R, E, Self);
        }

        impl<Y, S, R, E> Generator for $Name<'_, Y, S, R, E> {
            type Yield = Y;
            type Send = S;
            type Return = R;
            type Throw = E;

            fn status(&self) -> Status {
                match &self.inner {
                    Inner::Frame(frame) => operations::status(frame),
                    Inner::Foreign(generator) => generator.status(),
                }
            }

            #[inline]
            fn start(&mut self) -> Result<GeneratorState<Y, R>, StartError> {
                match &mut self.inner {
                    Inner::Frame(frame) => ready_now(|context| operations::poll_start(frame.root(), context)),
                    Inner::Foreign(generator) => generator.start(),
                }
            }

            #[inline]
            fn send(&mut self, value: S) -> Result<GeneratorState<Y, R>, SendError<S>> {
                match &mut self.inner {
                    Inner::Frame(frame) => ready_now(|context| operations::poll_send(frame.root(), &mut Some(value), context)),
                    Inner::Foreign(generator) => generator.send(value),
                }
            }

            #[inline]
            fn resume(&mut self, value: S) -> Result<GeneratorState<Y, R>, SendError<S>> {
                match &mut self.inner {
                    Inner::Frame(frame) => operations::resume(frame.root(), value),
                    Inner::Foreign(generator) => generator.resume(value),
                }
            }

            #[inline]
            fn next_item(&mut self, seal: Seal) -> Option<R::Item>
            where
                S: Absent,
                R: Outcome<Y>,
            {
                match &mut self.inner {
                    Inner::Frame(frame) => iteration::next(frame.root()),
                    Inner::Foreign(generator) => generator.next_item(seal),
                }
            }

            fn throw(&mut self, error: E) -> Result<GeneratorState<Y, R>, E> {
                match &mut self.inner {
                    Inner::Frame(frame) => ready_now(|context| operations::poll_throw(frame.root(), &mut Some(error), context)).map_err(ThrowError::into_inner),
                    Inner::Foreign(generator) => generator.throw(error),
                }
            }

            fn close(&mut self) -> Result<Option<R>, CloseError<Y, E>> {
                match &mut self.inner {
                    Inner::Frame(frame) => ready_now(|context| operations::poll_close(frame.root(), context)),
                    Inner::Foreign(generator) => generator.close(),
                }
            }

            fn take_return(&mut self) -> Option<R> {
                match &mut self.inner {
                    Inner::Frame(frame) => operations::take_return(frame.root()),
                    Inner::Foreign(generator) => generator.take_return(),
                }
            }

            fn keep_return(&mut self, value: R, seal: Seal) -> Option<R> {
                match &mut self.inner {
                    Inner::Frame(frame) => {
                        iteration::keep_return(frame.root(), value);
                        None
                    }
                    Inner::Foreign(generator) => generator.keep_return(value, seal),
                }
            }

            #[inline]
            fn link_created(&mut self, seal: Seal) -> Option<Link<Y, S, E>> {
                match &mut self.inner {
                    Inner::Frame(frame) => operations::link_created(frame.root()),
                    Inner::Foreign(generator) => generator.link_created(seal),
                }
            }

            fn link(&mut self, seal: Seal) -> Option<Link<Y, S, E>> {
                match &mut self.inner {
                    Inner::Frame(frame) => operations::link(frame.root()),
                    Inner::Foreign(generator) => generator.link(seal),
                }
            }

            fn is_borrowed(&self, seal: Seal) -> bool {
                match &self.inner {
                    Inner::Frame(_) => false,
                    Inner::Foreign(generator) => generator.is_borrowed(seal),
                }
            }
        }

        iterate!([Y, S, R, E] $Name<'_, Y, S, R, E>, Y, S, R);

        impl<Y, S, R, E> fmt::Debug for $Name<'_, Y, S, R, E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match &self.inner {
                    Inner::Frame(frame) => debug(frame, f),
                    Inner::Foreign(generator) => {
                        write!(f, "{}({:?})", stringify!($Name), generator.status())
                    }
                }
            }
        }
    };
}

boxed_generator! {
    /// A generator without the type of its body, which may go to another thread.
    ///
    /// For struct fields, arguments, dyn-compatible traits and collections. It is the return type of a function with
    /// `#[generator]`, or comes from `boxed()`. `'a` bounds what the body borrows.
    ///
    /// ```
    /// use genfn::{generator, yield_, BoxGen};
    ///
    /// #[generator]
    /// fn up(n: u32) -> BoxGen<'static, u32> {
    ///     for i in 0..n {
    ///         yield_!(i);
    ///     }
    /// }
    ///
    /// #[generator]
    /// fn down(n: u32) -> BoxGen<'static, u32> {
    ///     for i in (0..n).rev() {
    ///         yield_!(i);
    ///     }
    /// }
    ///
    /// let both: Vec<BoxGen<'static, u32>> = vec![up(2), down(2)];
    /// assert_eq!(both.into_iter().flatten().collect::<Vec<_>>(), [0, 1, 1, 0]);
    /// ```
    BoxGen, Sendable, dyn Generator + Send
}

boxed_generator! {
    /// A generator without the type of its body, which stays on its thread; see [`BoxGen`].
    LocalBoxGen, Local, dyn Generator
}
