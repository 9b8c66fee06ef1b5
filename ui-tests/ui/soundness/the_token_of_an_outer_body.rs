//! A macro of the user's does not carry the token of one body into another.
#![forbid(unsafe_code)]
use genfn::{Gen, generator, iter};

#[generator]
fn texts() -> Gen<String> {
    macro_rules! from_outside {
        ($value:ident) => {
            this_macro_works_only_in_the_body_of_a_generator_function!(@wait panic!(); await yield_ $value)
        };
    }
    let _numbers = iter! {
        yield 1_u32;
        let text = String::new();
        from_outside!(text);
    };
}

fn main() {
    let _ = texts();
}
