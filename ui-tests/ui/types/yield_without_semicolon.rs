//! The body ends in the value of a yield, which is what is sent.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, f64> {
    yield_!(1)
}

fn main() {
    let _ = numbers().start();
}
