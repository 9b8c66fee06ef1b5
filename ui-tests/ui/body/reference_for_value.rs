use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    let n = 1;
    yield_!(&n);
}
fn main() {}
