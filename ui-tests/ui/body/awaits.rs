use genfn::{Gen, generator};

#[generator]
fn count() -> Gen<u32> {
    std::future::ready(1).await;
}
fn main() {}
