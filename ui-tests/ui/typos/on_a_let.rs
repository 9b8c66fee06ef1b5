use genfn::{generator, yield_};

fn main() {
    #[generator]
    let f = || {
        yield_!(1);
    };
}
