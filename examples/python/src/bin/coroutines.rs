//! Coroutines, old and new: written as generators that a loop drives, and as asynchronous functions.
//!
//! Answers "Declaring Async Functions" of *Master Python Async* and "Asyncio Coroutines" of *Understanding Python
//! Generators*.
//!
//! ```console
//! $ cargo run --bin coroutines
//! ```

#![forbid(unsafe_code)]

use std::time::Duration;

use anyhow::ensure;
use genfn::{Gen, Generator, GeneratorState, generator, yield_, yield_from};
use genfn_python_examples::{SECOND, no_arguments};
use tokio::time::sleep;

#[generator]
fn old_coroutine() -> Gen<(), u32, u32> {
    yield_!()
}

async fn some_async_operation() -> u32 {
    sleep(SECOND).await;
    7
}

async fn modern_coroutine() -> u32 {
    some_async_operation().await
}

#[generator]
fn old_compute(x: u32, y: u32) -> Gen<Duration, (), u32> {
    println!("Compute {x} + {y} ...");
    yield_!(SECOND);
    x + y
}

#[generator]
fn old_print_sum(x: u32, y: u32) -> Gen<Duration> {
    let result = yield_from!(old_compute(x, y));
    println!("{x} + {y} = {result}");
}

/// What an event loop does for one such coroutine: it waits as long as it is told to, and resumes it.
async fn run_until_complete(mut coroutine: impl Generator<Yield = Duration, Send = ()>) {
    for pause in coroutine.iter() {
        sleep(pause).await;
    }
}

async fn compute(x: u32, y: u32) -> u32 {
    println!("Compute {x} + {y} ...");
    sleep(SECOND).await;
    x + y
}

async fn print_sum(x: u32, y: u32) -> u32 {
    let result = compute(x, y).await;
    println!("{x} + {y} = {result}");
    result
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    no_arguments();

    let mut old = old_coroutine();
    old.start()?;
    let returned = old.send(7)?;
    println!("the old coroutine gave {returned:?}");
    let modern = modern_coroutine().await;
    println!("the modern coroutine gave {modern}");
    ensure!(returned == GeneratorState::Complete(modern), "they are the same");

    println!("\nstart");
    run_until_complete(old_print_sum(1, 2)).await;
    println!("end");

    println!("\nstart");
    let result = print_sum(1, 2).await;
    ensure!(result == 3, "1 + 2 is not {result}");
    println!("end");
    Ok(())
}
