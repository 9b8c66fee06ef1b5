use genfn::{BoxGen, Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let g: BoxGen<'static, u32> = inner();
    drop(g);
}
