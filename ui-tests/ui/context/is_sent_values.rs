//! Leaving has nothing to send.
use genfn::{Gen, generator, yield_};

#[generator]
fn asks() -> Gen<u32, String> {
    yield_!(1);
}

fn main() {
    let _ = asks().with(|value| Ok(value));
    let _ = asks().enter();
}
