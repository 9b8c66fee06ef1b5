use genfn::{Gen, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
async fn f() {
    let mut g = inner();
    g.next().await;
}
fn main() {}
