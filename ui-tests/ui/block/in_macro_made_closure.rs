use genfn::iter;

macro_rules! each {
    ($body:expr) => {
        (0..3).for_each(|_| $body)
    };
}

fn main() {
    // In one line, for Rust 1.85 points at the whole of it.
    let _ = iter! { yield 1; each!(yield 2); };
}
