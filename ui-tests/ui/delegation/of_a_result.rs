//! A `Result` is an iterator, which would lose its error.
use genfn::{Gen, generator, yield_from};

#[generator]
fn numbers() -> Gen<u32, (), Result<(), String>> {
    let delegate: Result<u32, String> = Ok(1);
    yield_from!(delegate);
    Ok(())
}

fn main() {
    for _ in numbers() {}
}
