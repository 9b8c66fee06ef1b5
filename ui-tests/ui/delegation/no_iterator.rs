//! Something that cannot be iterated.
use genfn::{Gen, generator, yield_from};

#[generator]
fn numbers() -> Gen<u32> {
    yield_from!(5u32);
}

fn main() {
    for _ in numbers() {}
}
