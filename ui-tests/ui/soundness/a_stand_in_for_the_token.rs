//! The exported macro around the token takes no stand-in.
#![forbid(unsafe_code)]
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let types = this_macro_works_only_in_the_body_of_a_generator_function!(@types);
    let value = 1;
    genfn::__token!(types await yield_ value);
}

fn main() {
    let _ = numbers();
}
