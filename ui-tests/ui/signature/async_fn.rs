//! `async` belongs to the other attribute.
use genfn::{Gen, generator, yield_};

#[generator]
async fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
