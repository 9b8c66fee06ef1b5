//! The guard is dropped at once.
#![deny(unused_must_use)]
use genfn::{ContextError, Gen, generator, yield_};

#[generator]
fn opened() -> Gen<u32> {
    yield_!(1);
}

fn main() -> Result<(), ContextError<u32, (), std::convert::Infallible>> {
    opened().enter()?;
    opened().with(|file| Ok(file + 1));
    opened().enter()?.exit();
    Ok(())
}
