//! There is no `'lend` in the item.
use genfn::{AsyncLendGen, LendGen, async_generator, generator, yield_};

#[generator]
fn chunks() -> LendGen<&[u8]> {
    yield_!(&[1, 2]);
}

#[generator]
fn strings() -> LendGen<Vec<String>> {
    yield_!(vec![String::new()]);
}

#[async_generator]
async fn messages() -> AsyncLendGen<&mut Vec<u8>> {
    yield_!(&mut vec![1]);
}

fn main() {
    chunks();
    strings();
    messages();
}
