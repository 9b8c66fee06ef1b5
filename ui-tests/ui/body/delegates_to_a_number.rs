use genfn::{Gen, generator, yield_from};

#[generator]
fn count() -> Gen<u32> {
    yield_from!(5);
}
fn main() {}
