use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    println!("{}", inner());
}
