use genfn::try_iter;

fn parsed(words: &[&str]) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    try_iter! {
        move
        let first = words.first()?;
        yield first.parse()?;
    }
}

fn main() {
    parsed(&["1"]).count();
}
