//! The value of a yield is what is sent.
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32, String> {
    let sent: u32 = yield_!(1);
    let _ = sent;
}

fn main() {
    let _ = numbers().send("x".to_string());
}
