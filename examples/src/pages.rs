//! Reads a paginated HTTP API with an asynchronous generator.
//!
//! Starts the server itself, on the loopback interface. The server fails once, is slow once, and wants its sessions to be
//! closed. The generator keeps a few requests under way and yields the pages in order; whoever reads it has a timeout for
//! each page, has a failed one fetched again by throwing an error in, and closes it when it has seen enough.
//!
//! ```console
//! $ cargo run --release -p genfn-examples --bin pages
//! ```

#![forbid(unsafe_code)]

use std::collections::HashSet;
use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use futures::stream::{self, StreamExt};
use genfn::{AsyncGen, GeneratorState, Raised, async_generator, try_yield};
use serde::{Deserialize, Serialize};
use tokio::time::{sleep, timeout};

const PAGES: u32 = 12;
const ITEMS_PER_PAGE: u32 = 10;
const FAILS_ONCE: u32 = 3;
const SLOW_ONCE: u32 = 6;

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
        let first = self.page(1).await;
        let last = first.as_ref().map_or(1, |page| page.pages);
        let mut fetches = stream::iter(2..=last).map(|number| self.page(number)).buffered(ahead);
        let mut next = Some(first);
        while let Some(page) = next {
            let number = match &page {
                Ok(page) => page.number,
                Err(failure) => failure.page,
            };
            next = match try_yield!(page) {
                Ok(()) => {
                    summary.responses += 1;
                    fetches.next().await
                }
                Err(Raised::Throw(Retry { after })) => {
                    sleep(after).await;
                    summary.responses += 1;
                    Some(self.page(number).await)
                }
                // The clean-up awaits; whoever closes waits for it.
                Err(Raised::Close) => break,
            };
        }
        summary.session_closed = self.close_session().await.is_ok();
        summary
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::default();
    let base = server.clone().start().await?;
    println!("serving {PAGES} pages on {base}");

    let api = Api { client: reqwest::Client::builder().no_proxy().build()?, base };
    let mut pages = api.pages(4);
    let (mut items, mut timeouts, mut retries) = (Vec::new(), 0, 0);
    let mut reached = None;
    while items.len() < 100 {
        let patience = Duration::from_millis(150);
        let state = match reached.take() {
            Some(state) => state,
            None => match timeout(patience, pages.resume(())).await {
                Ok(state) => state.map_err(|error| error.to_string())?,
                Err(_) => loop {
                    // The generator is where it was, and so are the requests: go on waiting.
                    timeouts += 1;
                    println!("  nothing for {patience:?}: {pages:?}");
                    if let Ok(state) = timeout(patience, pages.settle()).await {
                        break state.map_err(|_| "nothing was thrown")?.ok_or("nothing was left")?;
                    }
                },
            },
        };
        match state {
            GeneratorState::Yielded(Ok(page)) => {
                println!("  page {}: {} to {}", page.number, page.items[0], page.items[page.items.len() - 1]);
                items.extend(page.items);
            }
            GeneratorState::Yielded(Err(failure)) => {
                println!("  page {} failed ({}): once more", failure.page, failure.cause);
                retries += 1;
                let retry = Retry { after: Duration::from_millis(20) };
                reached = Some(pages.throw(retry).await.map_err(|_| "a retry is always caught")?);
            }
            GeneratorState::Complete(_) => return Err("the server has fewer pages than it should".into()),
        }
    }
    let summary = pages.close().await.map_err(|error| error.to_string())?.ok_or("no summary")?;
    println!(
        "{} items in {} responses, {retries} retried and {timeouts} timeouts; closed: {}",
        items.len(),
        summary.responses,
        summary.session_closed
    );

    // It did what it says.
    let expected: Vec<String> = (0..100).map(item).collect();
    let seen = server.seen.lock().map_err(|_| "the server panicked")?;
    let as_told = items == expected && retries == 1 && timeouts > 0 && summary.session_closed && seen.closed;
    if as_told { Ok(()) } else { Err("items are missing, or nothing went wrong".into()) }
}

// The server.

#[derive(Clone, Default)]
struct Server {
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
        if number == 0 || number > PAGES {
            return Err(StatusCode::NOT_FOUND);
        }
        match (server.is_first_request(number), number) {
            (true, FAILS_ONCE) => return Err(StatusCode::INTERNAL_SERVER_ERROR),
            (true, SLOW_ONCE) => sleep(Duration::from_millis(400)).await,
            _ => {}
        }
        let first = (number - 1) * ITEMS_PER_PAGE;
        let items = (first..first + ITEMS_PER_PAGE).map(item).collect();
        Ok(Json(Page { number, pages: PAGES, items }))
    }

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
