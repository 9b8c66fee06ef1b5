use genfn::{Gen, async_generator, yield_};

#[async_generator]
async fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {}
