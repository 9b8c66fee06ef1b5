use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    tokio::join!(async { yield_!(1) }, async {});
}

fn main() {}
