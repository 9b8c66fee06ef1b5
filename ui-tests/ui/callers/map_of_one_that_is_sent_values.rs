use genfn::{Gen, generator, yield_};

#[generator]
fn talk() -> Gen<u32, String> {
    yield_!(1);
}
fn main() {
    talk().map(|x| x + 1);
}
