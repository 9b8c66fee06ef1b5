//! Several at once, each at its place.
use genfn::{Gen, generator, yield_, yield_from};

#[generator]
fn numbers(rows: Vec<Vec<u32>>) -> Gen<u32> {
    rows.iter().for_each(|row| {
        yield_from!(row.clone());
    });
    let later = async { yield_!(2) };
    drop(later);
}

fn main() {
    for _ in numbers(vec![]) {}
}
