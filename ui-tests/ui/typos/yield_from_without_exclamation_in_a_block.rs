use genfn::{iter, yield_from};

fn main() {
    let i = iter! { yield_from [1]; };
}
