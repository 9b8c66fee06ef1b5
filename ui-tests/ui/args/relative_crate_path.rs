//! A path that would mean something else in another module.
use genfn::{Gen, generator, yield_};

#[generator(crate = "genfn")]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
