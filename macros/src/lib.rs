//! The attribute macros of the crate [`genfn`](https://docs.rs/genfn). Use them through it.

mod args;
mod check;
mod error;
mod expand;
mod item;
mod lints;
mod signature;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes a function a generator: its body may `yield_!`, and calling it returns the generator.
///
/// The return type says what the caller gets: `Gen<Y, S, R, E>` (boxed frame, movable), `PinGen<..>` (in place, no
/// allocation), `BoxGen<'a, ..>` and `LocalBoxGen<'a, ..>` (without the type of the body), `impl Iterator<Item = Y>` or
/// `impl Generator<Yield = Y, ..>`. `Y` is what it yields, `S` what it is sent (default `()`), `R` what it returns
/// (default `()`), `E` what can be thrown into it (default `Infallible`).
///
/// Goes on free functions, inherent methods and methods of trait impls, generic or not. Calling the function moves the
/// arguments in and runs none of the body (PEP 255; rule G1).
///
/// The one argument is `crate = "path"`, for a runtime crate that was renamed or re-exported.
///
/// ```ignore
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
    expand::generator(args.into(), &item.into()).into()
}
