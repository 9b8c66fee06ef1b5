//! A macro of the user's under the name of the body's own has no token to give.
#![forbid(unsafe_code)]
use genfn::{Gen, generator, yield_};

#[generator]
fn numbers() -> Gen<u32> {
    macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
        (@inside $($code:tt)*) => { $($code)* };
        (@bind $value:ident $operand:expr) => { let $value = $operand; };
        (@wait $never:expr; $await:tt $method:ident $($operand:ident)*) => {
            genfn::__token!(token $await $method $($operand)*)
        };
    }
    yield_!("no number");
}

fn main() {
    let _ = numbers();
}
