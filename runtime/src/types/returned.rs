//! The types that a function with an attribute can return under any name: an alias, an associated type, a box.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::convert::Infallible;
#[cfg(feature = "alloc")]
use core::pin::Pin;

#[cfg(feature = "alloc")]
use futures_core::Stream;

#[cfg(feature = "alloc")]
use crate::protocol::async_boxed::{BoxAsyncGen, LocalBoxAsyncGen};
#[cfg(feature = "alloc")]
use crate::protocol::async_generator::AsyncGenerator;
#[cfg(feature = "alloc")]
use crate::protocol::boxed::{BoxGen, LocalBoxGen};
#[cfg(feature = "alloc")]
use crate::protocol::generator::Generator;

/// A type that a generator can become. The macro knows some by their names, and finds the types of any other one here.
#[diagnostic::on_unimplemented(
    message = "a generator cannot be returned as `{Self}`",
    label = "not the type of a generator",
    note = "to yield `{Self}`, write `Gen<{Self}>`; a generator is returned as `Gen<..>`, `PinGen<..>`, `BoxGen<..>`, \
            `LocalBoxGen<..>`, `impl Iterator<..>`, `impl Generator<..>` or `Box<dyn Iterator<..>>`, or as another name of one of \
            the boxed types"
)]
pub trait ReturnedByGenerator: of_generator::Sealed {
    /// What it yields.
    type Yield;
    /// What it is sent.
    type Send;
    /// What it returns.
    type Return;
    /// What can be thrown into it.
    type Throw;
}

/// A type that an asynchronous generator can become.
#[diagnostic::on_unimplemented(
    message = "an asynchronous generator cannot be returned as `{Self}`",
    label = "not the type of an asynchronous generator",
    note = "to yield `{Self}`, write `AsyncGen<{Self}>`; an asynchronous generator is returned as `AsyncGen<..>`, \
            `PinAsyncGen<..>`, `BoxAsyncGen<..>`, `LocalBoxAsyncGen<..>`, `impl Stream<..>`, `impl AsyncGenerator<..>` or \
            `Pin<Box<dyn Stream<..>>>`, or as another name of one of the boxed types"
)]
pub trait ReturnedByAsyncGenerator: of_async_generator::Sealed {
    /// What it yields.
    type Yield;
    /// What it is sent.
    type Send;
    /// What it returns.
    type Return;
    /// What can be thrown into it.
    type Throw;
}

/// How a generator becomes one of those types.
#[diagnostic::on_unimplemented(
    message = "this generator cannot be returned as `{Self}`",
    label = "not the type of a generator with these types",
    note = "what it yields, is sent, returns and is thrown are those of the written type"
)]
pub trait FromGenerator<G>: Sized {
    /// The generator as this type.
    fn from_generator(generator: G) -> Self;
}

mod of_generator {
    pub trait Sealed {}
}

mod of_async_generator {
    pub trait Sealed {}
}

#[cfg(feature = "alloc")]
macro_rules! generator_types {
    ($Returned:ident, $of:ident, $Protocol:ident: $($Name:ident by $boxed:ident $(+ $Send:ident)?;)*) => { $(
        impl<Y, S, R, E> $of::Sealed for $Name<'_, Y, S, R, E> {}

        impl<Y, S, R, E> $Returned for $Name<'_, Y, S, R, E> {
            type Yield = Y;
            type Send = S;
            type Return = R;
            type Throw = E;
        }

        impl<'a, Y, S, R, E, G> FromGenerator<G> for $Name<'a, Y, S, R, E>
        where
            G: $Protocol<Yield = Y, Send = S, Return = R, Throw = E> $(+ $Send)? + 'a,
        {
            fn from_generator(generator: G) -> Self {
                generator.$boxed()
            }
        }
    )* };
}

#[cfg(feature = "alloc")]
generator_types! {
    ReturnedByGenerator, of_generator, Generator:
    BoxGen by boxed + Send;
    LocalBoxGen by boxed_local;
}

#[cfg(feature = "alloc")]
generator_types! {
    ReturnedByAsyncGenerator, of_async_generator, AsyncGenerator:
    BoxAsyncGen by boxed + Send;
    LocalBoxAsyncGen by boxed_local;
}

#[cfg(feature = "alloc")]
macro_rules! item_types {
    ($Returned:ident, $of:ident, $Items:ident by $new:path: $($Type:ty $(where $Send:ident)?;)*) => { $(
        #[allow(single_use_lifetimes, reason = "the same type has its lifetime used below")]
        impl<'a, Y> $of::Sealed for $Type {}

        #[allow(single_use_lifetimes, reason = "the same type has its lifetime used below")]
        impl<'a, Y> $Returned for $Type {
            type Yield = Y;
            type Send = ();
            type Return = ();
            type Throw = Infallible;
        }

        impl<'a, Y, G> FromGenerator<G> for $Type
        where
            G: $Items<Item = Y> $(+ $Send)? + 'a,
        {
            fn from_generator(generator: G) -> Self {
                $new(generator)
            }
        }
    )* };
}

#[cfg(feature = "alloc")]
item_types! {
    ReturnedByGenerator, of_generator, Iterator by Box::new:
    Box<dyn Iterator<Item = Y> + 'a>;
    Box<dyn Iterator<Item = Y> + Send + 'a> where Send;
}

#[cfg(feature = "alloc")]
item_types! {
    ReturnedByAsyncGenerator, of_async_generator, Stream by Box::pin:
    Pin<Box<dyn Stream<Item = Y> + 'a>>;
    Pin<Box<dyn Stream<Item = Y> + Send + 'a>> where Send;
}
