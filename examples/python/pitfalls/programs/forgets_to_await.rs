#![deny(unused_must_use)]

async fn some_async_function() -> u32 {
    7
}

async fn another_bad_example() {
    some_async_function();
}

#[tokio::main]
async fn main() {
    another_bad_example().await;
}
