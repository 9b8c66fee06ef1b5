//! A synchronous body has nobody to wake it.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    let number = std::future::ready(1).await;
    yield_!(number);
}

fn main() {
    for _ in numbers() {}
}
