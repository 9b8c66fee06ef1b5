use genfn::{AsyncGen, yield_};

async fn count() -> AsyncGen<u32> {
    yield_!(1);
}
fn main() {}
