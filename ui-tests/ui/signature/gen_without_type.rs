//! `Gen` alone.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen {
    yield_!(1);
}

fn main() {}
