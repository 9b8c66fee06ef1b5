//! Debugging: a log with a span around every resumption, and where a generator is suspended.
//!
//! Answers "Debugging Techniques" of *Master Python Async*.
//!
//! ```console
//! $ cargo run --bin debugging
//! ```

#![forbid(unsafe_code)]

use anyhow::ensure;
use genfn::{AsyncGen, Gen, async_generator, generator, yield_};
use genfn_python_examples::{SECOND, no_arguments};
use tokio::time::sleep;
use tracing::{Instrument as _, Level, debug, debug_span};

async fn debug_coroutine() -> &'static str {
    debug!("Coroutine start");
    sleep(SECOND).await;
    debug!("First step done");
    sleep(SECOND).await;
    debug!("Second step done");
    "Finished"
}

/// Yields the lines of its own yields.
#[generator]
fn steps() -> Gen<u32> {
    debug!("Generator start");
    yield_!(line!());
    debug!("First step done");
    yield_!(line!());
    debug!("Second step done");
}

#[async_generator]
async fn async_steps() -> AsyncGen<u32> {
    debug!("Generator start");
    sleep(SECOND).await;
    debug!("First step done");
    yield_!(line!());
    sleep(SECOND).await;
    debug!("Second step done");
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    no_arguments();
    tracing_subscriber::fmt().with_max_level(Level::DEBUG).with_ansi(false).without_time().init();

    let result = debug_coroutine().instrument(debug_span!("debug_coroutine")).await;
    println!("{result}\n");

    let mut generator = steps();
    loop {
        let span = debug_span!("next", ?generator);
        let Some(line) = span.in_scope(|| generator.next()) else { break };
        println!("{generator:?}");
        let place = format!("{}:{line}", file!());
        ensure!(!cfg!(debug_assertions) || format!("{generator:?}").contains(&place), "it is at {place}");
    }

    println!();
    let mut generator = async_steps();
    loop {
        let span = debug_span!("next", ?generator);
        if generator.next().instrument(span).await.is_none() {
            break;
        }
    }
    println!("{generator:?}");
    Ok(())
}
