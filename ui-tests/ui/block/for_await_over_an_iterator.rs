use genfn::stream;

fn main() {
    let _ = stream! { for await x in 0..3 { yield x; } };
}
