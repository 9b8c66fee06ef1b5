use genfn::{BoxGen, generator, yield_};

#[generator]
fn count(m: &str) -> BoxGen<'static, usize> {
    yield_!(m.len());
}
fn main() {}
