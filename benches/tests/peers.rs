//! What the README's table says of the peers: their allocations, and that nothing of this is undefined behaviour.
//!
//! ```console
//! $ MIRIFLAGS=                     cargo +nightly miri test -p genfn-benches --test peers --features nightly
//! $ MIRIFLAGS=-Zmiri-tree-borrows  cargo +nightly miri test -p genfn-benches --test peers --features nightly
//! ```

#![cfg_attr(feature = "nightly", feature(gen_blocks))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::pin::pin;

use async_stream::stream;
use futures::executor::block_on;
use futures::{Stream, StreamExt as _};
use genawaiter::rc::Co;
use genfn::{AsyncGen, Gen, PinGen, async_generator, generator, yield_, yield_from};

/// In a file of its own: stable Rust does not read on at a `gen`, whatever is configured away.
#[cfg(feature = "nightly")]
#[path = "peers/nightly.rs"]
mod nightly;

thread_local! { static ALLOCATIONS: Cell<u32> = const { Cell::new(0) }; }

struct Counting;

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the same contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The allocations while somebody adds up a thousand items.
fn allocations(sum: impl FnOnce() -> u64) -> u32 {
    let before = ALLOCATIONS.get();
    assert_eq!(black_box(sum()), 499_500);
    ALLOCATIONS.get() - before
}

#[generator]
fn boxed() -> Gen<u64> {
    for number in 0.. {
        yield_!(number);
    }
}

#[generator]
fn in_place() -> PinGen<u64> {
    for number in 0.. {
        yield_!(number);
    }
}

#[async_generator]
async fn asynchronous() -> AsyncGen<u64> {
    for number in 0.. {
        yield_!(number);
    }
}

fn add_up(stream: impl Stream<Item = u64>) -> u64 {
    let mut stream = pin!(stream.take(1000));
    let mut sum = 0;
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    while let std::task::Poll::Ready(Some(item)) = stream.as_mut().poll_next(&mut context) {
        sum += item;
    }
    sum
}

/// Wrong if the README's numbers of allocations were not those of a generator, or an item allocated.
#[test]
fn allocations_are_those_of_the_table() {
    // Where the compiler sees its whole life, the allocation of a `Gen` is elided in a release build.
    assert_eq!(allocations(|| black_box(boxed()).take(1000).sum()), 1, "genfn, Gen");
    assert_eq!(allocations(|| pin!(in_place()).take(1000).sum()), 0, "genfn, PinGen");
    assert_eq!(allocations(|| add_up(black_box(asynchronous()))), 1, "genfn, AsyncGen");
    assert_eq!(allocations(|| add_up(stream! { for number in 0.. { yield number; } })), 0, "async-stream");
    let produce = async |co: Co<u64>| {
        for number in 0.. {
            co.yield_(number).await;
        }
    };
    let genawaiter = allocations(|| genawaiter::rc::Gen::new(produce).into_iter().take(1000).sum());
    assert_eq!(genawaiter, 2, "genawaiter::rc");
    #[cfg(feature = "nightly")]
    assert_eq!(allocations(|| nightly::numbers().take(1000).sum()), 0, "nightly gen");
}

#[generator]
fn borrows() -> Gen<usize> {
    let mut numbers = vec![1];
    let borrowed = &mut numbers;
    for number in 0..3 {
        borrowed.push(number);
        yield_!(borrowed.len());
    }
}

#[generator]
fn twice() -> Gen<usize> {
    yield_from!(borrows());
    yield_from!(borrows());
}

#[async_generator]
async fn async_borrows() -> AsyncGen<usize> {
    let mut numbers = vec![1];
    let borrowed = &mut numbers;
    for number in 0..3 {
        std::future::ready(()).await;
        borrowed.push(number);
        yield_!(borrowed.len());
    }
}

fn stream_borrows() -> impl Stream<Item = usize> {
    stream! {
        let mut numbers = vec![1];
        let borrowed = &mut numbers;
        for number in 0..3 {
            std::future::ready(()).await;
            borrowed.push(number);
            yield borrowed.len();
        }
    }
}

fn genawaiter_borrows() -> impl Iterator<Item = usize> {
    let produce = async |co: Co<usize>| {
        let mut numbers = vec![1];
        let borrowed = &mut numbers;
        for number in 0..3 {
            borrowed.push(number);
            co.yield_(borrowed.len()).await;
        }
    };
    genawaiter::rc::Gen::new(produce).into_iter()
}

/// Wrong if a body that borrows its own local across yields, to its end, dropped halfway or in another generator, gave other
/// items than it says; under Miri, if that was undefined.
#[test]
fn borrows_across_yields() {
    assert!(borrows().eq([2, 3, 4]));
    assert!(twice().eq([2, 3, 4, 2, 3, 4]));
    assert_eq!(borrows().next(), Some(2));
    assert_eq!(block_on(async_borrows().collect::<Vec<_>>()), [2, 3, 4]);
    assert_eq!(block_on(async_borrows().next()), Some(2));

    assert_eq!(block_on(stream_borrows().collect::<Vec<_>>()), [2, 3, 4]);
    assert_eq!(block_on(pin!(stream_borrows()).next()), Some(2));
    let nested = stream! {
        for await item in stream_borrows() {
            yield item;
        }
    };
    assert_eq!(block_on(nested.collect::<Vec<_>>()), [2, 3, 4]);

    assert!(genawaiter_borrows().eq([2, 3, 4]));
    assert_eq!(genawaiter_borrows().next(), Some(2));

    #[cfg(feature = "nightly")]
    {
        // It may not borrow a local across a yield.
        let mut items = nightly::lengths();
        assert_eq!(items.next(), Some(2));
        assert!(items.eq([3, 4]));
    }
}
