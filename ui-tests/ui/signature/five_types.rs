//! One type too many.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, (), (), u8, u16> {
    yield_!(1);
}

fn main() {}
