//! A recursive walk: do two trees of different shapes have the same leaves, from left to right?
//!
//! `leaves` delegates to itself with `yield_from!`: no box, no annotation, and an item costs the same at any depth. The
//! walks are lazy. Two trees that differ at the second leaf are not walked further.
//!
//! ```console
//! $ cargo run -p genfn --example same_fringe
//! left-deep and right-deep: the same 100000 leaves
//! left-deep and changed: different at leaf 1
//! ```

#![forbid(unsafe_code)]

use std::io::{self, Write};

use genfn::{Gen, generator, yield_, yield_from};

enum Tree {
    Leaf(u32),
    // Children by index: a plain `Box` in a tree this deep would overflow the native stack when it is dropped.
    Fork(usize, usize),
}

/// The trees, each below those before it; the last one is the root.
struct Forest(Vec<Tree>);

impl Forest {
    fn root(&self) -> usize {
        self.0.len() - 1
    }

    #[generator]
    fn leaves(&self, tree: usize) -> Gen<u32> {
        match self.0[tree] {
            Tree::Leaf(value) => yield_!(value),
            Tree::Fork(left, right) => {
                yield_from!(self.leaves(left));
                yield_from!(self.leaves(right));
            }
        }
    }
}

/// ((0 1) 2) 3 ..
fn left_deep(leaves: impl IntoIterator<Item = u32>) -> Forest {
    let mut trees = Vec::new();
    for leaf in leaves {
        let before = trees.len().checked_sub(1);
        trees.push(Tree::Leaf(leaf));
        if let Some(before) = before {
            trees.push(Tree::Fork(before, trees.len() - 1));
        }
    }
    Forest(trees)
}

/// 0 (1 (2 3 ..
fn right_deep(leaves: impl DoubleEndedIterator<Item = u32>) -> Forest {
    let mut forest = left_deep(leaves.rev());
    for tree in &mut forest.0 {
        if let Tree::Fork(left, right) = tree {
            std::mem::swap(left, right);
        }
    }
    forest
}

/// The number of leaves, or that of the first which differs.
fn compare(a: &Forest, b: &Forest) -> Result<usize, usize> {
    let (mut a, mut b) = (a.leaves(a.root()), b.leaves(b.root()));
    for number in 0.. {
        match (a.next(), b.next()) {
            (None, None) => return Ok(number),
            (a, b) if a != b => return Err(number),
            _ => {}
        }
    }
    unreachable!("no tree is endless")
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    let left = left_deep(0..100_000);
    let trees = [
        ("right-deep", right_deep(0..100_000)),
        ("changed", left_deep([0, 7].into_iter().chain(2..100_000))),
    ];
    for (name, other) in &trees {
        match compare(&left, other) {
            Ok(leaves) => writeln!(out, "left-deep and {name}: the same {leaves} leaves")?,
            Err(leaf) => writeln!(out, "left-deep and {name}: different at leaf {leaf}")?,
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}
