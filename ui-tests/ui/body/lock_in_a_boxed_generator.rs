use genfn::{BoxGen, generator, yield_};

#[generator]
fn count(m: &std::sync::Mutex<u32>) -> BoxGen<'_, u32> {
    let m = m.lock().unwrap();
    yield_!(*m);
}
fn main() {}
