use genfn::{generator, yield_};

#[generator]
fn count() -> impl Iterator<Itme = u32> {
    yield_!(1);
}
fn main() {}
