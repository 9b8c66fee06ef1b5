use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    yield_!(1);
}

fn main() {
    for number in numbers() {
        println!("{number}");
    }
}
