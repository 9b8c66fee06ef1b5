use std::rc::Rc;

use genfn::{BoxAsyncGen, async_generator, yield_};

#[async_generator]
async fn numbers() -> BoxAsyncGen<'static, u32> {
    let shared = Rc::new(1);
    yield_!(*shared);
    yield_!(*shared);
}

fn main() {}
