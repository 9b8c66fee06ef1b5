//! The caller sends something else.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, String> {
    yield_!(1);
}

fn main() {
    let _ = numbers().send(5);
}
