//! Nor can a nested function.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    fn inner() {
        yield_!(1);
    }
    inner();
}

fn main() {
    for _ in numbers() {}
}
