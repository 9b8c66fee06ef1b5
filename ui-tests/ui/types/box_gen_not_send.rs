//! `BoxGen` is `Send`, so its body must be.
use genfn::{BoxGen, generator, yield_};
use std::rc::Rc;

#[generator]
fn numbers() -> BoxGen<'static, u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    drop(shared);
}

fn main() {
    for _ in numbers() {}
}
