#![deny(unused_must_use)]

use genfn::{AsyncGen, Gen, async_generator, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

#[async_generator]
async fn async_numbers() -> AsyncGen<u32> {
    yield_!(1);
}

#[tokio::main]
async fn main() {
    numbers();
    async_numbers();
    async_numbers().next();
}
