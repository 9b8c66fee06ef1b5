use genfn::Gen;

struct Numbers {
    all: Gen<u32>,
}
fn main() {}
