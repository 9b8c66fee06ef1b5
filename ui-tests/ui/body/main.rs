use genfn::{generator, yield_};

#[generator]
fn main() {
    yield_!(1);
}
