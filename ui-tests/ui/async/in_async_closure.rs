use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    let visit = async |n: u32| {
        yield_!(n);
    };
    visit(1).await;
}

fn main() {}
