use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    tokio::spawn(async move {
        yield_!(1);
    });
}

fn main() {}
