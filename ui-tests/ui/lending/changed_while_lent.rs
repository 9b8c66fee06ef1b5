//! L1: the body changes what it has lent before it is resumed. There is no such body; this one lends it for longer.
use genfn::{LendGen, generator, yield_};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let mut line = String::new();
    let lent = &line;
    yield_!(lent);
    line.push('x');
    yield_!(lent);
}

fn main() {
    lines();
}
