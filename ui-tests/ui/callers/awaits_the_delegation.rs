use genfn::{AsyncGen, async_generator, yield_, yield_from};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
#[async_generator]
async fn f() -> AsyncGen<u32> {
    yield_from!(inner()).await;
}
fn main() {}
