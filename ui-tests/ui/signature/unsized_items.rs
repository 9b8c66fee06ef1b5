//! Items whose size is not known.
use std::fmt::Display;

use genfn::{BoxGen, Gen, generator, yield_};

#[generator]
fn objects() -> Gen<dyn Display> {
    yield_!(1);
}

#[generator]
fn texts() -> BoxGen<'static, str> {
    yield_!("1");
}

#[generator]
fn slices() -> Gen<[u32], (), ()> {
    yield_!([1]);
}

fn main() {
    for _ in objects() {}
    for _ in texts() {}
    for _ in slices() {}
}
