//! Recorded as an error, and it is none.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
