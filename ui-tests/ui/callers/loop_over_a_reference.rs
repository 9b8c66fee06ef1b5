use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let g = inner();
    for x in &g {
        drop(x)
    }
}
