use genfn::{BoxAsyncGen, async_generator, yield_};

#[async_trait::async_trait]
trait Source {
    async fn numbers(&self) -> BoxAsyncGen<'_, u32>;
}

struct One;

#[async_trait::async_trait]
impl Source for One {
    #[async_generator]
    async fn numbers(&self) -> BoxAsyncGen<'_, u32> {
        yield_!(1);
    }
}

fn main() {}
