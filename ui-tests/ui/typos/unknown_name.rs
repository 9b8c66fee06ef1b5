use genfn::iter;

fn main() {
    let i = iter!(y for x in [1]);
}
