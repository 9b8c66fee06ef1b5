//! `?` where the items are `Result`s, but the generator returns `()`.
use std::io;
use std::num::ParseIntError;

use genfn::{AsyncGen, BoxGen, Gen, Generator, async_generator, generator, yield_};

#[generator]
fn numbers(text: &str) -> Gen<Result<u32, ParseIntError>> {
    yield_!(Ok(text.parse()?));
}

#[generator]
fn lines(path: &str) -> BoxGen<'_, io::Result<String>, u8> {
    println!("{}", std::fs::read_to_string(path)?);
    yield_!(Ok(std::fs::read_to_string(path)?));
}

#[generator]
fn opaque(text: &str) -> impl Generator<Yield = u32, Send = (), Throw = String> {
    yield_!(text.parse()?);
}

#[async_generator]
async fn pages(text: &str) -> AsyncGen<Result<u32, ParseIntError>, (), ()> {
    let number: u32 = text.parse()?;
    yield_!(Ok(number));
}

fn main() {}
