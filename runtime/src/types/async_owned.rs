//! [`AsyncGen`]: an asynchronous generator with its frame in a box.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::machinery::body::{Body, BoxesAsAGenerator};
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::header::Link;
use crate::machinery::owned::{IntoFrame, OwnedFrame};
use crate::machinery::{iteration, operations};
use crate::protocol::async_boxed::{BoxAsyncGen, LocalBoxAsyncGen};
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
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::seal::Seal;
use crate::types::no_body::WriteBoxAsyncGenOrImplStreamHere;
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::Status;

/// An asynchronous generator that yields `Y`, is sent `S`, returns `R` and can be thrown `E`; Python's
/// `AsyncGenerator[Y, S]` with a return value (PEP 525, PEP 828).
///
/// Written as the return type of a function with `#[async_generator]`. Its frame is in one box made when the function
/// is called; resuming it allocates nothing. It is `Unpin`, so it is awaited without `pin!`; a `Stream`; and `Send` and
/// `Sync` when what its body holds across awaits and yields is (rule [G47](crate::guide::rules#g47)). It needs no
/// runtime of its own (rule [A1](crate::guide::rules#a1)): the body's awaits see the context of whoever polls it (rule
/// [A6](crate::guide::rules#a6)).
///
/// The last argument is the body, which the macro writes. Where there is none (a struct field, a plain function, an
/// alias) use [`BoxAsyncGen`] or `impl Stream`.
///
/// ```
/// use genfn::{async_generator, yield_, AsyncGen};
///
/// # async fn fetch(page: u32) -> Option<String> { (page < 3).then(|| format!("page {page}")) }
/// #[async_generator]
/// async fn pages() -> AsyncGen<String> {
///     let mut number = 0;
///     while let Some(page) = fetch(number).await {
///         yield_!(page);
///         number += 1;
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut pages = pages();
/// let mut count = 0;
/// while let Some(page) = pages.next().await {
///     assert_eq!(page, format!("page {count}"));
///     count += 1;
/// }
/// assert_eq!(count, 3);
/// # });
/// ```
#[doc(alias("agen", "coroutine"))]
#[must_use = "a generator does nothing until it is started or iterated"]
pub struct AsyncGen<Y, S = (), R = (), E = Infallible, B = WriteBoxAsyncGenOrImplStreamHere<R>>
where
    B: Body,
{
    pub(crate) frame: OwnedFrame<Asynchronous, Y, S, E, B>,
    pub(crate) returns: PhantomData<fn() -> R>,
}

impl<Y, S, R, E, B: Body> Unpin for AsyncGen<Y, S, R, E, B> {}

impl<Y, S, R, E, B: Body> IntoFrame for AsyncGen<Y, S, R, E, B> {
    type Mode = Asynchronous;
    type Yield = Y;
    type Send = S;
    type Throw = E;
    type Body = B;

    fn into_frame(self) -> OwnedFrame<Asynchronous, Y, S, E, B> {
        self.frame
    }
}

impl<Y, S, R, E, B: Body<Output = R>> AsyncGen<Y, S, R, E, B> {
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

/// Not for a `stream!`, whose `boxed()` is the one of `StreamExt`; [`AsyncGenerator::boxed`] takes that too.
impl<Y, S, R, E, B: Body<Output = R> + BoxesAsAGenerator> AsyncGen<Y, S, R, E, B> {
    /// The generator without its type, for struct fields and arguments. Costs nothing: the frame is boxed already.
    pub fn boxed<'a>(self) -> BoxAsyncGen<'a, Y, S, R, E>
    where
        Self: Send + 'a,
    {
        BoxAsyncGen::from_gen(self)
    }

    /// The generator without its type, which stays on its thread. Costs nothing.
    pub fn boxed_local<'a>(self) -> LocalBoxAsyncGen<'a, Y, S, R, E>
    where
        Self: 'a,
    {
        LocalBoxAsyncGen::from_gen(self)
    }
}

impl<Y, S, R, E, B: Body> AsyncGenerator for AsyncGen<Y, S, R, E, B> {
    generator_protocol!(Y, S, B::Output, E, |this| handle &this.frame, root this.get_mut().frame.root());
    by_value!(Y, S, E, |this| root this.get_mut().frame.root());

    fn boxed<'a>(self) -> BoxAsyncGen<'a, Y, S, B::Output, E>
    where
        Self: Send + 'a,
    {
        BoxAsyncGen::from_gen(self)
    }

    fn boxed_local<'a>(self) -> LocalBoxAsyncGen<'a, Y, S, B::Output, E>
    where
        Self: 'a,
    {
        LocalBoxAsyncGen::from_gen(self)
    }
}

impl<Y, S, R, E, B: Body> HasFrame for AsyncGen<Y, S, R, E, B> {}

stream!([Y, S, R, E, B] AsyncGen<Y, S, R, E, B>, Y, S, B::Output, B: Body);

// Where `boxed()` was forgotten, the compiler then proposes `into()`.
impl<'a, Y, S, R, E, B: Body<Output = R>> From<AsyncGen<Y, S, R, E, B>> for BoxAsyncGen<'a, Y, S, R, E>
where
    AsyncGen<Y, S, R, E, B>: Send + 'a,
{
    fn from(generator: AsyncGen<Y, S, R, E, B>) -> Self {
        generator.boxed()
    }
}

impl<'a, Y, S, R, E, B: Body<Output = R>> From<AsyncGen<Y, S, R, E, B>> for LocalBoxAsyncGen<'a, Y, S, R, E>
where
    AsyncGen<Y, S, R, E, B>: 'a,
{
    fn from(generator: AsyncGen<Y, S, R, E, B>) -> Self {
        generator.boxed_local()
    }
}

impl<Y, S, R, E, B: Body> fmt::Debug for AsyncGen<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}
