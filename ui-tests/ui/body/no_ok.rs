use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32, (), Result<(), std::num::ParseIntError>> {
    let n: u32 = "1".parse()?;
    yield_!(n);
}
fn main() {}
