//! What finds out about a delegate gives nothing that runs.
#![forbid(unsafe_code)]
use genfn::__private::{IsIterable as _, Kind};
use genfn::{Gen, generator};

#[generator]
fn numbers() -> Gen<u32> {
    let types = this_macro_works_only_in_the_body_of_a_generator_function!(@types);
    let (kind, delegate) = Kind::of(types, 0..3);
    let chosen = (&&&&&&&&&&kind).__genfn_target(types, delegate);
    drop(std::future::IntoFuture::into_future(chosen));
}

fn main() {
    let _ = numbers();
}
