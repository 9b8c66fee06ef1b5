use genfn::{Gen, generator, yield_};

#[tracing::instrument]
#[generator]
fn numbers(from: u32) -> Gen<u32> {
    yield_!(from);
}

fn main() {
    numbers(1).next();
}
