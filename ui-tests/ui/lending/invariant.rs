//! L4: whoever got such an item could store something in it that ends before the body uses it again.
use std::cell::Cell;

use genfn::{LendGen, generator, yield_};

#[generator]
fn cells() -> LendGen<&'lend Cell<&'lend str>> {
    let cell = Cell::new("");
    yield_!(&cell);
}

#[generator]
fn vectors() -> LendGen<&'lend mut Vec<&'lend str>> {
    let mut vector = Vec::new();
    yield_!(&mut vector);
}

#[generator]
fn functions() -> LendGen<fn(&'lend str)> {
    yield_!(|text: &str| println!("{text}"));
}

fn main() {
    cells();
    vectors();
    functions();
}
