//! Calling it runs nothing.
#![deny(unused_must_use)]
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    numbers();
}
