//! The trait without `impl`.
use genfn::{generator, yield_};

#[generator]
fn numbers() -> Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
