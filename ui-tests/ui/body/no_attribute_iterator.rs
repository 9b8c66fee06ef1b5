use genfn::yield_;

fn count() -> impl Iterator<Item = u32> {
    yield_!(1);
}
fn main() {}
