//! The macro was not imported.
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
