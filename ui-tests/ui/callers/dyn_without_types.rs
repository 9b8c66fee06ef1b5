use genfn::{Gen, Generator, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let g: Box<dyn Generator<Yield = u32>> = Box::new(inner());
    drop(g);
}
