use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    let n = 5u32.await;
    yield_!(n);
}

fn main() {}
