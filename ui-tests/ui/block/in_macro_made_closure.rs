use genfn::iter;

macro_rules! each {
    ($body:expr) => {
        (0..3).for_each(|_| $body)
    };
}

fn main() {
    let _ = iter! {
        yield 1;
        each!(yield 2);
    };
}
