use genfn::{AsyncGen, async_generator, yield_};

async fn timeout<T>(future: impl Future<Output = T>) -> T {
    future.await
}

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    timeout(async {
        yield_!(1);
    })
    .await;
}

fn main() {}
