use genfn::{Gen, generator, yield_};

#[generator]
fn talk() -> Gen<u32, (), u32> {
    yield_!(1);
    1
}
fn main() {
    let v: Vec<u32> = talk().collect();
    drop(v)
}
