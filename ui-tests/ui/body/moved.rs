use genfn::{Gen, generator, yield_};

#[generator]
fn count(s: String) -> Gen<String> {
    yield_!(s);
    yield_!(s);
}
fn main() {}
