use genfn::{BoxGen, Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn all() -> BoxGen<'static, u32> {
    inner()
}
fn main() {}
