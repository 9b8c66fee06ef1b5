use genfn::iter;

fn main() {
    let _ = iter!(x for x in);
    let _ = iter!(x for x in 0..3 if);
    let _ = iter!(x for x in 0.. if x > 1);
    let _ = iter!(x for x in 0..3 while x > 1);
    let _ = iter!(y for x in 0..3);
    let _ = iter!(for x in 0..3 => x);
}
