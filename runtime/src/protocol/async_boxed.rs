//! [`BoxAsyncGen`] and [`LocalBoxAsyncGen`]: one type for asynchronous generators with different bodies.

use alloc::boxed::Box;
use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use super::async_context::inherent_context;
use super::async_framed::stream;
use super::async_generator::AsyncGenerator;
use super::async_inherent::inherent_operations;
use super::async_iter::AsyncIter;
use super::async_results::{
    CloseResult, ItemOf, SendResult, SettleResult, StartResult, StateOf, ThrowResult,
};
use super::future;
use crate::machinery::body::Body;
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::erased::{ErasedFrame, Local, Sendable};
use crate::machinery::header::Link;
use crate::machinery::owned::IntoFrame;
use crate::machinery::{iteration, operations};
use crate::protocol::debug::debug;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::seal::Seal;
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::Status;

/// A frame of this crate, or a generator that somebody wrote by hand.
enum Inner<F, G> {
    Frame(F),
    Foreign(G),
}

macro_rules! boxed_generator {
    (
        $(#[$docs:meta])*
        $Name:ident, $Access:ident, dyn AsyncGenerator $(+ $Send:ident)?
    ) => {
        $(#[$docs])*
        #[must_use = "a generator does nothing until it is started or iterated"]
        pub struct $Name<'a, Y, S = (), R = (), E = Infallible> {
            inner: Inner<
                ErasedFrame<'a, Asynchronous, Y, S, R, E, $Access>,
                Pin<Box<dyn AsyncGenerator<Yield = Y, Send = S, Return = R, Throw = E> $(+ $Send)? + 'a>>,
            >,
        }

        impl<Y, S, R, E> Unpin for $Name<'_, Y, S, R, E> {}

        impl<'a, Y, S, R, E> $Name<'a, Y, S, R, E> {
            pub(crate) fn from_gen<G>(generator: G) -> Self
            where
                G: IntoFrame<Mode = Asynchronous, Yield = Y, Send = S, Throw = E, Body: Body<Output = R>>
                    + $($Send +)? 'a,
            {
                Self { inner: Inner::Frame(ErasedFrame::of(generator)) }
            }

            pub(crate) fn from_generator<G>(generator: G) -> Self
            where
                G: AsyncGenerator<Yield = Y, Send = S, Return = R, Throw = E> $(+ $Send)? + 'a,
            {
                Self { inner: Inner::Foreign(Box::pin(generator)) }
            }

            inherent_operations!(Y, S, R, E, |this: &mut Self| Pin::new(this));
            inherent_context!(Y, S, R, E, Self);

            /// A delegate that takes any sent type and drops what it is sent.
            pub fn ignore_sent<T>(self) -> IgnoreSent<Self, T>
            where
                S: Absent,
            {
                IgnoreSent::new(self)
            }
        }

        impl<Y, S, R, E> AsyncGenerator for $Name<'_, Y, S, R, E> {
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
            fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_start(frame.root(), context),
                    Inner::Foreign(generator) => generator.as_mut().poll_start(context),
                }
            }

            #[inline]
            fn poll_send(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                value: &mut Option<S>,
            ) -> Poll<SendResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_send(frame.root(), value, context),
                    Inner::Foreign(generator) => generator.as_mut().poll_send(context, value),
                }
            }

            #[inline]
            fn poll_resume(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                value: &mut Option<S>,
            ) -> Poll<SendResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_resume(frame.root(), value, context),
                    Inner::Foreign(generator) => generator.as_mut().poll_resume(context, value),
                }
            }

            fn poll_throw(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                error: &mut Option<E>,
            ) -> Poll<ThrowResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_throw(frame.root(), error, context),
                    Inner::Foreign(generator) => generator.as_mut().poll_throw(context, error),
                }
            }

            fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_close(frame.root(), context),
                    Inner::Foreign(generator) => generator.as_mut().poll_close(context),
                }
            }

            fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::poll_settle(frame.root(), context),
                    Inner::Foreign(generator) => generator.as_mut().poll_settle(context),
                }
            }

            fn take_return(self: Pin<&mut Self>) -> Option<R> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::take_return(frame.root()),
                    Inner::Foreign(generator) => generator.as_mut().take_return(),
                }
            }

            fn keep_return(self: Pin<&mut Self>, value: R, seal: Seal) -> Option<R> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => {
                        iteration::keep_return(frame.root(), value);
                        None
                    }
                    Inner::Foreign(generator) => generator.as_mut().keep_return(value, seal),
                }
            }

            #[inline]
            fn poll_iterate(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                nothing: S,
                seal: Seal,
            ) -> Poll<Option<StateOf<Self>>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => iteration::poll_iterate(frame.root(), nothing, context),
                    Inner::Foreign(generator) => generator.as_mut().poll_iterate(context, nothing, seal),
                }
            }

            #[inline]
            fn poll_item(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                seal: Seal,
            ) -> Poll<Option<ItemOf<Self>>>
            where
                S: Absent,
                R: Outcome<Y>,
            {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => iteration::poll_item(frame.root(), context),
                    Inner::Foreign(generator) => generator.as_mut().poll_item(context, seal),
                }
            }

            fn link(self: Pin<&mut Self>, seal: Seal) -> Option<Link<Y, S, E>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::link(frame.root()),
                    Inner::Foreign(generator) => generator.as_mut().link(seal),
                }
            }

            #[inline]
            fn link_created(self: Pin<&mut Self>, seal: Seal) -> Option<Link<Y, S, E>> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => operations::link_created(frame.root()),
                    Inner::Foreign(generator) => generator.as_mut().link_created(seal),
                }
            }

            fn is_borrowed(self: Pin<&mut Self>, seal: Seal) -> bool {
                match &mut self.get_mut().inner {
                    Inner::Frame(_) => false,
                    Inner::Foreign(generator) => generator.as_mut().is_borrowed(seal),
                }
            }

            #[inline]
            fn known_status(self: Pin<&mut Self>, seal: Seal) -> Option<Status> {
                match &mut self.get_mut().inner {
                    Inner::Frame(frame) => Some(operations::status(frame)),
                    Inner::Foreign(generator) => generator.as_mut().known_status(seal),
                }
            }
        }

        stream!([Y, S, R, E] $Name<'_, Y, S, R, E>, Y, S, R);

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
    /// An asynchronous generator without the type of its body, which may go to another thread.
    ///
    /// For struct fields, arguments, dyn-compatible traits and collections. It is the return type of a function with
    /// `#[async_generator]`, or comes from `boxed()`. `'a` bounds what the body borrows.
    ///
    /// ```
    /// use genfn::{async_generator, yield_, BoxAsyncGen};
    ///
    /// trait Source {
    ///     fn lines(&self) -> BoxAsyncGen<'_, String>;
    /// }
    ///
    /// struct Memory(Vec<String>);
    ///
    /// impl Source for Memory {
    ///     #[async_generator]
    ///     fn lines(&self) -> BoxAsyncGen<'_, String> {
    ///         for line in &self.0 {
    ///             std::future::ready(()).await;
    ///             yield_!(line.clone());
    ///         }
    ///     }
    /// }
    ///
    /// let source: Box<dyn Source> = Box::new(Memory(vec!["one".into()]));
    /// # futures::executor::block_on(async {
    /// assert_eq!(source.lines().next().await.as_deref(), Some("one"));
    /// # });
    /// ```
    BoxAsyncGen, Sendable, dyn AsyncGenerator + Send
}

boxed_generator! {
    /// An asynchronous generator without the type of its body, which stays on its thread; see [`BoxAsyncGen`].
    LocalBoxAsyncGen, Local, dyn AsyncGenerator
}
