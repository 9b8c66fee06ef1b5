//! Two-way communication: `send`, `throw` and `close`, and a producer and a consumer that take turns in one thread.
//!
//! Answers "Two-Way Communication with yield" of *Master Python Async*, "Review of Old Coroutines" of *Asynchronous
//! Python: What You Need to Know*, and "Generators" and "Producer-Consumer Model with Coroutines" of *Understanding
//! Python Generators*.
//!
//! ```console
//! $ cargo run --bin two_way         # five products
//! $ cargo run --bin two_way -- 9    # nine
//! ```

#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::thread;

use anyhow::{Context as _, ensure};
use clap::Parser;
use genfn::{Gen, Generator, GeneratorState, Raised, generator, try_yield, yield_};
use genfn_python_examples::SECOND;
use thiserror::Error;

#[derive(Parser)]
struct Arguments {
    /// How many products the producer makes.
    #[arg(default_value_t = 5, value_parser = clap::value_parser!(u32).range(..=50))]
    products: u32,
}

#[generator]
fn interactive() -> Gen<&'static str, &'static str> {
    println!("Generator started");
    let received = yield_!("Please send data");
    println!("Received: {received}");
    let received = yield_!("Send more data");
    println!("Received: {received}");
    yield_!("Done");
}

#[derive(Debug, PartialEq, Error)]
#[error("{0}")]
struct ValueError(&'static str);

#[generator]
fn coroutine() -> Gen<(), u32, (), ValueError> {
    loop {
        match try_yield!() {
            Ok(value) => println!("Processing value: {value}"),
            Err(Raised::Close) => return println!("Coroutine closed"),
            Err(Raised::Throw(error)) => return println!("Exception occurred: {error}"),
        }
    }
}

#[generator]
fn consume() -> Gen<String, u32> {
    let mut reply = String::new();
    loop {
        let n = yield_!(reply);
        println!("[consumer] Starting to consume {n}...");
        thread::sleep(SECOND);
        reply = format!("{n} consumed");
    }
}

fn produce(
    mut consumer: impl Generator<Yield = String, Send = u32, Throw = Infallible>,
    products: u32,
) -> anyhow::Result<Vec<String>> {
    let mut replies = Vec::new();
    consumer.start()?;
    for n in 1..=products {
        println!("[producer] Produced {n}...");
        let reply = consumer.send(n)?.yielded().context("the consumer ended")?;
        println!("[producer] Consumer return: {reply}");
        replies.push(reply);
    }
    consumer.close()?;
    Ok(replies)
}

#[generator]
fn counter() -> Gen<u32, u32> {
    println!("generator start");
    let mut n = 1;
    loop {
        let value = yield_!(n);
        println!("value of the yield expression = {value}");
        n += 1;
    }
}

#[generator]
fn consumer() -> Gen<&'static str, Option<u32>> {
    println!("[CONSUMER] start");
    let mut reply = "start";
    loop {
        let Some(n) = yield_!(reply) else {
            println!("n is empty");
            continue;
        };
        println!("[CONSUMER] Consumer is consuming {n}");
        reply = "200 ok";
    }
}

fn producer(
    mut consumer: impl Generator<Yield = &'static str, Send = Option<u32>, Throw = Infallible>,
) -> anyhow::Result<()> {
    let reply = consumer.start()?.yielded().context("the consumer ended")?;
    println!("{reply}");
    for n in 1..=3 {
        println!("[PRODUCER] Producer is producing {n}");
        let reply = consumer.send(Some(n))?.yielded().context("the consumer ended")?;
        println!("[PRODUCER] Consumer return: {reply}");
        ensure!(reply == "200 ok", "the consumer said {reply}");
    }
    consumer.close()?;
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let Arguments { products } = Arguments::parse();

    let mut generator = interactive();
    println!("{}", generator.start()?.yielded().context("it ended")?);
    println!("{}", generator.send("hello")?.yielded().context("it ended")?);
    println!("{}", generator.send("world")?.yielded().context("it ended")?);

    println!();
    let mut processor = coroutine();
    processor.start()?;
    processor.send(10)?;
    processor.send(20)?;
    let state = processor.throw(ValueError("test exception"))?;
    ensure!(state == GeneratorState::Complete(()), "the error ends the coroutine, which gave {state:?}");
    ensure!(processor.close()?.is_none(), "there is nothing left to close");
    // The one above had ended before it could be closed; this one has not.
    let mut processor = coroutine();
    processor.start()?;
    ensure!(processor.close()?.is_some(), "the close is caught");

    println!();
    let replies = produce(consume(), products)?;
    ensure!(replies.iter().zip(1..).all(|(reply, n)| *reply == format!("{n} consumed")), "{replies:?}");

    println!();
    let mut generator = counter();
    println!("{generator:?}");
    let first = generator.start()?.yielded();
    println!("result of start = {first:?}");
    let second = generator.send(666)?.yielded();
    println!("result of send = {second:?}");
    ensure!((first, second) == (Some(1), Some(2)), "it counts from one");

    println!();
    producer(consumer())
}
