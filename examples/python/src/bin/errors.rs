//! Errors: in tasks, and in an asynchronous generator that handles its own and goes on.
//!
//! Answers "Asynchronous Exception Handling" of *Master Python Async* and "Errors in Async Generators" of *Python Async
//! Generator*.
//!
//! ```console
//! $ cargo run --bin errors          # different failures every time
//! $ cargo run --bin errors -- 42    # the same ones every time
//! ```

#![forbid(unsafe_code)]

use anyhow::ensure;
use clap::Parser;
use fastrand::Rng;
use genfn::{AsyncGen, Raised, async_generator, try_yield};
use genfn_python_examples::SECOND;
use thiserror::Error;
use tokio::time::sleep;

#[derive(Parser)]
struct Arguments {
    /// What the random failures follow from.
    seed: Option<u64>,
}

#[derive(Debug, Error)]
#[error("{0}")]
struct ValueError(&'static str);

async fn risky_operation(mut random: Rng) -> Result<&'static str, ValueError> {
    sleep(SECOND).await;
    if random.f64() < 0.3 {
        return Err(ValueError("Random failure"));
    }
    Ok("Success")
}

async fn robust(mut random: Rng) -> anyhow::Result<()> {
    let tasks: Vec<_> = (0..10).map(|_| tokio::spawn(risky_operation(random.fork()))).collect();
    let mut results = Vec::new();
    for task in tasks {
        match task.await? {
            Ok(result) => results.push(result),
            Err(error) => {
                println!("Task failed: {error}");
                results.push("Failed");
            }
        }
    }
    println!("Final results: {results:?}");
    ensure!(results.len() == 10, "every task has a result");
    Ok(())
}

/// A panic is not an error that anybody expects; it ends its task, and whoever waits for that learns of it.
async fn panicking() -> anyhow::Result<()> {
    let task = tokio::spawn(async { [1, 2, 3].iter().position(|&n| n == 4).expect("there is no four") });
    let error = task.await.expect_err("it panicked");
    println!("Task panicked: {}", error.is_panic());
    ensure!(error.is_panic(), "{error}");
    Ok(())
}

#[async_generator]
async fn odd_numbers(start: u32, stop: u32) -> AsyncGen<u32, (), (), ValueError> {
    for number in start..stop {
        sleep(SECOND).await;
        let result = if number % 2 == 0 {
            Err(Raised::Throw(ValueError("Even numbers are not allowed.")))
        } else {
            try_yield!(number)
        };
        match result {
            Ok(()) => {}
            Err(Raised::Throw(error)) => println!("Error in generator: {error}"),
            Err(Raised::Close) => return,
        }
    }
}

async fn iterate() -> anyhow::Result<()> {
    let mut numbers = odd_numbers(1, 5);
    let mut seen = Vec::new();
    while let Some(number) = numbers.next().await {
        println!("{number}");
        seen.push(number);
    }
    ensure!(seen == [1, 3], "{seen:?}");

    let mut numbers = odd_numbers(1, 5);
    numbers.start().await?;
    let state = numbers.throw(ValueError("This one comes from outside.")).await?;
    ensure!(state.yielded() == Some(3), "it goes on with the next odd number");
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { seed } = Arguments::parse();
    robust(seed.map_or_else(Rng::new, Rng::with_seed)).await?;
    println!();
    panicking().await?;
    println!();
    iterate().await
}
