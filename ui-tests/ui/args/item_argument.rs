//! The argument that other crates want.
use genfn::{Gen, generator, yield_};

#[generator(yield = u32)]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    let _: u32 = numbers().sum();
}
