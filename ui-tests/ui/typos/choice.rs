use genfn::iter;

fn main() {
    let i = iter!(x if x > 1 else 0 for x in [1, 2]);
}
