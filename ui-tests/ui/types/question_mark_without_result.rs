//! `?` in a body that returns nothing.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers(text: &str) -> Gen<u32> {
    yield_!(text.parse()?);
}

fn main() {
    for _ in numbers("") {}
}
