//! The block is a closure.
use genfn::{Gen, generator, yield_};

#[generator]
fn opened() -> Gen<u32> {
    yield_!(1);
}

#[generator]
fn lines() -> Gen<u32> {
    let _ = opened().with(|file| {
        yield_!(file);
        Ok(())
    });
}

fn main() {}
