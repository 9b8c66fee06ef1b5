use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn opened() -> AsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    let _ = opened().with(|file| Ok(file + 1)).await;
}

fn main() {}
