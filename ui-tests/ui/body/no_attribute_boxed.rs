use genfn::{BoxGen, yield_};

fn count() -> BoxGen<'static, u32> {
    yield_!(1);
}
fn main() {}
