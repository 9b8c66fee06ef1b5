//! The type that the other attribute makes.
use genfn::{generator, yield_};

#[generator]
fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

fn main() {}
