use genfn::{Gen, generator, yield_};

#[generator(u32)]
fn count() -> Gen<u32> {
    yield_!(1);
}
fn main() {}
