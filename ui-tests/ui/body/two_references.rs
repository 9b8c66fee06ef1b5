use genfn::{Gen, generator, yield_};

#[generator]
fn count(a: &str, b: &str) -> Gen<&str> {
    yield_!(a);
    yield_!(b);
}
fn main() {}
