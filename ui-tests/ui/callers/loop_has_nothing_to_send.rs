use genfn::{Gen, generator, yield_};

#[generator]
fn talk() -> Gen<u32, String> {
    yield_!(1);
}
fn main() {
    for x in talk() {
        drop(x)
    }
}
