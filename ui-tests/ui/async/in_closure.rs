use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers(values: Vec<u32>) -> AsyncGen<u32> {
    values.iter().for_each(|value| yield_!(*value));
}

fn main() {}
