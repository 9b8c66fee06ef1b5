use genfn::{Gen, generator};

#[generator]
fn count() -> Gen<u32> {
    let mut v = vec![];
    v.push(1);
    v
}
fn main() {}
