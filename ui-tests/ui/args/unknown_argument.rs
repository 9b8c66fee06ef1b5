//! Only the argument is wrong: the function is there, its callers are not told a second time.
use genfn::{Gen, generator, yield_};

#[generator(boxed)]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    for _ in numbers() {}
}
