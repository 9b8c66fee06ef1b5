//! An iterator of what?
use genfn::{generator, yield_};

#[generator]
fn numbers() -> impl Iterator {
    yield_!(1);
}

fn main() {}
