use genfn::{Gen, GeneratorState, generator, yield_};

#[generator]
fn inner() -> Gen<u32> {
    yield_!(1);
}
fn main() {
    let mut g = inner();
    if let GeneratorState::Yield(x) = g.resume(()) {
        drop(x)
    }
}
