//! `?` in a body whose items are seen, and are no `Result`s or of another error.
use std::num::ParseIntError;

use futures::Stream;
use genfn::{async_generator, generator, yield_};

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    yield_!(text.parse()?);
}

#[async_generator]
async fn stream(text: &str) -> impl Stream<Item = u32> {
    yield_!(text.parse()?);
}

#[generator]
fn other_error(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    yield_!(Ok(text.parse::<u32>()?));
    std::fs::read(text)?;
}

#[generator]
fn option(text: &str) -> impl Iterator<Item = Result<char, ParseIntError>> {
    yield_!(Ok(text.chars().next()?));
}

fn main() {}
