//! L8: what the delegate lends would be taken for something from outside, which lives on.
use genfn::{AsyncLendGen, LendGen, async_generator, generator, yield_, yield_from};

#[generator]
fn lent_twice() -> LendGen<(&'lend str, &'lend str)> {
    let line = String::new();
    yield_!((&line, &line));
}

#[generator]
fn from_outside<'a>(_: &'a str) -> LendGen<(&'lend str, &'a str)> {
    yield_from!(lent_twice());
}

#[generator]
fn for_ever() -> LendGen<(&'lend str, &'static str)> {
    let mut delegate = lent_twice();
    yield_from!(&mut delegate);
}

#[async_generator]
async fn awaiting<'a>(_: &'a str) -> AsyncLendGen<(&'lend str, &'a str)> {
    yield_from!(lent_twice());
}

fn main() {
    from_outside("");
    for_ever();
    awaiting("");
}
