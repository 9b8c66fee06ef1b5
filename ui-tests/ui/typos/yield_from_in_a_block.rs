use genfn::iter;

fn main() {
    let i = iter! { yield from [1]; };
}
