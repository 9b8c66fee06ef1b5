use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
type Numbers = Gen<u32>;
fn main() {
    let n: Numbers = inner();
    drop(n);
}
