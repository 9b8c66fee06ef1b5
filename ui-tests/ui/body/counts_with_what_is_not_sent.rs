use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    let x = yield_!(1);
    yield_!(x + 1);
}
fn main() {}
