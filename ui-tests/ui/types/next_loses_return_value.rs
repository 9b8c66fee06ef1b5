//! `next` of generators that are no iterators.
use genfn::{Gen, LocalBoxGen, generator, yield_};

#[generator]
fn returns_a_number() -> Gen<u32, (), u32> {
    yield_!(1);
    2
}

#[generator]
fn is_sent_numbers() -> LocalBoxGen<'static, u32, u8> {
    yield_!(1);
}

fn main() {
    returns_a_number().next();
    is_sent_numbers().next();
}
