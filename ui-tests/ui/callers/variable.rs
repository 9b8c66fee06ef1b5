use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let all: Gen<u32> = inner();
    drop(all);
}
