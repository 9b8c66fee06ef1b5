//! The delegate is sent something else.
use genfn::{Gen, generator, yield_, yield_from};

#[generator]
fn inner() -> Gen<u32, char> {
    yield_!(1);
}

#[generator]
fn outer() -> Gen<u32, String> {
    yield_from!(inner());
}

fn main() {
    let _ = outer().start();
}
