//! A call that could fail.
use std::io;

use futures::Stream;
use genfn::{Gen, async_generator, generator, yield_};

#[generator]
fn opaque(n: u32) -> Result<impl Iterator<Item = u32>, String> {
    if n == 0 {
        return Err("nothing".to_string());
    }
    yield_!(n);
}

#[generator]
fn named(n: u32) -> io::Result<Gen<u32>> {
    yield_!(n);
}

#[generator]
fn option(n: u32) -> Option<Box<dyn Iterator<Item = u32>>> {
    yield_!(n);
}

#[async_generator]
async fn stream(n: u32) -> Result<impl Stream<Item = u32>, String> {
    yield_!(n);
}

fn main() {
    for number in opaque(1).unwrap() {
        let _: u32 = number;
    }
    for _ in named(1).unwrap() {}
    for _ in option(1).unwrap() {}
    drop(stream(1));
}
