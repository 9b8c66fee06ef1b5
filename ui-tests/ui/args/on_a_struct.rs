//! The attribute on something that is no function.
use genfn::generator;

#[generator]
struct Numbers;

fn main() {
    let _ = Numbers;
}
