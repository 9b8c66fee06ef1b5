use genfn::{Gen, generator, raise, try_yield};

#[generator]
fn count() -> Gen<u32, (), (), String> {
    if let Err(_) = try_yield!(1) {
        raise!("a")
    }
}
fn main() {}
