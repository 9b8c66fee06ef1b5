use genfn::{AsyncGen, BoxAsyncGen, async_generator, yield_};

#[async_generator]
async fn count(s: BoxAsyncGen<'static, u32>) -> AsyncGen<u32> {
    for await x in s {
        yield_!(x);
    }
}
fn main() {}
