//! What is held over a yield decides.
use genfn::{Gen, generator, yield_};
use std::rc::Rc;

#[generator]
fn numbers() -> Gen<u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    drop(shared);
}

fn main() {
    std::thread::spawn(move || numbers());
    let generator = numbers();
    std::thread::spawn(move || generator.count());
}
