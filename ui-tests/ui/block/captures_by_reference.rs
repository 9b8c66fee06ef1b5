use genfn::iter;

fn letters(text: String) -> impl Iterator<Item = char> {
    iter! { for letter in text.chars() { yield letter; } }
}

fn main() {
    letters(String::new()).count();
}
