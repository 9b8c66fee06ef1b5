//! Rule G50.
//! No generator around it.
use genfn::{yield_, yield_from};

fn numbers() {
    yield_!(1);
    yield_from!(0..2);
}

fn main() {
    numbers();
}
