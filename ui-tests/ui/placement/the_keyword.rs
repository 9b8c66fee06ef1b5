use genfn::{AsyncGen, Gen, async_generator, generator, iter, yield_from};

#[generator]
fn count(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield i;
    }
    yield_from!(iter! { yield n; });
}

#[async_generator]
async fn slowly() -> AsyncGen<u32> {
    println!("{:?}", yield 1);
}

fn main() {
    count(1).count();
    let _ = slowly();
}
