//! HTTP requests that wait together: with a timeout, a host that does not answer, and one after the other for comparison.
//!
//! Answers "Asynchronous HTTP Requests" and "I/O-Intensive Tasks" of *Master Python Async*. The server is the example's
//! own, on the loopback interface.
//!
//! ```console
//! $ cargo run --bin requests          # ten requests for the comparison
//! $ cargo run --bin requests -- 30    # or thirty
//! ```

#![forbid(unsafe_code)]

use std::time::Instant;

use anyhow::ensure;
use clap::Parser;
use futures::future::join_all;
use genfn_python_examples::SECOND;
use genfn_python_examples::server::{self, Server};
use indicatif::ProgressIterator as _;
use reqwest::{Client, blocking};
use tokio::task::spawn_blocking;

#[derive(Parser)]
struct Arguments {
    /// How many requests the comparison makes.
    #[arg(default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    requests: u32,
}

async fn fetch_url(client: &Client, url: &str) -> String {
    let fetch = async { client.get(url).timeout(20 * SECOND).send().await?.text().await };
    match fetch.await {
        Ok(content) => format!("{url}: {} bytes", content.len()),
        Err(error) => format!("{url}: error - {:#}", anyhow::Error::from(error)),
    }
}

async fn fetch_several(server: &Server) -> anyhow::Result<()> {
    let urls = [
        server.delay(1),
        server.delay(2),
        server.delay(3),
        server.delay(60), // longer than the timeout
        server::nobody().await?,
    ];
    let client = Client::builder().no_proxy().build()?;
    let results = join_all(urls.iter().map(|url| fetch_url(&client, url))).await;
    for result in &results {
        println!("{result}");
    }
    let failed: Vec<_> = results.iter().map(|result| result.contains("error")).collect();
    ensure!(failed == [false, false, false, true, true], "the last two fail, and only they");
    Ok(())
}

fn fetch_in_turn(urls: &[String]) -> reqwest::Result<Vec<usize>> {
    let client = blocking::Client::builder().no_proxy().build()?;
    urls.iter().progress().map(|url| Ok(client.get(url).send()?.text()?.len())).collect()
}

async fn fetch_together(urls: &[String]) -> reqwest::Result<Vec<usize>> {
    let client = Client::builder().no_proxy().build()?;
    let fetch = async |url| Ok(client.get(url).send().await?.text().await?.len());
    join_all(urls.iter().map(fetch)).await.into_iter().collect()
}

async fn compare(server: &Server, requests: u32) -> anyhow::Result<()> {
    let urls: Vec<String> = (0..requests).map(|_| server.delay(1)).collect();

    let start = Instant::now();
    let (in_turn, urls) = spawn_blocking(|| (fetch_in_turn(&urls), urls)).await?;
    let synchronous = start.elapsed();
    println!("Sync time: {synchronous:.2?}");

    let start = Instant::now();
    let together = fetch_together(&urls).await;
    let asynchronous = start.elapsed();
    println!("Async time: {asynchronous:.2?}");

    println!("Speedup: {:.1}x", synchronous.as_secs_f64() / asynchronous.as_secs_f64());
    let (in_turn, together) = (in_turn?, together?);
    ensure!(in_turn == together && together.len() == urls.len(), "{in_turn:?} is not {together:?}");
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { requests } = Arguments::parse();
    let server = Server::start().await?;
    fetch_several(&server).await?;
    println!();
    compare(&server, requests).await
}
