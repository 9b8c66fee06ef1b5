use genfn::iter;

fn main() {
    let i = iter! { x for x in [1]; };
}
