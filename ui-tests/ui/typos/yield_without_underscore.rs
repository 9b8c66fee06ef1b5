use genfn::{Gen, generator};

#[generator]
fn count() -> Gen<u32> {
    yield !(1);
}
fn main() {}
