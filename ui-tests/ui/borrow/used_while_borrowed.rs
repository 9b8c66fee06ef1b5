//! A delegate by `&mut` is borrowed for as long as the delegator lives.
use genfn::{BoxGen, Gen, generator, yield_from};

#[generator]
fn outer(inner: &mut BoxGen<'_, u32>) -> Gen<u32> {
    yield_from!(inner);
}

fn check(mut inner: BoxGen<'_, u32>) {
    let mut generator = outer(&mut inner);
    generator.next();
    inner.next();
    generator.next();
}

fn main() {
    let _ = check;
}
