//! `Gen` without a body: its default argument says what to write.
use genfn::{Gen, generator, yield_};

struct Holder {
    generator: Gen<u32>,
}

#[generator]
fn numbers() -> Gen<u32> {
    yield_!(1);
}

fn main() {
    let _ = Holder { generator: numbers() };
}
