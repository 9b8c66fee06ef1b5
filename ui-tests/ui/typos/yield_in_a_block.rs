use genfn::iter;

fn main() {
    let i = iter! { yeild 1; };
}
