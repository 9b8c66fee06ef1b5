use genfn::stream;

fn main() {
    for x in stream! { yield 1; } {
        drop::<u32>(x)
    }
}
