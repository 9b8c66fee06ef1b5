use genfn::{AsyncGen, generator, yield_};

#[generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
fn main() {}
