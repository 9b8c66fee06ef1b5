use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    let x: u32 = yield_!(1);
    drop(x);
}
fn main() {}
