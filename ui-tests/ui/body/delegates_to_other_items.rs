use genfn::{Gen, generator, yield_from};

#[generator]
fn count() -> Gen<u32> {
    yield_from!(vec!["a"]);
}
fn main() {}
