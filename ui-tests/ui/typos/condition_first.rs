use genfn::iter;

fn main() {
    let i = iter!(x if x > 1 for x in [1]);
}
