#![deny(clippy::disallowed_methods)]

use std::thread;
use std::time::Duration;

async fn bad_example() {
    thread::sleep(Duration::from_secs(1));
}

#[tokio::main]
async fn main() {
    bad_example().await;
}
