//! L1: a temporary is gone when the generator is suspended.
use genfn::{LendGen, generator, yield_};

#[generator]
fn numbers() -> LendGen<&'lend str> {
    for n in 0..3 {
        yield_!(n.to_string().as_str());
    }
}

fn main() {
    numbers();
}
