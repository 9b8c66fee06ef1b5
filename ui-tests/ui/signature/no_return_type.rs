//! Nothing says what is yielded.
use genfn::{generator, yield_};

#[generator]
fn numbers() {
    yield_!(1);
}

fn main() {
    numbers();
}
