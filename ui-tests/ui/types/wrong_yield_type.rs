//! The operand is not what the signature says.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    yield_!("one");
}

fn main() {
    for _ in numbers() {}
}
