use genfn::{Gen, generator, yield_};

#[generator]
fn counts() -> Gen<u32, (), usize> {
    yield_!(1);
    7
}

fn main() {
    let _ = counts().with(|value| Ok(value));
}
