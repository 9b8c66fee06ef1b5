//! The delegate yields something else.
use genfn::{Gen, generator, yield_, yield_from};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}

#[generator]
fn outer() -> Gen<String> {
    yield_from!(inner());
}

fn main() {
    for _ in outer() {}
}
