//! Names of types that no generator can become.
use genfn::{async_generator, generator, yield_};

type Numbers = Vec<u32>;

#[generator]
fn alias() -> Numbers {
    yield_!(1);
}

#[generator]
fn boxed() -> Box<u32> {
    yield_!(1);
}

#[generator]
fn stream() -> futures::stream::BoxStream<'static, u32> {
    yield_!(1);
}

#[async_generator]
async fn iterator() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

struct Words;

impl IntoIterator for Words {
    type Item = String;
    type IntoIter = std::vec::IntoIter<String>;

    #[generator]
    fn into_iter(self) -> Self::IntoIter {
        yield_!(String::new());
    }
}

fn main() {
    for number in alias() {
        let _: u32 = number;
    }
}
