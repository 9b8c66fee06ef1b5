use genfn::{Gen, generator, yield_};

struct A;
#[generator]
impl A {
    fn count(&self) -> Gen<u32> {
        yield_!(1);
    }
}
fn main() {}
