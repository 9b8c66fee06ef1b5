use genfn::AsyncGen;

struct Numbers {
    all: AsyncGen<u32>,
}
fn main() {}
