//! A type that is no generator.
use genfn::{generator, yield_};

#[generator]
fn numbers() -> Vec<u32> {
    yield_!(1);
    yield_!(2);
}

fn main() {
    for number in numbers() {
        let _: u32 = number;
    }
}
