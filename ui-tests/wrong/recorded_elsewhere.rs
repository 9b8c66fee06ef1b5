//! Recorded in a file that is not the program's.
use genfn::{Gen, generator, yield_};

#[generator]
const fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {}
