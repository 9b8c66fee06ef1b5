//! The body's own macro lends its token to nobody.
#![forbid(unsafe_code)]
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let _token = this_macro_works_only_in_the_body_of_a_generator_function!(@token);
}

fn main() {
    let _ = numbers();
}
