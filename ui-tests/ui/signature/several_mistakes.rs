//! All of them are reported in one build.
use genfn::{Gen, generator, yield_};

#[generator(send)]
const fn numbers() -> Gen<u32> {
    yield_!(1);
    [1, 2].iter().for_each(|x| yield_!(*x));
}

fn main() {
    for _ in numbers() {}
}
