//! A `for` loop has nothing to send.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, String> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
