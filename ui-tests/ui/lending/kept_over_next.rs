//! L1: an item is kept while the next one is asked for.
use genfn::{LendGen, generator, yield_};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let mut line = String::new();
    for _ in 0..2 {
        line.push('x');
        yield_!(&line);
    }
}

fn main() {
    let mut lines = lines();
    let first = lines.next();
    let second = lines.next();
    println!("{first:?} {second:?}");
}
