//! [`PinAsyncGen`]: an asynchronous generator with its frame in place.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};
use pin_project_lite::pin_project;

use crate::machinery::body::Body;
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::header::Link;
use crate::machinery::in_place::InPlaceFrame;
use crate::machinery::{iteration, operations};
use crate::protocol::async_context::inherent_context;
use crate::protocol::async_forward::HasFrame;
use crate::protocol::async_framed::{by_value, generator_protocol, stream};
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_inherent::inherent_operations;
use crate::protocol::async_iter::AsyncIter;
use crate::protocol::async_results::{
    CloseResult, ItemOf, SendResult, SettleResult, StartResult, StateOf, ThrowResult,
};
use crate::protocol::debug::debug;
use crate::protocol::future;
use crate::protocol::seal::Seal;
use crate::types::no_body::WriteBoxAsyncGenOrImplStreamHere;
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::Status;

pin_project! {
    /// An asynchronous generator with its frame in place: no allocation, and no `alloc`.
    ///
    /// Pin it with [`core::pin::pin!`] and call its methods on `Pin<&mut PinAsyncGen<..>>`.
    ///
    /// ```
    /// use core::pin::pin;
    /// use genfn::{async_generator, yield_, PinAsyncGen};
    ///
    /// #[async_generator]
    /// async fn countdown(from: u32) -> PinAsyncGen<u32> {
    ///     for n in (1..=from).rev() {
    ///         std::future::ready(()).await;
    ///         yield_!(n);
    ///     }
    /// }
    ///
    /// # futures::executor::block_on(async {
    /// let mut generator = pin!(countdown(2));
    /// assert_eq!(generator.as_mut().next().await, Some(2));
    /// assert_eq!(generator.as_mut().next().await, Some(1));
    /// assert_eq!(generator.as_mut().next().await, None);
    /// # });
    /// ```
    #[must_use = "a generator does nothing until it is pinned and started or iterated"]
    pub struct PinAsyncGen<Y, S = (), R = (), E = Infallible, B = WriteBoxAsyncGenOrImplStreamHere<R>>
    where
        B: Body,
    {
        #[pin]
        frame: InPlaceFrame<Asynchronous, Y, S, E, B>,
        pub(crate) returns: PhantomData<fn() -> R>,
    }
}

impl<Y, S, R, E, B: Body<Output = R>> PinAsyncGen<Y, S, R, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self { frame: InPlaceFrame::new(body), returns: PhantomData }
    }

    inherent_operations!(Y, S, R, E, |this: Pin<&mut Self>| this);
    inherent_context!(Y, S, R, E, Pin<&mut Self>);
}

impl<Y, S, R, E, B: Body> AsyncGenerator for PinAsyncGen<Y, S, R, E, B> {
    generator_protocol!(Y, S, B::Output, E, |this| handle &this.frame, root this.project().frame.root());
    by_value!(Y, S, E, |this| root this.project().frame.root());
}

impl<Y, S, R, E, B: Body> HasFrame for PinAsyncGen<Y, S, R, E, B> {}

stream!([Y, S, R, E, B] PinAsyncGen<Y, S, R, E, B>, Y, S, B::Output, B: Body);

impl<Y, S, R, E, B: Body> fmt::Debug for PinAsyncGen<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}
