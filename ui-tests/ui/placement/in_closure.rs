//! A closure cannot suspend what is around it.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers(items: Vec<u32>) -> Gen<u32> {
    items.iter().for_each(|item| yield_!(*item));
}

fn main() {
    for _ in numbers(vec![]) {}
}
