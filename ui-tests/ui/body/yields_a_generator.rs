use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}

#[generator]
fn count() -> Gen<u32> {
    yield_!(inner());
}
fn main() {}
