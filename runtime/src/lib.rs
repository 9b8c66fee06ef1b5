#![doc = include_str!("../README.md")]
#![no_std]
#![doc(test(attr(deny(warnings))))]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// So that this crate's own examples and tests can use the attribute.
#[allow(unused_extern_crates, reason = "named by expansions in this crate's own examples and tests")]
extern crate self as genfn;

mod asynchronous;
mod block;
mod body;
mod debug;
mod error;
mod ignore_sent;
mod machinery;
mod no_body;
mod outcome;
mod seal;
mod state;
mod synchronous;

pub use genfn_macros::{async_generator, generator};

pub use crate::asynchronous::adapters::{AsyncIter, PlainStream};
#[cfg(feature = "alloc")]
pub use crate::asynchronous::boxed::{BoxAsyncGen, LocalBoxAsyncGen};
pub use crate::asynchronous::context::AsyncEntered;
pub use crate::asynchronous::future;
pub use crate::asynchronous::generator::{AsyncGenerator, StreamDelegateExt};
#[cfg(feature = "alloc")]
pub use crate::asynchronous::owned::AsyncGen;
pub use crate::asynchronous::pinned::PinAsyncGen;
pub use crate::error::{CloseError, ContextError, SendError, StartError, ThrowError};
pub use crate::ignore_sent::IgnoreSent;
pub use crate::machinery::body::Body;
pub use crate::outcome::{Absent, Outcome};
pub use crate::state::{GeneratorState, Raised, Status};
pub use crate::synchronous::adapters::{Iter, PlainIterator, WithLen, WithSizeHint};
#[cfg(feature = "alloc")]
pub use crate::synchronous::boxed::{BoxGen, LocalBoxGen};
pub use crate::synchronous::context::Entered;
pub use crate::synchronous::generator::{Generator, IteratorExt};
#[cfg(feature = "alloc")]
pub use crate::synchronous::owned::Gen;
pub use crate::synchronous::pinned::PinGen;

pub mod guide {
    //! The manual, topic by topic.
    //!
    //! In reading order:
    //!
    //! 1. [`first`]: the first generator, iterating, borrowing, methods, where to keep one
    //! 2. [`sending`]: values into a generator, and the value that it returns
    //! 3. [`delegation`]: `yield_from!` and recursion
    //! 4. [`errors`]: `?` in a body, and what comes where
    //! 5. [`signals`]: throw and close
    //! 6. [`blocks`]: `iter!`, `stream!` and generator expressions
    //! 7. [`asynchronous`]: awaiting and yielding, streams, threads
    //! 8. [`cancellation`]: timeouts, operations left in mid-await, a graceful end
    //! 9. [`contexts`]: context managers
    //! 10. [`no_std`]: the crate features, and generators without an allocator
    //! 11. [`performance`]: what a generator costs
    //! 12. [`how_it_works`]: the machinery, for the curious
    //!
    //! For those who come from elsewhere: [`from_python`], [`from_async_stream`], [`from_genawaiter`].
    //!
    //! Every program on these pages is run by the tests.

    #[doc = include_str!("../guide/asynchronous.md")]
    pub mod asynchronous {}

    #[doc = include_str!("../guide/blocks.md")]
    pub mod blocks {}

    #[doc = include_str!("../guide/cancellation.md")]
    pub mod cancellation {}

    #[doc = include_str!("../guide/contexts.md")]
    pub mod contexts {}

    #[doc = include_str!("../guide/delegation.md")]
    pub mod delegation {}

    #[doc = include_str!("../guide/errors.md")]
    pub mod errors {}

    #[doc = include_str!("../guide/first.md")]
    pub mod first {}

    #[doc = include_str!("../guide/from_async_stream.md")]
    pub mod from_async_stream {}

    #[doc = include_str!("../guide/from_genawaiter.md")]
    pub mod from_genawaiter {}

    #[doc = include_str!("../guide/from_python.md")]
    pub mod from_python {}

    #[doc = include_str!("../guide/how_it_works.md")]
    pub mod how_it_works {}

    #[doc = include_str!("../guide/no_std.md")]
    pub mod no_std {}

    #[doc = include_str!("../guide/performance.md")]
    pub mod performance {}

    #[doc = include_str!("../guide/sending.md")]
    pub mod sending {}

    #[doc = include_str!("../guide/signals.md")]
    pub mod signals {}
}

/// For the expansion of the macros only: nothing here is stable, and nothing here is to be called by hand.
#[doc(hidden)]
pub mod __private {
    use core::convert::Infallible;
    use core::future::Future;
    #[cfg(feature = "alloc")]
    use core::marker::PhantomData;

    pub use crate::block::{Awaited, IsAwaited, IsNotAwaited, next_item};
    pub use genfn_macros::block;

    pub use crate::machinery::body::{Delegating, Plain};
    pub use crate::machinery::by_slot::Asynchronous;
    pub use crate::machinery::by_waker::Synchronous;
    pub use crate::machinery::delegate::kind::{
        Fit, FitsIgnoring, FitsIgnoringOtherErrors, FitsOtherErrors, FitsSame, HasNoNothing, HasNothing,
        IsAsyncGenerator, IsFramed, IsFuture, IsGenerator, IsIterable, IsNothing, IsPushed, IsResult,
        IsStream, IsTooAsync, IsUnknown, Kind, Nothing, SentOther, YieldsOther,
    };
    #[cfg(feature = "alloc")]
    pub use crate::machinery::expression::expression;
    pub use crate::machinery::keep_scalar::keep_scalar;
    #[cfg(feature = "alloc")]
    use crate::machinery::owner::OwnedFrame;
    use crate::machinery::token::BodyTypes;
    pub use crate::machinery::token::Token;

    /// A generator around a body.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[cfg(feature = "alloc")]
    #[inline]
    pub unsafe fn owned<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Synchronous, Y, S, E>,
        body: B,
    ) -> crate::Gen<Y, S, R, E, Plain<B>> {
        crate::Gen { frame: OwnedFrame::new(Plain::new(body)), returns: PhantomData }
    }

    /// A generator in place around a body.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[inline]
    pub unsafe fn in_place<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Synchronous, Y, S, E>,
        body: B,
    ) -> crate::PinGen<Y, S, R, E, Plain<B>> {
        crate::PinGen::new(Plain::new(body))
    }

    /// An asynchronous generator around a body.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[cfg(feature = "alloc")]
    #[inline]
    pub unsafe fn owned_async<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Asynchronous, Y, S, E>,
        body: B,
    ) -> crate::AsyncGen<Y, S, R, E, Plain<B>> {
        crate::AsyncGen { frame: OwnedFrame::new(Plain::new(body)), returns: PhantomData }
    }

    /// An asynchronous generator in place around a body.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[inline]
    pub unsafe fn in_place_async<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Asynchronous, Y, S, E>,
        body: B,
    ) -> crate::PinAsyncGen<Y, S, R, E, Plain<B>> {
        crate::PinAsyncGen::new(Plain::new(body))
    }

    /// A generator around a body that delegates.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[cfg(feature = "alloc")]
    #[inline]
    pub unsafe fn owned_delegating<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Synchronous, Y, S, E>,
        body: B,
    ) -> crate::Gen<Y, S, R, E, Delegating<B>> {
        crate::Gen { frame: OwnedFrame::new(Delegating::new(body)), returns: PhantomData }
    }

    /// A generator in place around a body that delegates.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[inline]
    pub unsafe fn in_place_delegating<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Synchronous, Y, S, E>,
        body: B,
    ) -> crate::PinGen<Y, S, R, E, Delegating<B>> {
        crate::PinGen::new(Delegating::new(body))
    }

    /// An asynchronous generator around a body that delegates.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[cfg(feature = "alloc")]
    #[inline]
    pub unsafe fn owned_async_delegating<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Asynchronous, Y, S, E>,
        body: B,
    ) -> crate::AsyncGen<Y, S, R, E, Delegating<B>> {
        crate::AsyncGen { frame: OwnedFrame::new(Delegating::new(body)), returns: PhantomData }
    }

    /// An asynchronous generator in place around a body that delegates.
    ///
    /// # Safety
    ///
    /// The body is an `async` block that holds the token with these types, and no other token.
    #[inline]
    pub unsafe fn in_place_async_delegating<Y, S, R, E, B: Future<Output = R>>(
        _: BodyTypes<Asynchronous, Y, S, E>,
        body: B,
    ) -> crate::PinAsyncGen<Y, S, R, E, Delegating<B>> {
        crate::PinAsyncGen::new(Delegating::new(body))
    }

    /// Never called: fixes the return type of a body before it is checked.
    #[must_use]
    pub fn never<R>() -> R {
        unreachable!("the expansion of a generator never calls this")
    }

    /// Never called either: an item of the generator with these types.
    #[must_use]
    pub fn any_item<M, Y, S, E>(_: BodyTypes<M, Y, S, E>) -> Y {
        never()
    }

    /// Never called either: stands for a yield in a body with a mistake that has been reported.
    pub fn reported() -> ! {
        unreachable!("a body with a mistake is not compiled")
    }

    /// What comes after `raise!`.
    pub fn ended(never: Infallible) -> ! {
        match never {}
    }
}
