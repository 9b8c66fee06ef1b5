#![doc = include_str!("../README.md")]
#![no_std]
#![deny(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// So that this crate's own examples and tests can use the attribute.
#[allow(unused_extern_crates, reason = "named by expansions in this crate's own examples and tests")]
extern crate self as genfn;

mod adapters;
mod body;
#[cfg(feature = "alloc")]
mod boxed;
mod error;
mod generator;
mod machinery;
mod no_body;
mod outcome;
#[cfg(feature = "alloc")]
mod owned;
mod pinned;
mod protocol;
mod state;

pub use genfn_macros::generator;

pub use crate::adapters::{IgnoreSent, Iter, PlainIterator, WithLen, WithSizeHint};
#[cfg(feature = "alloc")]
pub use crate::boxed::{BoxGen, LocalBoxGen};
pub use crate::error::{CloseError, SendError, StartError, ThrowError};
pub use crate::generator::{Generator, IteratorExt};
pub use crate::outcome::{Absent, Outcome};
#[cfg(feature = "alloc")]
pub use crate::owned::Gen;
pub use crate::pinned::PinGen;
pub use crate::state::{GeneratorState, Raised, Status};

/// The manual, topic by topic.
pub mod guide {
    #[doc = include_str!("../guide/signals.md")]
    pub mod signals {}
}

/// For the expansion of the macros only: nothing here is stable, and nothing here is to be called by hand.
#[doc(hidden)]
pub mod __private {
    use core::convert::Infallible;
    use core::future::Future;

    pub use crate::machinery::delegate::{
        Fit, FitsDropSent, FitsDropSentOtherThrow, FitsOtherThrow, FitsSame, HasNoNothing, HasNothing,
        IsGenerator, IsIterable, IsPushed, IsResult, Kind, Nothing,
    };
    pub use crate::machinery::token::Token;
    use crate::machinery::token::Witness;
    use crate::pinned::PinGen;

    /// A generator around a body.
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn owned<Y, S, R, E, B: Future<Output = R>>(
        _: Witness<Y, S, E>,
        body: B,
    ) -> crate::owned::Gen<Y, S, R, E, B> {
        crate::owned::Gen::new(body)
    }

    /// A generator in place around a body.
    #[inline]
    pub fn in_place<Y, S, R, E, B: Future<Output = R>>(
        _: Witness<Y, S, E>,
        body: B,
    ) -> PinGen<Y, S, R, E, B> {
        PinGen::new(body)
    }

    /// A boxed generator around a body.
    #[cfg(feature = "alloc")]
    pub fn boxed<'a, Y, S, R, E, B>(witness: Witness<Y, S, E>, body: B) -> crate::BoxGen<'a, Y, S, R, E>
    where
        B: Future<Output = R> + Send + 'a,
        Y: 'a,
        S: 'a,
        R: Send + 'a,
        E: 'a,
    {
        owned(witness, body).boxed()
    }

    /// A boxed generator around a body that stays on its thread.
    #[cfg(feature = "alloc")]
    pub fn boxed_local<'a, Y, S, R, E, B>(
        witness: Witness<Y, S, E>,
        body: B,
    ) -> crate::LocalBoxGen<'a, Y, S, R, E>
    where
        B: Future<Output = R> + 'a,
        Y: 'a,
        S: 'a,
        R: 'a,
        E: 'a,
    {
        owned(witness, body).boxed_local()
    }

    /// Never called: fixes the return type of a body before it is checked.
    #[must_use]
    pub fn never<R>() -> R {
        unreachable!("the expansion of `#[generator]` never calls this")
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
