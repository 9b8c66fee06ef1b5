use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<u32> {
    println!("{}", yield_!(1));
}
fn main() {}
