use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
fn main() {
    for x in inner() {
        drop(x)
    }
}
