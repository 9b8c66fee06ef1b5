//! The same body for every crate that can run it.

use std::pin::Pin;

use corosensei::{Coroutine, CoroutineResult};

/// A pinned, boxed iterator as an iterator.
pub struct Pinned<I>(pub Pin<Box<I>>);

impl<T, I> Iterator for Pinned<I>
where
    for<'a> Pin<&'a mut I>: Iterator<Item = T>,
{
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.0.as_mut().next()
    }
}

/// A coroutine on a stack of its own as an iterator.
pub struct Stackful<T>(pub Coroutine<(), T, ()>);

impl<T> Iterator for Stackful<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.0.done() {
            return None;
        }
        match self.0.resume(()) {
            CoroutineResult::Yield(item) => Some(item),
            CoroutineResult::Return(()) => None,
        }
    }
}

/// What only a nightly compiler can parse.
#[cfg(feature = "nightly")]
#[macro_export]
macro_rules! on_nightly {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// What only a nightly compiler can parse: left out.
#[cfg(not(feature = "nightly"))]
#[macro_export]
macro_rules! on_nightly {
    ($($tokens:tt)*) => {};
}

/// Makes a module with one function for each crate. The body is written once, with a macro `$emit` that yields.
#[macro_export]
macro_rules! bodies {
    (
        $(#[$docs:meta])*
        $module:ident $([$($generics:tt)*])? ($($argument:ident: $Type:ty),*), $emit:ident, $body:block
    ) => {
        $(#[$docs])*
        pub mod $module {
            #[allow(unused_imports)]
            use super::*;

            #[genfn::generator]
            pub fn genfn $(<$($generics)*>)? ($($argument: $Type),*) -> genfn::Gen<u64> {
                macro_rules! $emit { ($value:expr) => { genfn::yield_!($value) }; }
                $body
            }

            #[genfn::generator]
            pub fn genfn_in_place $(<$($generics)*>)? ($($argument: $Type),*) -> genfn::PinGen<u64> {
                macro_rules! $emit { ($value:expr) => { genfn::yield_!($value) }; }
                $body
            }

            #[inline]
            pub fn genawaiter_rc $(<$($generics)*>)? ($($argument: $Type),*) -> impl Iterator<Item = u64> {
                genawaiter::rc::Gen::new(move |co| async move {
                    macro_rules! $emit { ($value:expr) => { co.yield_($value).await }; }
                    $body
                })
                .into_iter()
            }

            #[inline]
            pub fn remit $(<$($generics)*>)? ($($argument: $Type),*) -> impl Iterator<Item = u64> {
                remit::Generator::boxed(move |remit| async move {
                    macro_rules! $emit { ($value:expr) => { remit.value($value).await }; }
                    $body
                })
            }

            #[fauxgen::generator(yield = u64)]
            pub fn fauxgen_unpinned $(<$($generics)*>)? ($($argument: $Type),*) {
                macro_rules! $emit { ($value:expr) => { r#yield!($value) }; }
                $body
            }

            #[inline]
            pub fn fauxgen $(<$($generics)*>)? ($($argument: $Type),*) -> impl Iterator<Item = u64> {
                $crate::workloads::peers::Pinned(Box::pin(fauxgen_unpinned($($argument),*)))
            }

            pub fn corosensei $(<$($generics)*>)? ($($argument: $Type),*) -> impl Iterator<Item = u64> {
                $crate::workloads::peers::Stackful(corosensei::Coroutine::new(
                    move |yielder: &corosensei::Yielder<(), u64>, ()| {
                        macro_rules! $emit { ($value:expr) => { yielder.suspend($value) }; }
                        $body
                    },
                ))
            }

            $crate::on_nightly! {
                #[inline]
                pub fn nightly $(<$($generics)*>)? ($($argument: $Type),*) -> impl Iterator<Item = u64> {
                    gen move {
                        macro_rules! $emit { ($value:expr) => { yield $value }; }
                        $body
                    }
                }
            }
        }
    };
}
