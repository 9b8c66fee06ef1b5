use genfn::iter;

fn main() {
    let i: Vec<u32> = iter![x for x in [1]];
}
