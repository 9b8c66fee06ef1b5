use genfn::{iter, stream};

fn main() {
    let _ = iter! { (0..3).for_each(|i| yield i); };
    let _ = stream! { let f = |i: u32| { yield i; }; f(1); };
}
