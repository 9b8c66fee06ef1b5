//! What the token offers is awaited on the spot: nobody gets the future of a yield.
#![forbid(unsafe_code)]
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let value = 1;
    let _yield = this_macro_works_only_in_the_body_of_a_generator_function!(@wait panic!(); channel yield_ value);
}

fn main() {
    let _ = numbers();
}
