use genfn::{Gen, generator};

#[generator]
fn count() -> Gen<u32> {
    yeild_!(1);
}
fn main() {}
