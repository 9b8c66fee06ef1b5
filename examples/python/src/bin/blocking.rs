//! Blocking work in the threads of a pool, and a limit to how much is under way at once.
//!
//! Answers "Multiprocessing and Threading" and the advice on concurrency in "Performance and Optimization Tips" of
//! *Python Async Generator*.
//!
//! ```console
//! $ cargo run --bin blocking          # up to three requests at once
//! $ cargo run --bin blocking -- 8     # up to eight
//! ```

#![forbid(unsafe_code)]

use std::sync::Arc;

use anyhow::ensure;
use clap::Parser;
use futures::future::try_join_all;
use futures::stream::{self, StreamExt as _};
use genfn::{AsyncGen, async_generator, yield_from};
use genfn_python_examples::SECOND;
use genfn_python_examples::server::Server;
use reqwest::{Client, blocking};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::interval;

const REQUESTS: usize = 12;

#[derive(Parser)]
struct Arguments {
    /// How many requests may be under way at once.
    #[arg(default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..))]
    limit: u8,
}

async fn async_fetch(url: String) -> anyhow::Result<String> {
    let blocking = move || blocking::Client::builder().no_proxy().build()?.get(url).send()?.text();
    Ok(spawn_blocking(blocking).await??)
}

/// A blocking request, while the event loop goes on with something else.
async fn in_a_thread(server: &Server) -> anyhow::Result<()> {
    let mut ticks = 0;
    let mut clock = interval(SECOND / 4);
    let mut fetch = std::pin::pin!(async_fetch(server.delay(2)));
    let content = loop {
        tokio::select! {
            content = &mut fetch => break content?,
            _ = clock.tick() => ticks += 1,
        }
    };
    println!("{}, while a clock ticked {ticks} times", content.trim());
    ensure!(content == "answered after 2 s\n" && ticks > 0, "the event loop was blocked");
    Ok(())
}

/// The lengths of the answers as they come, with no more than `limit` requests under way.
#[async_generator]
async fn lengths(client: Client, urls: Vec<String>, limit: usize) -> AsyncGen<reqwest::Result<usize>> {
    let fetch = async |url: &String| Ok(client.get(url).send().await?.text().await?.len());
    yield_from!(stream::iter(&urls).map(fetch).buffer_unordered(limit));
}

async fn with_a_buffer(limit: usize) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let client = Client::builder().no_proxy().build()?;
    let mut lengths = lengths(client, vec![server.delay(1); REQUESTS], limit);
    let mut answers = 0;
    while let Some(length) = lengths.next().await {
        length?;
        answers += 1;
    }
    println!("{answers} answers through a buffer, {} at once", server.most_at_once());
    ensure!(answers == REQUESTS && server.most_at_once() <= limit, "more than {limit}");
    Ok(())
}

async fn with_a_semaphore(limit: usize) -> anyhow::Result<()> {
    let server = Server::start().await?;
    let client = Client::builder().no_proxy().build()?;
    let semaphore = Arc::new(Semaphore::new(limit));
    let tasks = (0..REQUESTS).map(|_| {
        let (client, semaphore, url) = (client.clone(), Arc::clone(&semaphore), server.delay(1));
        tokio::spawn(async move {
            let _permit = semaphore.acquire().await?;
            anyhow::Ok(client.get(url).send().await?.text().await?.len())
        })
    });
    let answers = try_join_all(tasks).await?.into_iter().collect::<anyhow::Result<Vec<_>>>()?.len();
    println!("{answers} answers with a semaphore, {} at once", server.most_at_once());
    ensure!(answers == REQUESTS && server.most_at_once() <= limit, "more than {limit}");
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { limit } = Arguments::parse();
    in_a_thread(&Server::start().await?).await?;
    with_a_buffer(limit.into()).await?;
    with_a_semaphore(limit.into()).await
}
