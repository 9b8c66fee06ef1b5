use genfn::stream;

fn main() {
    let _ = stream! {
        yield 1;
        async { yield 2; }.await;
    };
}
