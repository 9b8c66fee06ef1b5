use genfn::{Gen, yield_};

#[generater]
fn count() -> Gen<u32> {
    yield_!(1);
}
fn main() {}
