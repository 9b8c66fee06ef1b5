//! A local cannot be lent to the caller.
use genfn::{Gen, generator, yield_};

#[generator]
fn words() -> Gen<&'static str> {
    let text = String::from("text");
    yield_!(&text);
}

fn main() {
    for _ in words() {}
}
