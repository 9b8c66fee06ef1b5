use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32, (), usize> {
    yield_!(1);
    1
}

async fn run() {
    let mut numbers = numbers();
    numbers.next().await;
}

fn main() {}
