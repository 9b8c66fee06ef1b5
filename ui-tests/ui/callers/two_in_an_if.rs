use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
#[generator]
fn other() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let v = if true { inner() } else { other() };
    drop(v);
}
