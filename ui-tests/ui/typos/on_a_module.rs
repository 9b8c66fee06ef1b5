use genfn::generator;

#[generator]
mod a {}
fn main() {}
