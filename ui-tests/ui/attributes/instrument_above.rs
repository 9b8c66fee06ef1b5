use genfn::{AsyncGen, async_generator, yield_};

#[tracing::instrument]
#[async_generator]
async fn numbers(from: u32) -> AsyncGen<u32> {
    yield_!(from);
}

#[async_generator]
async fn others() -> AsyncGen<u32> {
    let mut numbers = numbers(1);
    while let Some(number) = numbers.next().await {
        yield_!(number);
    }
}

fn main() {}
