//! L7: a synchronous generator cannot await.
use genfn::{AsyncLendGen, LendGen, async_generator, generator, yield_, yield_from};

#[async_generator]
async fn messages() -> AsyncLendGen<&'lend str> {
    let message = String::new();
    yield_!(&message);
}

#[generator]
fn all() -> LendGen<&'lend str> {
    yield_from!(messages());
}

fn main() {
    all();
}
