use genfn::{Gen, generator, iter, yield_from};

fn captured(n: u32) -> impl Iterator<Item = u32> {
    iter!(x + n for x in 0..3)
}

#[generator]
fn delegates() -> Gen<u32> {
    yield_from!(iter!("text" for _ in 0..3));
}

fn main() {
    let _ = iter!(x for x in 5).count();
    let _ = iter!(x for x in 0..3 if x).count();
    let _ = iter!(x.missing() for x in 0..3).count();
}
