//! Attributes that wrap the body of a function, next to ours.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use genfn::{AsyncGen, BoxAsyncGen, Gen, async_generator, generator, yield_};
use genfn_tests::block_on;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Counts how often a span is entered and left.
#[derive(Clone, Default)]
struct Spans {
    entered: Arc<AtomicUsize>,
    left: Arc<AtomicUsize>,
}

impl Spans {
    /// How often a span was entered, and how often one was left.
    fn counts(&self) -> (usize, usize) {
        (self.entered.load(Ordering::Relaxed), self.left.load(Ordering::Relaxed))
    }
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {
        self.entered.fetch_add(1, Ordering::Relaxed);
    }

    fn exit(&self, _: &Id) {
        self.left.fetch_add(1, Ordering::Relaxed);
    }
}

#[generator]
#[tracing::instrument]
fn numbers(from: u32) -> Gen<u32> {
    yield_!(from);
    yield_!(from + 1);
}

#[async_generator]
#[tracing::instrument]
async fn async_numbers(from: u32) -> AsyncGen<u32> {
    yield_!(std::future::ready(from).await);
    yield_!(from + 1);
}

/// Wrong if `#[tracing::instrument]` below ours did not compile, if its span was open while the body runs, or if the items were
/// others: what it covers is the call that makes the generator.
#[test]
fn instrument_below_covers_the_call() {
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.clone(), || {
        let numbers = numbers(1);
        assert_eq!(spans.counts(), (1, 1), "the span of the call");
        assert!(numbers.eq([1, 2]));
        assert_eq!(spans.counts(), (1, 1), "none while the body runs");

        let mut numbers = async_numbers(3);
        assert_eq!(spans.counts(), (2, 2), "the span of the call");
        assert_eq!(block_on(async { (numbers.next().await, numbers.next().await) }), (Some(3), Some(4)));
        assert_eq!(spans.counts(), (2, 2), "none while the body runs");
    });
}

#[async_trait]
trait Source {
    fn numbers(&self) -> BoxAsyncGen<'_, u32>;

    async fn first(&self) -> Option<u32>;
}

struct Three(u32);

#[async_trait]
impl Source for Three {
    #[async_generator]
    fn numbers(&self) -> BoxAsyncGen<'_, u32> {
        for number in 0..3 {
            yield_!(self.0 + number);
        }
    }

    async fn first(&self) -> Option<u32> {
        self.numbers().next().await
    }
}

/// Wrong if a generator could not be a method of a trait of `async_trait`, next to its `async fn`s, and called by them.
#[test]
fn a_generator_in_a_trait_of_async_trait() {
    assert_eq!(block_on(Three(7).first()), Some(7));
    let mut numbers = Three(7).numbers();
    let last = block_on(async {
        let mut last = None;
        while let Some(number) = numbers.next().await {
            last = Some(number);
        }
        last
    });
    assert_eq!(last, Some(9));
}
