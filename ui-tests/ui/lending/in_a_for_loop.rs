//! A lending generator is no iterator.
use genfn::{LendGen, generator, yield_};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let line = String::new();
    yield_!(&line);
}

fn main() {
    for line in lines() {
        println!("{line}");
    }
}
