use genfn::{Gen, generator, yield_, yield_from};

#[generator]
fn inner() -> Gen<u32> { yield_!(1); }

#[generator]
fn count() -> Gen<u32> {
    yield_from! inner();
}
fn main() {}
