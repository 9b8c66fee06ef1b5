use genfn::{AsyncGen, BoxAsyncGen, async_generator, yield_};

#[async_generator]
async fn count(mut s: BoxAsyncGen<'static, u32>) -> AsyncGen<u32> {
    while let Some(x) = s.next() {
        yield_!(x);
    }
}
fn main() {}
