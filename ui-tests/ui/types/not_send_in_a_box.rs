//! A body that stays on its thread, in a box that does not.
use std::rc::Rc;

use genfn::{generator, yield_};

#[generator]
fn numbers() -> Box<dyn Iterator<Item = u32> + Send> {
    let shared = Rc::new(1);
    yield_!(*shared);
    yield_!(*shared);
}

fn main() {}
