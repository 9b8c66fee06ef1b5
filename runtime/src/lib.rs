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

mod block;
mod body;
mod delegate;
mod machinery;
mod protocol;
mod question_mark;
#[cfg(all(test, feature = "std"))]
mod tests;
mod types;
mod values;

pub use genfn_macros::{async_generator, generator};

pub use crate::machinery::body::Body;
#[cfg(feature = "alloc")]
pub use crate::protocol::async_boxed::{BoxAsyncGen, LocalBoxAsyncGen};
pub use crate::protocol::async_context::AsyncEntered;
pub use crate::protocol::async_generator::AsyncGenerator;
pub use crate::protocol::async_iter::{AsyncIter, PlainStream};
#[cfg(feature = "alloc")]
pub use crate::protocol::boxed::{BoxGen, LocalBoxGen};
pub use crate::protocol::closing::closing;
pub use crate::protocol::context::Entered;
pub use crate::protocol::future;
pub use crate::protocol::generator::Generator;
pub use crate::protocol::ignore_sent::{IgnoreSent, IteratorExt, StreamDelegateExt};
pub use crate::protocol::iter::{Iter, PlainIterator, WithLen, WithSizeHint};
pub use crate::question_mark::LastError;
#[cfg(feature = "alloc")]
pub use crate::types::async_lend::AsyncLendGen;
#[cfg(feature = "alloc")]
pub use crate::types::async_owned::AsyncGen;
pub use crate::types::async_pinned::PinAsyncGen;
#[cfg(feature = "alloc")]
pub use crate::types::lend::LendGen;
#[cfg(feature = "alloc")]
pub use crate::types::lend_future;
#[cfg(feature = "alloc")]
pub use crate::types::owned::Gen;
pub use crate::types::pinned::PinGen;
pub use crate::values::context_failure::FailsAs;
pub use crate::values::error::{CloseError, ContextError, SendError, StartError, ThrowError};
#[cfg(feature = "alloc")]
pub use crate::values::lend::Lend;
pub use crate::values::outcome::{Absent, Outcome};
pub use crate::values::state::{GeneratorState, Raised, Status};

// Public, so that the compiler's messages say these names without the path of a private module.
#[doc(hidden)]
pub use crate::block::ForAwaitGoesOver;
#[doc(hidden)]
pub use crate::delegate::kind::{
    DelegateDoesNotLend, DelegateIsAGenerator, DelegateIsNoFuture, DelegateIsNoResult, DelegateIsSynchronous,
    PassedOnAs, SentToIterator, WriteTheTypeOfTheDelegate, YieldedAs,
};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use crate::machinery::body::{BoxesAsAGenerator, DelegatingStreamBlock, PlainStreamBlock};
#[doc(hidden)]
pub use crate::machinery::body::{DelegatingBody, PlainBody};
#[doc(hidden)]
pub use crate::question_mark::EndsInError;
#[doc(hidden)]
pub use crate::question_mark::ItemIsAResult;
#[doc(hidden)]
pub use crate::types::no_body::{WriteBoxAsyncGenOrImplStreamHere, WriteBoxGenOrImplIteratorHere};
#[doc(hidden)]
pub use crate::types::returned::{FromGenerator, ReturnedByAsyncGenerator, ReturnedByGenerator};
#[cfg(feature = "alloc")]
#[doc(hidden)]
pub use crate::values::lend::WhatIsLentMustBeCovariant;

pub mod prelude;

pub mod guide {
    //! The manual, topic by topic.
    //!
    //! In reading order:
    //!
    //! 1. [`first`]: the first generator, iterating, borrowing, methods, where to keep one
    //! 2. [`sending`]: values into a generator, and the value that it returns
    //! 3. [`delegation`]: `yield_from!`, what it takes and what it costs
    //! 4. [`recursion`]: generators that delegate to themselves, and several bodies in one type
    //! 5. [`errors`]: `?` in a body, and what comes where
    //! 6. [`signals`]: throw and close
    //! 7. [`blocks`]: `iter!`, `stream!` and generator expressions
    //! 8. [`asynchronous`]: awaiting and yielding, streams, threads
    //! 9. [`cancellation`]: timeouts, operations left in mid-await, a graceful end
    //! 10. [`cleanup_that_awaits`]: what an asynchronous generator does at its end
    //! 11. [`task_locals_and_spans`]: what a body sees of the task that resumes it
    //! 12. [`contexts`]: context managers
    //! 13. [`attributes`]: `cfg`, `instrument`, `async_trait` and tests
    //! 14. [`lending`]: items that borrow what the body owns
    //! 15. [`no_std`]: the crate features, and generators without an allocator
    //! 16. [`frames_and_memory`]: what a generator holds, and how large it is
    //! 17. [`performance`]: what a generator costs
    //! 18. [`how_it_works`]: the machinery, for the curious
    //!
    //! For those who come from elsewhere: [`from_python`], [`from_async_stream`], [`from_unfold`], [`from_genawaiter`],
    //! [`from_gen_blocks`].
    //!
    //! What a generator does in every situation: [`rules`].
    //!
    //! Every program on these pages is run by the tests.

    #[doc = include_str!("../guide/asynchronous.md")]
    pub mod asynchronous {}

    #[doc = include_str!("../guide/attributes.md")]
    pub mod attributes {}

    #[doc = include_str!("../guide/blocks.md")]
    pub mod blocks {}

    #[doc = include_str!("../guide/cancellation.md")]
    pub mod cancellation {}

    #[doc = include_str!("../guide/cleanup_that_awaits.md")]
    pub mod cleanup_that_awaits {}

    #[doc = include_str!("../guide/contexts.md")]
    pub mod contexts {}

    #[doc = include_str!("../guide/delegation.md")]
    pub mod delegation {}

    #[doc = include_str!("../guide/errors.md")]
    pub mod errors {}

    #[doc = include_str!("../guide/first.md")]
    pub mod first {}

    #[doc = include_str!("../guide/frames_and_memory.md")]
    pub mod frames_and_memory {}

    #[doc = include_str!("../guide/from_async_stream.md")]
    pub mod from_async_stream {}

    #[doc = include_str!("../guide/from_gen_blocks.md")]
    pub mod from_gen_blocks {}

    #[doc = include_str!("../guide/from_genawaiter.md")]
    pub mod from_genawaiter {}

    #[doc = include_str!("../guide/from_python.md")]
    pub mod from_python {}

    #[doc = include_str!("../guide/from_unfold.md")]
    pub mod from_unfold {}

    #[doc = include_str!("../guide/how_it_works.md")]
    pub mod how_it_works {}

    #[doc = include_str!("../guide/lending.md")]
    pub mod lending {}

    #[doc = include_str!("../guide/no_std.md")]
    pub mod no_std {}

    #[doc = include_str!("../guide/performance.md")]
    pub mod performance {}

    #[doc = include_str!("../guide/recursion.md")]
    pub mod recursion {}

    #[doc = include_str!("../guide/rules.md")]
    pub mod rules {}

    #[doc = include_str!("../guide/sending.md")]
    pub mod sending {}

    #[doc = include_str!("../guide/signals.md")]
    pub mod signals {}

    #[doc = include_str!("../guide/task_locals_and_spans.md")]
    pub mod task_locals_and_spans {}
}

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
