//! The block fails with something that cannot be thrown into the body.
use genfn::{Gen, generator, yield_};

#[generator]
fn opened() -> Gen<&'static str, (), (), String> {
    yield_!("12");
}

#[generator]
fn cannot_be_thrown_into() -> Gen<&'static str> {
    yield_!("12");
}

fn main() {
    let _ = opened().with(|file| file.parse::<u32>());
    let _ = cannot_be_thrown_into().with(|file| {
        let number: u32 = file.parse()?;
        Ok(number)
    });
}
