#![deny(unused_must_use)]

use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn opened() -> AsyncGen<u32> {
    yield_!(1);
}

async fn run() {
    opened().with(async |file| Ok(file + 1));
    opened().enter();
    opened().enter().await.unwrap().exit();
}

fn main() {}
