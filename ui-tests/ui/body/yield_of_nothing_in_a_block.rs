use genfn::iter;

fn main() {
    let i = iter! { yield };
    for x in i {
        let y: u32 = x;
    }
}
