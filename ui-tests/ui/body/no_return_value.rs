use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32, (), String> {
    yield_!(1);
}
fn main() {}
