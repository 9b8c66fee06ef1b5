//! Generators of a crate of edition 2021: elided lifetimes are captured as in 2024, `gen` is a name like any other.

#![deny(warnings)]
#![forbid(unsafe_code)]

use genfn::{async_generator, AsyncGen, BoxAsyncGen};
use genfn::{generator, try_iter, yield_, yield_from, BoxGen, Gen, Generator, PinGen};

/// A tree.
pub struct Node {
    /// What it holds.
    pub value: u32,
    /// What is below it.
    pub children: Vec<Node>,
}

/// Elided lifetimes in arguments and in the yielded type.
#[generator]
pub fn walk(node: &Node) -> Gen<&u32> {
    for child in &node.children {
        yield_from!(walk(child));
    }
    yield_!(&node.value);
}

/// An elided lifetime that only the opaque type captures.
#[generator]
pub fn lengths(words: &[String]) -> impl Iterator<Item = usize> {
    for word in words {
        yield_!(word.len());
    }
}

/// Two lifetimes, one of them named, and a type parameter.
#[generator]
pub fn zip<'a, T: Copy>(left: &'a [T], right: &[T]) -> PinGen<(&'a T, T)> {
    for (l, r) in left.iter().zip(right) {
        yield_!((l, *r));
    }
}

/// `impl Trait` in an argument, and a boxed generator.
#[generator]
pub fn boxed<'a>(items: impl IntoIterator<Item = u32, IntoIter: Send> + Send + 'a) -> BoxGen<'a, u32> {
    let gen = items.into_iter();
    yield_from!(gen);
}

/// The trait by name.
#[generator]
pub fn echo() -> impl Generator<Yield = u32, Send = u32, Return = u32> {
    let got = yield_!(1);
    got + yield_!(got)
}

/// The same asynchronously: elided lifetimes in arguments and in the yielded type, and recursion.
#[async_generator]
pub async fn visit(node: &Node) -> AsyncGen<&u32> {
    for child in &node.children {
        yield_from!(visit(child));
    }
    std::future::ready(()).await;
    yield_!(&node.value);
}

/// Two lifetimes, boxed.
#[async_generator]
pub async fn visit_boxed<'a>(node: &'a Node, times: &'a [u32]) -> BoxAsyncGen<'a, &'a u32> {
    for _ in times {
        yield_from!(visit(node));
    }
}

/// Blocks, of which one that can fail never ends.
pub fn blocks(words: &[&str]) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    let words: Vec<_> = words.iter().map(|word| word.parse::<u32>()).collect();
    try_iter! {
        move
        loop {
            for word in words.clone() {
                yield word?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use genfn::GeneratorState::{Complete, Yielded};

    /// Wrong if an edition-2021 crate needed `+ '_` or other annotations, or saw other items.
    #[test]
    fn elided_lifetimes_are_captured() {
        let leaf = |value| Node { value, children: vec![] };
        let tree = Node { value: 3, children: vec![leaf(1), leaf(2)] };
        assert!(walk(&tree).eq([&1, &2, &3]));
        let mut gen = visit_boxed(&tree, &[0, 0]);
        let values: Vec<_> = std::iter::from_fn(|| genfn_tests::block_on(gen.next())).collect();
        assert_eq!(values, [&1, &2, &3, &1, &2, &3]);
        assert!(blocks(&["1", "x"]).map(Result::ok).eq([Some(1), None]));
        assert!(genfn::iter!(x for x in 0..3 if x != 1).eq([0, 2]));
        let words = vec!["a".to_string(), "bcd".to_string()];
        assert!(lengths(&words).eq([1, 3]));
        assert!(std::pin::pin!(zip(&[1, 2], &[3, 4])).eq([(&1, 3), (&2, 4)]));
        assert!(boxed([1, 2]).eq([1, 2]));
        let mut generator = echo();
        assert_eq!(generator.start(), Ok(Yielded(1)));
        assert_eq!(generator.send(5), Ok(Yielded(5)));
        assert_eq!(generator.send(7), Ok(Complete(12)));
    }
}
