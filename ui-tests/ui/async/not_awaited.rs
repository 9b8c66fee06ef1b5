#![deny(unused_must_use)]

use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    numbers();
    numbers().next();
    numbers().close();
}

fn main() {}
