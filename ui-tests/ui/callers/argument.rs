use genfn::Gen;

fn all(numbers: Gen<u32>) {}
fn main() {}
