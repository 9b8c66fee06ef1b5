//! A box around a trait object.
use genfn::{generator, yield_};

#[generator]
fn numbers() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
