//! Two errors recorded, of which one is there.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
    yield_!("two");
}

fn main() {}
