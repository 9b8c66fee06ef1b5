use genfn::{AsyncGen, Gen, async_generator, generator, yield_, yield_from};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
#[generator]
fn f() -> Gen<u32> {
    yield_from!(inner());
}
fn main() {}
