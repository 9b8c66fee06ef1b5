use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
#[tokio::main]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

fn main() {}
