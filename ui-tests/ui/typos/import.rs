use genfn::generators;
fn main() {}
