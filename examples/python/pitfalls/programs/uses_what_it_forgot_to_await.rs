async fn some_async_function() -> u32 {
    7
}

async fn another_bad_example() -> u32 {
    let result = some_async_function();
    result + 1
}

#[tokio::main]
async fn main() {
    another_bad_example().await;
}
