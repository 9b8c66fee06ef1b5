use genfn::{BoxGen, generator, yield_};

#[generator]
fn count(m: std::rc::Rc<u32>) -> BoxGen<'static, u32> {
    yield_!(*m);
}
fn main() {}
