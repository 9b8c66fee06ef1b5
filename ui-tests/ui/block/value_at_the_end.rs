use genfn::{iter, try_iter};

fn main() {
    let _ = iter! { yield 1; 2 };
    let _ = try_iter! { yield 1; Err::<u32, _>("")?; Ok(()) };
}
