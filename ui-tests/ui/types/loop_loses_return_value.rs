//! A `for` loop has no place for the return value.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, (), String> {
    yield_!(1);
    String::new()
}

fn main() {
    for _ in numbers() {}
}
