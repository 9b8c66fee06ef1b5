//! The macro of the body, called by name, has the label with it too.
#![forbid(unsafe_code)]
use genfn::{AsyncGen, async_generator};

#[async_generator]
async fn numbers() -> AsyncGen<u32> {
    let value = 1;
    async {
        this_macro_works_only_in_the_body_of_a_generator_function!(@wait panic!(); await yield_ value);
    }
    .await;
}

fn main() {
    let _ = numbers();
}
