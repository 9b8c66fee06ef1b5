//! Two operations at once cannot be written (A18).
use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    let mut numbers = numbers();
    let first = numbers.next();
    let second = numbers.next();
    first.await;
    second.await;
}

fn main() {}
