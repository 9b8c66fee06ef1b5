use genfn::{PinAsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> PinAsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    let mut numbers = numbers();
    numbers.next().await;
}

fn main() {}
