use genfn::{AsyncGen, async_generator, yield_};

#[tokio::test]
#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

fn main() {}
