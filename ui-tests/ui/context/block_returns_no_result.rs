//! The block gives its output as it is.
use genfn::{Gen, generator, yield_};

#[generator]
fn opened() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    let _ = opened().with(|file| file + 1);
}
