use std::pin::Pin;

use futures::Stream;
use genfn::{async_generator, yield_};

#[async_generator]
async fn numbers() -> u32 {
    yield_!(1);
}

#[async_generator]
async fn boxed() -> Pin<Box<dyn Stream<Item = u32>>> {
    yield_!(1);
}

#[async_generator]
async fn bare() -> Stream<Item = u32> {
    yield_!(1);
}

#[async_generator]
async fn nothing() {
    yield_!(1);
}

fn main() {}
