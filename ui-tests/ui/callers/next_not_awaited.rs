use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
async fn f() {
    let mut g = inner();
    if let Some(x) = g.next() {
        drop(x)
    }
}
fn main() {}
