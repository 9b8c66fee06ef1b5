//! Reads a paginated HTTP API with an asynchronous generator.
//!
//! Starts the server itself, on the loopback interface. The server fails now and then, is slow once, and wants its sessions
//! to be closed. The generator keeps a few requests under way and yields the pages in order. Whoever reads it has a timeout
//! for each page, has a failed one fetched again by throwing an error in, and closes it when it has seen enough.
//!
//! ```console
//! $ cargo run --release -p genfn-pages
//! $ cargo run --release -p genfn-pages -- --items 50 --fail-every 2 --timeout 100
//! ```

#![forbid(unsafe_code)]

use std::collections::HashSet;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use clap::Parser;
use futures::stream::{self, StreamExt as _};
use genfn::{AsyncGen, GeneratorState, Raised, async_generator, try_yield};
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

const ITEMS_PER_PAGE: u32 = 10;
const SLOW_ONCE: u32 = 6;
const SLOWNESS: Duration = Duration::from_millis(400);

/// Reads a paginated HTTP API with an asynchronous generator, from a server of its own on the loopback interface.
#[derive(Clone, Parser)]
struct Arguments {
    /// How many items to read.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    items: u32,
    /// Of which pages the first request fails: of each K-th; of none where K is 0.
    #[arg(long, value_name = "K", default_value_t = 4)]
    fail_every: u32,
    /// How long to wait for a page before saying so, in milliseconds. The sixth page takes 400.
    #[arg(long, value_name = "MS", default_value_t = 150, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl Arguments {
    fn pages_read(&self) -> u32 {
        self.items.div_ceil(ITEMS_PER_PAGE)
    }

    /// There are more pages than are read, so the reader closes the generator before its end.
    fn pages_served(&self) -> u32 {
        self.pages_read() + 2
    }

    fn fails_once(&self, page: u32) -> bool {
        self.fail_every > 0 && page % self.fail_every == 0
    }
}

// The reader.

#[derive(Debug, Serialize, Deserialize)]
struct Page {
    number: u32,
    pages: u32,
    items: Vec<String>,
}

/// A page that could not be had.
#[derive(Debug)]
struct Failure {
    page: u32,
    cause: reqwest::Error,
}

/// Thrown in to have the failed page fetched again.
#[derive(Debug)]
struct Retry {
    after: Duration,
}

/// What the generator returns when it is closed.
#[derive(Debug, Default)]
struct Summary {
    responses: usize,
    session_closed: bool,
}

#[derive(Clone)]
struct Api {
    client: reqwest::Client,
    base: String,
}

impl Api {
    async fn page(&self, page: u32) -> Result<Page, Failure> {
        let request = self.client.get(format!("{}/items?page={page}", self.base));
        let fetch = async { request.send().await?.error_for_status()?.json().await };
        fetch.await.map_err(|cause| Failure { page, cause })
    }

    async fn close_session(&self) -> Result<(), reqwest::Error> {
        self.client.delete(format!("{}/session", self.base)).send().await?.error_for_status()?;
        Ok(())
    }

    /// The pages in order, with up to `ahead` requests under way. A failure is yielded in place of its page: whoever
    /// resumes the generator goes on with the next page, whoever throws a [`Retry`] gets this one again.
    #[async_generator]
    async fn pages(self, ahead: usize) -> AsyncGen<Result<Page, Failure>, (), Summary, Retry> {
        let mut summary = Summary { responses: 1, session_closed: false };
        let mut page = self.page(1).await;
        let mut fetches = None;
        loop {
            let (number, last) = match &page {
                Ok(page) => (page.number, page.pages),
                Err(failure) => (failure.page, failure.page),
            };
            page = match try_yield!(page) {
                Ok(()) => {
                    let fetches = fetches.get_or_insert_with(|| {
                        stream::iter(2..=last).map(|number| self.page(number)).buffered(ahead)
                    });
                    let Some(page) = fetches.next().await else { break };
                    page
                }
                Err(Raised::Throw(Retry { after })) => {
                    sleep(after).await;
                    self.page(number).await
                }
                // The clean-up awaits; whoever closes waits for it.
                Err(Raised::Close) => break,
            };
            summary.responses += 1;
        }
        summary.session_closed = self.close_session().await.is_ok();
        summary
    }
}

async fn read(arguments: Arguments, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let server = Server::new(arguments.clone());
    let base = server.clone().start().await?;
    writeln!(out, "serving {} pages on {base}", arguments.pages_served())?;

    let api = Api { client: reqwest::Client::builder().no_proxy().build()?, base };
    let mut pages = api.pages(4);
    let (mut items, mut timeouts, mut retries) = (Vec::new(), 0, 0);
    let mut reached = None;
    while items.len() < arguments.items as usize {
        let patience = Duration::from_millis(arguments.timeout);
        let state = match reached.take() {
            Some(state) => state,
            None => match timeout(patience, pages.resume(())).await {
                Ok(state) => state.map_err(|error| error.to_string())?,
                Err(_) => loop {
                    // The generator is where it was, and so are the requests: go on waiting.
                    timeouts += 1;
                    writeln!(out, "  nothing for {patience:?}: {pages:?}")?;
                    if let Ok(state) = timeout(patience, pages.settle()).await {
                        break state.map_err(|_| "nothing was thrown")?.ok_or("nothing was left")?;
                    }
                },
            },
        };
        match state {
            GeneratorState::Yielded(Ok(page)) => {
                writeln!(
                    out,
                    "  page {}: {} to {}",
                    page.number,
                    page.items[0],
                    page.items[page.items.len() - 1]
                )?;
                items.extend(page.items);
            }
            GeneratorState::Yielded(Err(failure)) => {
                writeln!(out, "  page {} failed ({}): once more", failure.page, failure.cause)?;
                retries += 1;
                let retry = Retry { after: Duration::from_millis(20) };
                reached = Some(pages.throw(retry).await.map_err(|_| "a retry is always caught")?);
            }
            GeneratorState::Complete(_) => return Err("the server has fewer pages than it should".into()),
        }
    }
    let summary = pages.close().await.map_err(|error| error.to_string())?.ok_or("no summary")?;
    writeln!(
        out,
        "{} items in {} responses, {retries} retried and {timeouts} timeouts; closed: {}",
        items.len(),
        summary.responses,
        summary.session_closed
    )?;

    // It did what it says.
    let expected: Vec<String> = (0..arguments.pages_read() * ITEMS_PER_PAGE).map(item).collect();
    let failed = (1..=arguments.pages_read()).filter(|page| arguments.fails_once(*page)).count();
    let seen = server.seen.lock().map_err(|_| "the server panicked")?;
    let as_told = items == expected && retries == failed && summary.session_closed && seen.closed;
    if as_told { Ok(()) } else { Err("items are missing, or pages did not fail".into()) }
}

#[tokio::main]
async fn main() -> ExitCode {
    let Err(error) = read(Arguments::parse(), &mut io::stdout()).await else { return ExitCode::SUCCESS };
    let error_of_output = error.downcast_ref::<io::Error>().map(io::Error::kind);
    if error_of_output == Some(io::ErrorKind::BrokenPipe) {
        // Whoever reads the output has seen enough of it.
        return ExitCode::SUCCESS;
    }
    // Nothing is left to do where nobody reads the complaint.
    let _ = writeln!(io::stderr(), "pages: {error}");
    ExitCode::FAILURE
}

// The server.

#[derive(Clone)]
struct Server {
    arguments: Arguments,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    pages: HashSet<u32>,
    closed: bool,
}

#[derive(Deserialize)]
struct PageQuery {
    page: u32,
}

fn item(index: u32) -> String {
    format!("item {index:03}")
}

impl Server {
    fn new(arguments: Arguments) -> Self {
        Self { arguments, seen: Arc::default() }
    }

    /// Serves in a task of its own; gives the address.
    async fn start(self) -> Result<String, Box<dyn Error>> {
        let router = Router::new()
            .route("/items", get(Self::items))
            .route("/session", delete(Self::close_session))
            .with_state(self);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(format!("http://{address}"))
    }

    fn is_first_request(&self, page: u32) -> bool {
        self.seen.lock().is_ok_and(|mut seen| seen.pages.insert(page))
    }

    async fn items(
        State(server): State<Self>,
        Query(query): Query<PageQuery>,
    ) -> Result<Json<Page>, StatusCode> {
        let number = query.page;
        let pages = server.arguments.pages_served();
        if number == 0 || number > pages {
            return Err(StatusCode::NOT_FOUND);
        }
        let is_first = server.is_first_request(number);
        if is_first && server.arguments.fails_once(number) {
            return Err(StatusCode::INTERNAL_SERVER_ERROR);
        }
        if is_first && number == SLOW_ONCE {
            sleep(SLOWNESS).await;
        }
        let first = (number - 1) * ITEMS_PER_PAGE;
        let items = (first..first + ITEMS_PER_PAGE).map(item).collect();
        Ok(Json(Page { number, pages, items }))
    }

    #[expect(clippy::unused_async, reason = "a handler of axum is asynchronous")]
    async fn close_session(State(server): State<Self>) -> StatusCode {
        match server.seen.lock() {
            Ok(mut seen) => {
                seen.closed = true;
                StatusCode::NO_CONTENT
            }
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
