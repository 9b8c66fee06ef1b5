use genfn::{Gen, async_generator, yield_};

#[async_generator]
async fn numbers() -> Gen<u32> {
    yield_!(1);
}

#[async_generator]
fn more_numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
