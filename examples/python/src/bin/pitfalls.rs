//! Pitfalls: blocking the event loop and forgetting to await, what that does, and what the compiler or clippy says.
//!
//! Answers "Common Pitfalls" of *Master Python Async*. The programs with the mistakes and what is said about them are in
//! `pitfalls/programs`, where a test compares the two.
//!
//! ```console
//! $ cargo run --bin pitfalls
//! ```

#![forbid(unsafe_code)]

use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;
use genfn_python_examples::{SECOND, no_arguments};
use tokio::task::yield_now;
use tokio::time::sleep;

/// A program of the folder, and what is said about it.
macro_rules! mistake {
    ($name:literal) => {
        (
            include_str!(concat!("../../pitfalls/programs/", $name, ".rs")),
            include_str!(concat!("../../pitfalls/programs/", $name, ".stderr")),
        )
    };
}

const MISTAKES: [(&str, &str); 4] = [
    mistake!("blocks_the_loop"),
    mistake!("forgets_to_await"),
    mistake!("uses_what_it_forgot_to_await"),
    mistake!("forgets_to_iterate"),
];

async fn bad_example() {
    thread::sleep(SECOND);
}

async fn some_async_function() -> u32 {
    yield_now().await;
    7
}

async fn good_example() -> u32 {
    sleep(SECOND).await;
    some_async_function().await
}

/// How long two take together: the longest of them, unless one keeps the event loop from going on with the other.
async fn two_of(future: impl AsyncFn()) -> Duration {
    let start = Instant::now();
    tokio::join!(future(), future());
    start.elapsed()
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    no_arguments();
    for (program, message) in MISTAKES {
        println!("{program}\nis answered by\n\n{message}\n");
        ensure!(message.contains("error"), "nothing was said about\n{program}");
    }

    let blocked = two_of(bad_example).await;
    println!("Two that block the event loop: {blocked:.1?}");
    ensure!(blocked >= 2 * SECOND, "they cannot overlap");
    let together = two_of(async || {
        good_example().await;
    });
    println!("Two that wait: {:.1?}", together.await);
    ensure!(good_example().await == 7, "what was awaited has a value");
    Ok(())
}
