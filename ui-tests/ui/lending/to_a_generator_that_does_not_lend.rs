//! L8: the items would be gone.
use genfn::{AsyncGen, Gen, LendGen, async_generator, generator, yield_, yield_from};

#[generator]
fn lines() -> LendGen<&'lend str> {
    let line = String::new();
    yield_!(&line);
}

#[generator]
fn all<'a>(_: &'a str) -> Gen<&'a str> {
    yield_from!(lines());
}

#[generator]
fn by_reference<'a>(_: &'a str) -> Gen<&'a str> {
    let mut lines = lines();
    yield_from!(&mut lines);
}

#[async_generator]
async fn awaiting<'a>(_: &'a str) -> AsyncGen<&'a str> {
    yield_from!(lines());
}

fn main() {
    all("");
    by_reference("");
    awaiting("");
}
