//! The body of a generator, and what its type tells about it.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// The body of a generator: the last argument of [`Gen`](crate::Gen) and its like, which the macros write.
///
/// Where it is missing, a generator cannot be named: in a field, an argument or an alias write
/// [`BoxGen`](crate::BoxGen), `impl Generator<..>` or `impl Iterator<..>`. Nobody but the macros implements it.
#[diagnostic::on_unimplemented(
    message = "`Gen`, `PinGen`, `AsyncGen` and `PinAsyncGen` are complete only as the return type below `#[generator]` or `#[async_generator]`",
    label = "write `BoxGen<'_, ..>` or `impl Generator<..>` here (if it is async, `BoxAsyncGen<'_, ..>` or `impl AsyncGenerator<..>`)",
    note = "if this is the return type of a function that yields, put `#[generator]` or `#[async_generator]` on the function"
)]
pub trait Body: Future + Sealed {
    /// Whether it delegates, as far as its tokens say. Nothing but speed depends on it: the generator of a body that
    /// delegates looks for its stack before it looks at itself.
    #[doc(hidden)]
    const DELEGATES: bool;

    /// Whether nothing is left to drop when it was ready.
    #[doc(hidden)]
    const IS_SPENT_WHEN_READY: bool;
}

/// The body of a function, or of a block in a synchronous generator.
///
/// Not that of a `stream!`: whoever boxes one of those wants the box of a stream, and a method of ours by that name would
/// come before the one of `StreamExt`.
#[cfg(feature = "alloc")]
pub trait BoxesAsAGenerator: Sealed {}

/// Keeps the bodies to this crate.
#[doc(hidden)]
pub trait Sealed {}

macro_rules! bodies {
    ($($(#[$docs:meta])* $Name:ident: $delegates:literal)*) => { $(
        $(#[$docs])*
        #[repr(transparent)]
        #[derive(Debug)]
        pub struct $Name<F>(pub(crate) F);

        impl<F: Future> Future for $Name<F> {
            type Output = F::Output;

            #[inline]
            fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
                // SAFETY: the field is pinned with the whole, which has no destructor and hands it out nowhere else.
                unsafe { self.map_unchecked_mut(|body| &mut body.0) }.poll(context)
            }
        }

        impl<F> Sealed for $Name<F> {}

        // No user can write one of these: a message does not propose them.
        #[diagnostic::do_not_recommend]
        impl<F: Future> Body for $Name<F> {
            const DELEGATES: bool = $delegates;
            const IS_SPENT_WHEN_READY: bool = $delegates;
        }
    )* };
}

bodies! {
    /// A body in which the macro has seen no delegation.
    PlainBody: false
    /// A body that delegates.
    DelegatingBody: true
}

#[cfg(feature = "alloc")]
bodies! {
    /// The body of a `stream!` in which the macro has seen no delegation.
    PlainStreamBlock: false
    /// The body of a `stream!` that delegates.
    DelegatingStreamBlock: true
}

#[cfg(feature = "alloc")]
impl<F> BoxesAsAGenerator for PlainBody<F> {}
#[cfg(feature = "alloc")]
impl<F> BoxesAsAGenerator for DelegatingBody<F> {}
