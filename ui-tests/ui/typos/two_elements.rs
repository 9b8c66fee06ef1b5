use genfn::iter;

fn main() {
    let i = iter!(x, y for (x, y) in [(1, 2)]);
}
