//! What is sent while an iterator is the delegate would be lost.
use genfn::{Gen, generator, yield_from};

#[generator]
fn numbers() -> Gen<u32, String> {
    yield_from!(0..3);
}

fn main() {
    let _ = numbers().start();
}
