//! Nor can an `async` block.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    let _ = async {
        yield_!(1);
    };
}

fn main() {
    for _ in numbers() {}
}
