use genfn::{Gen, generator, yield_};

fn main() {
    let f = #[generator]
    || -> Gen<u32> {
        yield_!(1);
    };
}
