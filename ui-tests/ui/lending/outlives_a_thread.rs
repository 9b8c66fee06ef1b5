//! L1: an item is sent to a thread that nobody waits for.
use genfn::{LendGen, generator, yield_};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let line = String::new();
    yield_!(&line);
}

fn main() {
    let mut lines = lines();
    let item = lines.next();
    std::thread::spawn(move || println!("{item:?}"));
}
