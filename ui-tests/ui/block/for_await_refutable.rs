use genfn::stream;

fn main() {
    let _ = stream! { for await Some(x) in futures::stream::iter([Some(1)]) { yield x; } };
}
