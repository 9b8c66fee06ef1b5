use genfn::{Gen, generator, yield_from};

#[generator]
fn collected() -> Gen<u32> {
    yield_from!((0..3).collect());
}

#[generator]
fn mistaken() -> Gen<u32> {
    yield_from!(unknown(1));
}

fn main() {}
