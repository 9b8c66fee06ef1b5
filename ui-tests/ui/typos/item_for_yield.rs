use genfn::{Generator, generator, yield_};

#[generator]
fn count() -> impl Generator<Item = u32> {
    yield_!(1);
}
fn main() {}
