//! No body to make a generator of.
use genfn::generator;

trait Numbers {
    #[generator]
    fn numbers(&self) -> impl Iterator<Item = u32>;
}

fn main() {}
