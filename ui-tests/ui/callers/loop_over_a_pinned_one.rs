use genfn::{PinGen, generator, yield_};

#[generator]
fn inner() -> PinGen<u32> {
    yield_!(1);
}
fn main() {
    for x in inner() {
        drop(x)
    }
}
