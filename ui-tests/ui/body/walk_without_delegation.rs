#![deny(unused_must_use)]
use genfn::{Gen, generator, yield_};

#[generator]
fn walk(n: u32) -> Gen<u32> {
    if n > 0 {
        walk(n - 1);
    }
    yield_!(n);
}

fn main() {}
