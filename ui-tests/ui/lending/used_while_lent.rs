//! L1: the generator is moved, dropped and closed while an item lives.
use genfn::{LendGen, generator, yield_};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let line = String::new();
    yield_!(&line);
}

fn moved() {
    let mut lines = lines();
    let item = lines.next();
    let elsewhere = Box::new(lines);
    println!("{item:?} {elsewhere:?}");
}

fn dropped() {
    let mut lines = lines();
    let item = lines.next();
    drop(lines);
    println!("{item:?}");
}

fn closed() {
    let mut lines = lines();
    let item = lines.next();
    let _ = lines.close();
    println!("{item:?}");
}

fn outlived() -> Option<&'static str> {
    let mut lines = lines();
    lines.next()
}

fn main() {
    moved();
    dropped();
    closed();
    outlived();
}
