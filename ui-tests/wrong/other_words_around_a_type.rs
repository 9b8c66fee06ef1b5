//! Recorded in other words around a type that the compiler writes in.
use genfn::{Gen, generator, yield_from};

#[generator]
fn numbers() -> Gen<u32> {
    yield_from!(5_u32);
}

fn main() {}
