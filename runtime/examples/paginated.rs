//! An asynchronous generator that reads a paginated source over a channel, and has a failed page sent again.
//!
//! The source answers requests with pages. `entries` asks for one page at a time and yields the entries, so its reader
//! never sees a page. When a page fails, it asks again, and gives up after the second time: the error is the last item.
//! Nothing here needs a runtime: `block_on` polls the source and the reader together.
//!
//! ```console
//! $ cargo run -p genfn --example paginated
//! entry 0
//! entry 1
//! entry 2
//! entry 3
//! entry 4
//! no entry: page 2 failed twice
//! the source had 5 requests
//! ```

#![forbid(unsafe_code)]

use std::io::{self, Write};

use futures::channel::{mpsc, oneshot};
use futures::executor::block_on;
use futures::{SinkExt as _, StreamExt as _, join};
use genfn::{AsyncGen, async_generator, yield_};

struct Request {
    page: usize,
    answer: oneshot::Sender<Option<Vec<usize>>>,
}

#[derive(Debug)]
struct FailedTwice {
    page: usize,
}

/// Asks for a page; `None` when it failed, or when the source has gone.
async fn page(source: &mut mpsc::Sender<Request>, page: usize) -> Option<Vec<usize>> {
    let (answer, page_sent) = oneshot::channel();
    source.send(Request { page, answer }).await.ok()?;
    page_sent.await.ok()?
}

#[async_generator]
async fn entries(mut source: mpsc::Sender<Request>) -> AsyncGen<usize, (), Result<(), FailedTwice>> {
    for number in 0.. {
        let mut entries = page(&mut source, number).await;
        if entries.is_none() {
            entries = page(&mut source, number).await;
        }
        for entry in entries.ok_or(FailedTwice { page: number })? {
            yield_!(entry);
        }
    }
    Ok(())
}

/// Serves pages of three and of two entries. The second page fails once, the third always.
async fn source(mut requests: mpsc::Receiver<Request>) -> usize {
    let mut count = 0;
    while let Some(Request { page, answer }) = requests.next().await {
        count += 1;
        let entries = match (page, count) {
            (0, _) => Some(vec![0, 1, 2]),
            (1, 3) => Some(vec![3, 4]),
            _ => None,
        };
        // A reader that no longer waits for its page is no failure of the source.
        let _ = answer.send(entries);
    }
    count
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    let (sender, receiver) = mpsc::channel(0);
    let reader = async {
        let mut entries = entries(sender);
        while let Some(entry) = entries.next().await {
            match entry {
                Ok(entry) => writeln!(out, "entry {entry}")?,
                Err(FailedTwice { page }) => writeln!(out, "no entry: page {page} failed twice")?,
            }
        }
        // The body has ended, so its channel is closed and the source ends too.
        io::Result::Ok(())
    };
    let (read, count) = block_on(async { join!(reader, source(receiver)) });
    read?;
    writeln!(out, "the source had {count} requests")
}

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}
