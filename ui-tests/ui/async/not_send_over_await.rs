use std::rc::Rc;

use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    let shared = Rc::new(1);
    std::future::ready(()).await;
    let value = *shared;
    drop(shared);
    yield_!(value);
}

fn main() {
    tokio::spawn(async move {
        let mut numbers = numbers();
        numbers.next().await;
    });
}
