//! An `async` block that a foreign macro makes around the yield: the check does not see it, the compiler does.
use genfn::{Gen, generator, yield_};

macro_rules! later {
    ($($body:tt)*) => { async { $($body)* } };
}

#[generator]
fn numbers() -> Gen<u32> {
    let _ = later! { yield_!(1); };
}

fn main() {
    for _ in numbers() {}
}
