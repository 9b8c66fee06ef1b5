//! Recorded with another of the names that say what is wrong.
fn main() {
    genfn::yield_!(1);
}
