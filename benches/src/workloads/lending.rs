//! A reader with one buffer: its chunks lent, owned, and read by hand.

use std::hint::black_box;
use std::io::Read as _;
use std::ops::ControlFlow;

use genfn::{Gen, LendGen, generator, yield_};

use crate::{Contestant, Workload};

const CHUNK: usize = 64;

/// What is read: one chunk for each item.
fn data(items: u64) -> Vec<u8> {
    (0..items * CHUNK as u64).map(|n| (n % 251) as u8).collect()
}

/// What a consumer makes of a chunk.
fn number(chunk: &[u8]) -> u64 {
    chunk.len() as u64 + u64::from(chunk[0]) + u64::from(chunk[chunk.len() - 1])
}

/// What the body does for a chunk. It is not inlined, so that it costs the same everywhere.
#[inline(never)]
fn read(rest: &mut &[u8], buffer: &mut [u8]) -> usize {
    rest.read(buffer).unwrap_or(0)
}

/// A callback in a loop, which can be left: as little as lending can cost.
fn by_hand(mut data: &[u8], mut consume: impl FnMut(&[u8]) -> ControlFlow<()>) {
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = read(&mut data, &mut buffer);
        if length == 0 || consume(&buffer[..length]).is_break() {
            return;
        }
    }
}

#[generator]
fn lent(mut data: &[u8]) -> LendGen<&'lend [u8]> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = read(&mut data, &mut buffer);
        if length == 0 {
            return;
        }
        yield_!(&buffer[..length]);
    }
}

#[generator]
fn owned(mut data: &[u8]) -> Gen<Vec<u8>> {
    loop {
        let mut buffer = vec![0; CHUNK];
        let length = read(&mut data, &mut buffer);
        if length == 0 {
            return;
        }
        buffer.truncate(length);
        yield_!(buffer);
    }
}

fn run_by_hand(data: &[u8], consume: &mut dyn FnMut(&[u8])) {
    by_hand(data, |chunk| {
        consume(chunk);
        ControlFlow::Continue(())
    });
}

fn run_lent(data: &[u8], consume: &mut dyn FnMut(&[u8])) {
    let mut chunks = lent(data);
    while let Some(chunk) = chunks.next() {
        consume(chunk);
    }
}

fn run_owned(data: &[u8], consume: &mut dyn FnMut(&[u8])) {
    for chunk in owned(data) {
        consume(&chunk);
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    macro_rules! contestants {
        ($($name:literal $run:ident),*) => {
            vec![$(Contestant::new(
                $name,
                |n| {
                    let data = black_box(data(n));
                    let mut sum = 0u64;
                    $run(&data, &mut |chunk| sum = sum.wrapping_add(number(chunk)));
                    sum
                },
                |n| {
                    let mut items = Vec::new();
                    $run(&data(n), &mut |chunk| items.push(number(chunk)));
                    items
                },
            )),*]
        };
    }
    vec![Workload {
        name: "chunks, lent",
        items: 100_000,
        compared: 100,
        counted: 1_000,
        contestants: contestants!("callback" run_by_hand, "genfn" run_lent, "genfn, owned chunks" run_owned),
        left_out: "no other generator lends",
    }]
}
