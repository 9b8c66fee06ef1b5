//! The expansion leans on nothing that a user's crate may have named otherwise.

#![no_implicit_prelude]
#![deny(warnings)]

extern crate genfn as renamed;
extern crate std;

/// Shadows the crate that the expansion must not mean.
#[allow(dead_code)]
mod core {}
/// As above.
#[allow(dead_code)]
mod genfn {}

/// A crate that exports the generators as its own.
mod facade {
    pub(crate) mod nested {
        pub(crate) use ::genfn;
    }
}

use renamed::{
    AsyncGen, Gen, PinGen, async_generator, generator, iter, stream, try_stream, yield_, yield_from,
};
use std::iter::Iterator;

#[generator(crate = "::genfn")]
fn by_string(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator(crate = crate::facade::nested::genfn)]
fn by_path(n: u32) -> PinGen<u32> {
    yield_from!(by_string(n));
}

#[async_generator(crate = crate::facade::nested::genfn)]
async fn asynchronous(n: u32) -> AsyncGen<u32> {
    std::future::ready(()).await;
    yield_from!(by_string(n));
}

macro_rules! definition {
    ($name:ident, $value:expr) => {
        #[generator]
        fn $name(value: u32) -> Gen<u32> {
            yield_!($value + value);
        }
    };
}

definition!(made_by_a_macro, 1);

/// Wrong if the expansion used the prelude, or `core` and `genfn` as the user named them.
#[std::prelude::v1::test]
fn hygiene() {
    std::assert!(by_string(2).eq([0, 1]));
    std::assert!(std::pin::pin!(by_path(2)).eq([0, 1]));
    std::assert_eq!(::genfn_tests::block_on(asynchronous(1).next()), std::option::Option::Some(0));
    std::assert!(made_by_a_macro(1).eq([2]));
    std::assert!(iter!(x + 1 for x in 0..9 if x > 7).eq([9]));
    let mut items = try_stream! {
        for await item in stream! { yield 1; } {
            yield std::option::Option::ok_or(std::option::Option::Some(item), "none")?;
        }
    };
    std::assert_eq!(
        ::genfn_tests::block_on(items.next()),
        std::option::Option::Some(std::result::Result::Ok::<i32, &str>(1))
    );
}
