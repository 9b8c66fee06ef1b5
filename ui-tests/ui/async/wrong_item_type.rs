use futures::Stream;
use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!("one");
}

#[async_generator]
async fn texts() -> impl Stream<Item = String> {
    yield_!(1);
}

fn main() {}
