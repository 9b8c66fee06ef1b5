//! The macro of the body calls nothing of the token but what can be awaited.
#![forbid(unsafe_code)]
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let _types = this_macro_works_only_in_the_body_of_a_generator_function!(@wait panic!(); await types);
}

fn main() {
    let _ = numbers();
}
