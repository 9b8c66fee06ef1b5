use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    let mut numbers = numbers().await;
    numbers.next().await;
}

fn main() {}
