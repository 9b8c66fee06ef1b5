//! The types of one body do not make a generator of another one.
#![forbid(unsafe_code)]
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let types = this_macro_works_only_in_the_body_of_a_generator_function!(@types);
    let _forged = genfn::__private::owned(types, async {});
}

fn main() {
    let _ = numbers();
}
