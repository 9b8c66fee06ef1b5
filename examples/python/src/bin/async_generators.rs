//! Asynchronous generators: awaiting and yielding, delegation to another one, and values sent in.
//!
//! Answers "Python Async Generators", "Using Async Generators" and the questions at the end of *Python Async Generator*.
//!
//! ```console
//! $ cargo run --bin async_generators
//! ```

#![forbid(unsafe_code)]

use anyhow::{Context as _, ensure};
use futures::StreamExt as _;
use genfn::{AsyncGen, async_generator, yield_, yield_from};
use genfn_python_examples::{SECOND, no_arguments};
use tokio::time::sleep;

#[async_generator]
async fn numbers(start: u32, stop: u32) -> AsyncGen<u32> {
    for number in start..stop {
        sleep(SECOND).await;
        yield_!(number);
    }
}

#[async_generator]
async fn my_async_generator() -> AsyncGen<u32> {
    for i in 0..3 {
        sleep(SECOND).await;
        yield_!(i);
    }
}

async fn my_async_generator_consumer() {
    let mut generator = my_async_generator();
    while let Some(value) = generator.next().await {
        println!("Received: {value}");
    }
}

#[async_generator]
async fn another_async_generator() -> AsyncGen<u32> {
    yield_from!(my_async_generator());
}

/// The article says that nothing can be sent to an asynchronous generator. Python has `asend` for it.
#[async_generator]
async fn running_total() -> AsyncGen<u32, u32> {
    let mut total = 0;
    loop {
        let sent = yield_!(total);
        sleep(SECOND).await;
        total += sent;
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    no_arguments();

    let mut generator = numbers(1, 5);
    while let Some(number) = generator.next().await {
        println!("{number}");
    }

    println!();
    my_async_generator_consumer().await;

    println!();
    let values: Vec<u32> = another_async_generator().collect().await;
    println!("From another generator: {values:?}");
    ensure!(values == [0, 1, 2], "{values:?}");

    println!();
    let mut total = running_total();
    total.start().await?;
    for value in [10, 20] {
        let sum = total.send(value).await?.yielded().context("it never ends")?;
        println!("Sent {value}, the total is {sum}");
    }
    ensure!(total.send(12).await?.yielded() == Some(42), "10 + 20 + 12 = 42");
    Ok(())
}
