use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
fn main() {
    let mut g = inner();
    g.next().await;
}
