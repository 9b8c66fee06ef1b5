use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    for x in inner {
        drop(x)
    }
}
