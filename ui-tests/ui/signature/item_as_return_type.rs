//! The yielded type where the generator's should be.
use genfn::{generator, yield_};

#[generator]
fn numbers() -> u32 {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
