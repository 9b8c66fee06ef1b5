//! The attribute macros of the crate [`genfn`](https://docs.rs/genfn). Use them through it.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
// No tokens of a user's may make the macros panic.
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]

mod args;
mod block;
mod check;
mod closure;
mod error;
mod expand;
mod expression;
mod function;
mod item;
mod keyword;
mod known;
mod lints;
mod mode;
mod parameters;
mod question_mark;
mod refusal;
mod return_ok;
mod return_type;
#[cfg(test)]
mod tests;
mod tokens;
mod wrapped;

use proc_macro::TokenStream;

/// Makes a function a generator: its body may `yield_!`, and calling it returns the generator.
///
/// The return type says what the caller gets: `Gen<Y, S, R, E>` (boxed frame, movable), `PinGen<..>` (in place, no
/// allocation), `BoxGen<'a, ..>` and `LocalBoxGen<'a, ..>` (without the type of the body), `impl Iterator<Item = Y>` or
/// `impl Generator<Yield = Y, ..>`. `Y` is what it yields, `S` what it is sent (default `()`), `R` what it returns
/// (default `()`), `E` what can be thrown into it (default `Infallible`). It may also be another name of a boxed type: an alias,
/// `Self::IntoIter`, or `Box<dyn Iterator<Item = Y> + '_>`.
///
/// Goes on free functions, inherent methods and methods of trait impls, generic or not. Calling the function moves the
/// arguments in and runs none of the body (PEP 255; rule [G1](../genfn/guide/rules/index.html#g1)).
///
/// The one argument is `crate = "path"`, for a runtime crate that was renamed or re-exported. The path must lead to that crate:
/// the expansion calls its `unsafe` functions, and a module that imitates it breaks what they rely on.
///
/// ```
/// use genfn::{generator, yield_, Gen};
///
/// #[generator]
/// fn squares(n: u64) -> Gen<u64> {
///     for i in 0..n {
///         yield_!(i * i);
///     }
/// }
///
/// assert!(squares(4).eq([0, 1, 4, 9]));
/// ```
#[proc_macro_attribute]
pub fn generator(args: TokenStream, item: TokenStream) -> TokenStream {
    function::expand(mode::Mode::Synchronous, args.into(), &item.into()).into()
}

/// Makes a function an asynchronous generator: its body may `yield_!` and `.await`, and calling it returns the generator.
///
/// The return type says what the caller gets: `AsyncGen<Y, S, R, E>` (boxed frame, movable), `PinAsyncGen<..>` (in place,
/// no allocation), `BoxAsyncGen<'a, ..>` and `LocalBoxAsyncGen<'a, ..>` (without the type of the body), `impl Stream<Item
/// = Y>` or `impl AsyncGenerator<Yield = Y, ..>`, or another name of a boxed type, as `futures::stream::BoxStream<'_, Y>`. The types
/// are those of `#[generator]`.
///
/// Goes on `async fn`, and on plain `fn`, as methods of traits need: calling either runs none of the body and needs no
/// runtime (PEP 525; rule [A1](../genfn/guide/rules/index.html#a1)).
///
/// The one argument is `crate = "path"`, for a runtime crate that was renamed or re-exported. The path must lead to that crate:
/// the expansion calls its `unsafe` functions, and a module that imitates it breaks what they rely on.
///
/// ```
/// use std::time::Duration;
/// use genfn::{async_generator, yield_, AsyncGen};
/// use tokio::time::{interval, Instant, Interval};
///
/// #[async_generator]
/// async fn ticks(mut timer: Interval) -> AsyncGen<Instant> {
///     loop {
///         yield_!(timer.tick().await);
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
/// let mut ticks = ticks(interval(Duration::from_secs(1)));
/// let first = ticks.next().await.unwrap();
/// let second = ticks.next().await.unwrap();
/// assert_eq!(second - first, Duration::from_secs(1));
/// # }
/// ```
#[proc_macro_attribute]
pub fn async_generator(args: TokenStream, item: TokenStream) -> TokenStream {
    function::expand(mode::Mode::Asynchronous, args.into(), &item.into()).into()
}

/// What `iter!`, `try_iter!`, `stream!` and `try_stream!` of the runtime crate pass their bodies to.
#[doc(hidden)]
#[proc_macro]
pub fn block(input: TokenStream) -> TokenStream {
    block::expand(input.into()).into()
}
