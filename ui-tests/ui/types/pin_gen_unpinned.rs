//! A generator in place must be pinned.
use genfn::{PinGen, generator, yield_};

#[generator]
fn numbers() -> PinGen<u32> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
