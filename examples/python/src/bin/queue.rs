//! Producers and consumers with a bounded queue between them, which tells the consumers when it has come to its end.
//!
//! Answers "Producer-Consumer Pattern" of *Master Python Async*. There the first producer to finish stops all the
//! consumers, and what the others produce after that stays in the queue. Here the queue ends with its last producer.
//!
//! ```console
//! $ cargo run --bin queue           # three producers and two consumers
//! $ cargo run --bin queue -- 8 4    # or others
//! ```

#![forbid(unsafe_code)]

use std::sync::Arc;

use anyhow::ensure;
use clap::Parser;
use futures::future::try_join_all;
use genfn::{AsyncGen, async_generator, yield_};
use genfn_python_examples::SECOND;
use tokio::sync::{Mutex, mpsc};
use tokio::time::sleep;

const EACH: u32 = 5;

#[derive(Parser)]
struct Arguments {
    /// How many produce five items each.
    #[arg(default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=20))]
    producers: u32,
    /// How many share the items out among them.
    #[arg(default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=20))]
    consumers: u32,
}

/// Waits for between `least` and `most` hundredths of a second.
async fn work(least: u32, most: u32) {
    sleep(SECOND / 100 * fastrand::u32(least..=most)).await;
}

#[async_generator]
async fn products(producer: u32) -> AsyncGen<String> {
    for i in 0..EACH {
        work(10, 50).await;
        yield_!(format!("product-{producer}-{i}"));
    }
}

async fn produce(queue: mpsc::Sender<String>, id: u32) -> anyhow::Result<()> {
    let mut products = products(id);
    while let Some(item) = products.next().await {
        queue.send(item.clone()).await?;
        println!("Producer {id} produced: {item}");
    }
    Ok(())
}

async fn consume(queue: Arc<Mutex<mpsc::Receiver<String>>>, id: u32) -> Vec<String> {
    let mut consumed = Vec::new();
    loop {
        let item = queue.lock().await.recv().await;
        let Some(item) = item else { return consumed };
        println!("Consumer {id} consumed: {item}");
        consumed.push(item);
        work(20, 80).await;
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { producers, consumers } = Arguments::parse();
    let (sender, receiver) = mpsc::channel(10);
    let receiver = Arc::new(Mutex::new(receiver));
    let producing = try_join_all((0..producers).map(|id| tokio::spawn(produce(sender.clone(), id))));
    let consuming = try_join_all((0..consumers).map(|id| tokio::spawn(consume(Arc::clone(&receiver), id))));
    drop(sender); // the producers have theirs: the last one to be dropped ends the queue
    let (produced, consumed) = tokio::try_join!(producing, consuming)?;
    produced.into_iter().collect::<anyhow::Result<()>>()?;

    let mut consumed = consumed.concat();
    consumed.sort_unstable();
    consumed.dedup();
    println!("{} different products were consumed", consumed.len());
    ensure!(consumed.len() == (producers * EACH) as usize, "{consumed:?}");
    Ok(())
}
