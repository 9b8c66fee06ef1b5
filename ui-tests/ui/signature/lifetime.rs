//! A lifetime where none is taken.
use genfn::{AsyncGen, Gen, PinGen, async_generator, generator, yield_};

#[generator]
fn numbers(items: &[u32]) -> Gen<'_, u32> {
    yield_!(items[0]);
}

#[generator]
fn in_place<'a>(items: &'a [u32]) -> PinGen<'a, u32> {
    yield_!(items[0]);
}

#[async_generator]
async fn pages(items: &[u32]) -> AsyncGen<'_, u32> {
    yield_!(items[0]);
}

fn main() {
    for _ in numbers(&[1]) {}
}
