//! The generator borrows its argument.
use genfn::{Gen, generator, yield_};

#[generator]
fn lengths(words: &[String]) -> Gen<usize> {
    for word in words {
        yield_!(word.len());
    }
}

fn main() {
    let generator = {
        let words = vec![String::new()];
        lengths(&words)
    };
    for _ in generator {}
}
