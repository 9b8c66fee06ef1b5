//! The trait where the type is meant.
use genfn::{Generator, generator, yield_};

#[generator]
fn numbers() -> Generator<u32, ()> {
    yield_!(1);
}

fn main() {}
