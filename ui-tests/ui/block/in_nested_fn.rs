use genfn::iter;

fn main() {
    let _ = iter! {
        fn helper() { yield 1; }
        helper();
        yield 2;
    };
}
