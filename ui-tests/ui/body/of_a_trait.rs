use genfn::{BoxGen, Gen, generator, yield_};

trait Count {
    fn count(&self) -> BoxGen<'_, u32>;
}
impl Count for u32 {
    #[generator]
    fn count(&self) -> Gen<u32> {
        yield_!(*self);
    }
}
fn main() {}
