use genfn::iter;

fn main() {
    let i = iter!(for x in [1]);
}
