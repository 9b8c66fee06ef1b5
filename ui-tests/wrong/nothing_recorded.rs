//! Not compared with anything.
use genfn::{Gen, generator, yield_};

#[generator]
const fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {}
