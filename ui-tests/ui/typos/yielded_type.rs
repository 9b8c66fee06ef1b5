use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u23> {
    yield_!(1);
}
fn main() {}
