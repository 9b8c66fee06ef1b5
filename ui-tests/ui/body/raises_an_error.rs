use genfn::{Gen, Raised, generator, raise, try_yield};

#[generator]
fn count() -> Gen<u32, (), (), String> {
    if let Err(Raised::Throw(e)) = try_yield!(1) {
        raise!(e)
    }
}
fn main() {}
