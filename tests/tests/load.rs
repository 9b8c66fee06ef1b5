//! Many generators at once, each fed through a channel: none loses an item.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::StreamExt;
use futures::channel::mpsc;
use genfn::{AsyncGen, async_generator, yield_, yield_from};
use genfn_tests::size;

/// Counts the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the same contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Passes on what comes through the channel, by way of a delegate.
#[async_generator]
async fn fed(receiver: mpsc::UnboundedReceiver<u64>) -> AsyncGen<u64> {
    yield_from!(numbered(receiver));
}

#[async_generator]
async fn numbered(mut receiver: mpsc::UnboundedReceiver<u64>) -> AsyncGen<u64> {
    let mut count = 0;
    while let Some(value) = receiver.next().await {
        yield_!(value);
        count += 1;
    }
    yield_!(count);
}

const ITEMS: u64 = 5;

/// Every generator is made and waits before the first item is sent; gives the sum of all items, and the bytes for each.
async fn run(generators: usize) -> (u64, usize) {
    let mut senders = Vec::with_capacity(generators);
    let mut waiting = Vec::with_capacity(generators);
    for _ in 0..generators {
        let (sender, receiver) = mpsc::unbounded();
        senders.push(sender);
        waiting.push(receiver);
    }
    let before = IN_USE.load(Ordering::Relaxed);
    let all: Vec<_> = waiting.into_iter().map(fed).collect();
    let bytes = IN_USE.load(Ordering::Relaxed).saturating_sub(before) / generators;
    let mut tasks = Vec::with_capacity(generators);
    for mut generator in all {
        tasks.push(tokio::spawn(async move {
            let mut sum = 0;
            while let Some(value) = generator.next().await {
                sum += value;
            }
            sum
        }));
    }
    tokio::task::yield_now().await;
    for round in 1..=ITEMS {
        for sender in &senders {
            sender.unbounded_send(round).unwrap();
        }
        tokio::task::yield_now().await;
    }
    drop(senders);
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    (sum, bytes)
}

fn check(runtime: &tokio::runtime::Runtime, name: &str) {
    let generators = size(100_000);
    let (sum, bytes) = runtime.block_on(run(generators));
    // The numbers 1 to ITEMS, and their count.
    let each = ITEMS * (ITEMS + 1) / 2 + ITEMS;
    assert_eq!(sum, each * u64::try_from(generators).unwrap(), "an item was lost or came twice");
    println!("{name}: {generators} generators alive, {bytes} bytes each");
}

/// Wrong if under load an item was lost, on one thread or on several.
#[test]
fn a_hundred_thousand_generators() {
    check(&tokio::runtime::Builder::new_current_thread().build().unwrap(), "one thread");
    check(&tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap(), "four threads");
}
