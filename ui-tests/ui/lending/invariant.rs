//! L4: whoever got such an item could store something in it that ends before the body uses it again.
use std::cell::{Cell, RefMut};

use genfn::{LendGen, generator, yield_};

#[generator]
fn cells() -> LendGen<&'lend Cell<&'lend str>> {
    let cell = Cell::new("");
    yield_!(&cell);
}

#[generator]
fn vectors() -> LendGen<(u32, &'lend mut Vec<&'lend str>)> {
    let mut vector = vec![""];
    yield_!((1, &mut vector));
}

#[generator]
fn functions() -> LendGen<fn(&'lend str)> {
    yield_!(|text: &str| println!("{text}"));
}

struct Slot<'l>(&'l Cell<&'l str>);

#[generator]
fn slots() -> LendGen<Slot<'lend>> {
    let cell = Cell::new("");
    let slot = Slot(&cell);
    slot.0.set("x");
    yield_!(slot);
}

#[generator]
fn guards() -> LendGen<RefMut<'lend, &'lend str>> {
    let cell = std::cell::RefCell::new("");
    yield_!(cell.borrow_mut());
}

fn main() {
    cells();
    vectors();
    functions();
    slots();
    guards();
}
