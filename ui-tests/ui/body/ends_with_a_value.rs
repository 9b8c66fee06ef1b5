use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    yield_!(1);
    5
}
fn main() {}
