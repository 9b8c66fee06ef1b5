use genfn::{iter, stream};

fn numbers() -> impl Iterator<Item = u32> {
    iter! {
        yield 1;
        yield "two";
    }
}

fn main() {
    numbers().count();
    let _ = stream! {
        yield Some(1);
        yield 2;
    };
}
