//! A server on the loopback interface, in place of httpbin.org.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::SECOND;

/// Answers `GET /delay/N` after `N` seconds, which are as short as [`SECOND`].
#[derive(Debug)]
pub struct Server {
    base: String,
    load: Arc<Load>,
}

#[derive(Debug, Default)]
struct Load {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Server {
    /// Serves in a task of its own, as long as the runtime runs.
    ///
    /// # Errors
    ///
    /// When there is no port to be had.
    pub async fn start() -> io::Result<Self> {
        let load = Arc::new(Load::default());
        let router = Router::new().route("/delay/{seconds}", get(delay)).with_state(Arc::clone(&load));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let base = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { base, load })
    }

    /// The address that is answered after so many seconds.
    #[must_use]
    pub fn delay(&self, seconds: u32) -> String {
        format!("{}/delay/{seconds}", self.base)
    }

    /// The most requests that were ever under way together.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.load.most.load(Ordering::Relaxed)
    }
}

async fn delay(State(load): State<Arc<Load>>, Path(seconds): Path<u32>) -> String {
    let now = load.now.fetch_add(1, Ordering::Relaxed) + 1;
    load.most.fetch_max(now, Ordering::Relaxed);
    sleep(seconds * SECOND).await;
    load.now.fetch_sub(1, Ordering::Relaxed);
    format!("answered after {seconds} s\n")
}

/// An address where nobody answers: its port was free a moment ago.
///
/// # Errors
///
/// When there is no port to be had.
pub async fn nobody() -> io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    Ok(format!("http://{}", listener.local_addr()?))
}
