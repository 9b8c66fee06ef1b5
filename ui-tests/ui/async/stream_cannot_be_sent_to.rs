use genfn::{AsyncGen, async_generator, yield_from};

#[async_generator]
async fn outer() -> AsyncGen<u32, String> {
    yield_from!(futures::stream::iter([1]));
}

fn main() {}
