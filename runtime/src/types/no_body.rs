//! What stands where a body or a type is missing.

use core::convert::Infallible;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

macro_rules! no_body {
    ($($(#[$docs:meta])* $Name:ident)*) => { $(
        $(#[$docs])*
        ///
        /// It has no values, so no such generator exists.
        #[derive(Debug)]
        pub struct $Name<R>(Infallible, PhantomData<fn() -> R>);

        impl<R> Future for $Name<R> {
            type Output = R;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
                match self.0 {}
            }
        }
    )* };
}

no_body! {
    /// Stands for the body in a `Gen` or `PinGen` that no `#[generator]` has completed: its name says what to write.
    WriteBoxGenOrImplIteratorHere
    /// Stands for the body in an `AsyncGen` or `PinAsyncGen` that no `#[async_generator]` has completed: its name says
    /// what to write.
    WriteBoxAsyncGenOrImplStreamHere
}
