//! Asynchronous functions and tasks: one after the other, together, and a future that is set from elsewhere.
//!
//! Answers "Basic Concepts of Asynchronous Programming", "Concurrent Execution of Tasks" and "await Expressions" of
//! *Master Python Async*, "Async and Await Key Concepts" of *Python Async Generator*, "Review of New Coroutines" of
//! *Asynchronous Python: What You Need to Know*, and "Future Example" of *Understanding Python Generators*.
//!
//! ```console
//! $ cargo run --bin tasks
//! $ cargo run --bin tasks -- --jump    # without waiting: the clock jumps
//! ```

#![forbid(unsafe_code)]

use std::io;

use anyhow::{Context as _, ensure};
use clap::Parser;
use genfn_python_examples::SECOND;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot::{self, error::RecvError};
use tokio::time::{Instant, sleep};

#[derive(Parser)]
struct Arguments {
    /// Do not wait: let the clock jump to what is waited for, whenever there is nothing else to do.
    #[arg(long)]
    jump: bool,
}

async fn say_after(seconds: u32, message: &str) -> String {
    sleep(seconds * SECOND).await;
    println!("{message}");
    format!("Done: {message}")
}

async fn one_after_the_other() -> anyhow::Result<()> {
    let start = Instant::now();
    let result1 = say_after(2, "Hello").await;
    let result2 = say_after(1, "World").await;
    println!("Results: {result1}, {result2}; after {:.1?}", start.elapsed());
    ensure!((&*result1, &*result2) == ("Done: Hello", "Done: World"), "{result1}, {result2}");
    Ok(())
}

async fn together() -> anyhow::Result<()> {
    let start = Instant::now();
    let task1 = tokio::spawn(say_after(2, "Hello"));
    let task2 = tokio::spawn(say_after(1, "World"));
    let results = tokio::try_join!(task1, task2)?;
    println!("All results: {results:?}; after {:.1?}", start.elapsed());
    ensure!((&*results.0, &*results.1) == ("Done: Hello", "Done: World"), "{results:?}");
    Ok(())
}

async fn async_function() -> u32 {
    sleep(SECOND).await;
    1
}

/// The second await would be for ever in Python. Here a future that nobody can set any more is an error.
async fn await_expressions() -> anyhow::Result<(u32, Result<u32, RecvError>, u32)> {
    let result1 = async_function().await;
    let (_, future) = oneshot::channel();
    let result2 = future.await;
    let task = tokio::spawn(async_function());
    let result3 = task.await?;
    Ok((result1, result2, result3))
}

async fn my_coroutine() {
    println!("Starting the coroutine");
    sleep(2 * SECOND).await;
    println!("Coroutine completed");
}

async fn coro1() {
    println!("start coro1");
    sleep(2 * SECOND).await;
    println!("end coro1");
}

async fn coro2() {
    println!("start coro2");
    sleep(SECOND).await;
    println!("end coro2");
}

/// Of one thread, as Python's.
fn new_event_loop(jump: bool) -> io::Result<Runtime> {
    runtime::Builder::new_current_thread().enable_time().start_paused(jump).build()
}

fn run_until_complete(jump: bool) -> anyhow::Result<()> {
    // Create an event loop.
    let event_loop = new_event_loop(jump)?;

    // Create tasks.
    let task1 = event_loop.spawn(coro1());
    let task2 = event_loop.spawn(coro2());

    // Run them to completion.
    event_loop.block_on(async { tokio::try_join!(task1, task2) })?;

    // Close the event loop.
    drop(event_loop);
    Ok(())
}

async fn set_from_elsewhere() -> anyhow::Result<()> {
    let (sender, future) = oneshot::channel();
    let coro1 = async {
        println!("wait 1 second");
        sleep(SECOND).await;
        println!("set_result");
        sender.send("data").ok().context("nobody waits for it")
    };
    let coro2 = async {
        let result = future.await?;
        println!("{result}");
        Ok(result)
    };
    let ((), result) = tokio::try_join!(coro1, coro2)?;
    ensure!(result == "data", "{result}");
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let Arguments { jump } = Arguments::parse();
    let event_loop = new_event_loop(jump)?;
    event_loop.block_on(one_after_the_other())?;

    println!();
    event_loop.block_on(together())?;

    println!();
    let results = event_loop.block_on(await_expressions())?;
    println!("{results:?}");
    ensure!(matches!(results, (1, Err(_), 1)), "a future that nobody sets has no result");

    println!();
    event_loop.block_on(async { tokio::spawn(my_coroutine()).await })?;

    println!();
    run_until_complete(jump)?;

    println!();
    event_loop.block_on(set_from_elsewhere())
}
