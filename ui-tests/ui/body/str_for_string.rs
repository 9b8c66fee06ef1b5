use genfn::{Gen, generator, yield_};

#[generator]
fn count() -> Gen<String> {
    yield_!("a");
}
fn main() {}
