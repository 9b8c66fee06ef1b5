use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    yield_!();
}
fn main() {}
