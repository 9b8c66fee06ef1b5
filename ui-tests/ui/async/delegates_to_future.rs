use genfn::{AsyncGen, async_generator, yield_from};

async fn fetch() -> Vec<u32> {
    vec![1]
}

#[async_generator]
async fn outer() -> AsyncGen<u32> {
    yield_from!(fetch());
}

fn main() {}
