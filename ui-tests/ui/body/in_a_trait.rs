use genfn::Gen;

trait Count {
    fn count(&self) -> Gen<u32>;
}
fn main() {}
