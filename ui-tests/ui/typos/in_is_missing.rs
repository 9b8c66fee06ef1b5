use genfn::iter;

fn main() {
    let i = iter!(x for x [1]);
}
