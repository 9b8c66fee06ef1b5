use genfn::iter;

fn main() {
    let _ = iter! { yield };
    let _ = iter!(yield 1, yield 2);
    let numbers = iter![1, 2, 3];
}
