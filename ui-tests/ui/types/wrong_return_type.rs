//! The body returns something else.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, (), String> {
    yield_!(1);
    if true {
        return 5;
    }
    "end"
}

fn main() {
    let _ = numbers().start();
}
