//! Generators that delegate to generators.

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

use corosensei::{Coroutine, Yielder};
use genfn::{Gen, generator, yield_, yield_from};

use super::peers::Stackful;
use crate::{Contestant, Workload, sum, sum_boxed};

/// A binary tree.
pub(super) struct Node {
    pub(super) value: u64,
    pub(super) left: Option<Box<Node>>,
    pub(super) right: Option<Box<Node>>,
}

impl Drop for Node {
    /// Takes a degenerate tree apart without recursion.
    fn drop(&mut self) {
        let mut rest: Vec<Box<Node>> = self.left.take().into_iter().chain(self.right.take()).collect();
        while let Some(mut node) = rest.pop() {
            rest.extend(node.left.take());
            rest.extend(node.right.take());
        }
    }
}

fn balanced(from: u64, to: u64) -> Option<Box<Node>> {
    (from < to).then(|| {
        let value = from.midpoint(to);
        Box::new(Node { value, left: balanced(from, value), right: balanced(value + 1, to) })
    })
}

/// Each node the right child of the one before.
fn degenerate(n: u64) -> Option<Box<Node>> {
    let mut tree = None;
    for value in (0..n).rev() {
        tree = Some(Box::new(Node { value, left: None, right: tree }));
    }
    tree
}

/// A tree of one of the sizes that are used. Whoever asks first makes all that instructions are counted with, so that making
/// them is the same in every run that is counted, and cancels out. The largest is only timed: criterion's warming up makes it.
pub(super) fn tree(n: u64) -> &'static Node {
    static TREES: [LazyLock<Option<Box<Node>>>; 2] =
        [LazyLock::new(|| balanced(0, 1_000)), LazyLock::new(|| balanced(0, 100_000))];
    static LARGEST: LazyLock<Option<Box<Node>>> = LazyLock::new(|| balanced(0, 1_000_000));
    let [small, large] = TREES.each_ref().map(|tree| LazyLock::force(tree).as_ref());
    let tree = match n {
        1_000 => small,
        100_000 => large,
        1_000_000 => LARGEST.as_ref(),
        _ => panic!("no tree of {n} nodes"),
    };
    tree.expect("it has nodes")
}

/// The same for chains.
fn chain(n: u64) -> &'static Node {
    static CHAINS: [LazyLock<Option<Box<Node>>>; 2] =
        [LazyLock::new(|| degenerate(100)), LazyLock::new(|| degenerate(1_000))];
    let [small, large] = CHAINS.each_ref().map(|chain| LazyLock::force(chain).as_ref());
    let chain = match n {
        100 => small,
        1_000 => large,
        _ => panic!("no chain of {n} nodes"),
    };
    chain.expect("it has nodes")
}

#[generator]
fn walk(node: &Node) -> Gen<u64> {
    if let Some(left) = &node.left {
        yield_from!(walk(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(walk(right));
    }
}

fn walk_boxed(node: &Node) -> Box<dyn Iterator<Item = u64> + '_> {
    Box::new(
        node.left
            .iter()
            .flat_map(|left| walk_boxed(left))
            .chain(std::iter::once(node.value))
            .chain(node.right.iter().flat_map(|right| walk_boxed(right))),
    )
}

fn walk_stackful(node: &'static Node) -> Stackful<u64> {
    fn visit(yielder: &Yielder<(), u64>, node: &Node) {
        if let Some(left) = &node.left {
            visit(yielder, left);
        }
        yielder.suspend(node.value);
        if let Some(right) = &node.right {
            visit(yielder, right);
        }
    }
    Stackful(Coroutine::new(move |yielder, ()| visit(yielder, node)))
}

/// With a stack of its own in place of the recursion.
pub(super) struct InOrder<'t> {
    path: Vec<&'t Node>,
    next: Option<&'t Node>,
}

impl<'t> Iterator for InOrder<'t> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while let Some(node) = self.next {
            self.path.push(node);
            self.next = node.left.as_deref();
        }
        let node = self.path.pop()?;
        self.next = node.right.as_deref();
        Some(node.value)
    }
}

pub(super) fn walk_by_hand(tree: &Node) -> InOrder<'_> {
    InOrder { path: Vec::new(), next: Some(tree) }
}

macro_rules! contest {
    ($($name:literal |$n:ident| $make:expr),* $(,)?) => {
        vec![$(Contestant::new(
            $name,
            |$n| sum($make),
            |$n| $make.collect(),
        )),*]
    };
}

const CANNOT_RECURSE: &str = "genawaiter, remit, fauxgen and nightly `gen` have no delegation; with a box for each level they \
                              are `Box<dyn Iterator>`";

fn trees() -> Vec<Workload> {
    [("tree, 100,000 nodes", 100_000), ("tree, 1,000,000 nodes", 1_000_000)]
        .into_iter()
        .map(|(name, items)| Workload {
            name,
            items,
            compared: 1_000,
            counted: 100_000,
            contestants: contest!(
                "by hand, explicit stack" | n | walk_by_hand(tree(n)),
                "genfn" | n | walk(tree(n)),
                "Box<dyn Iterator>" | n | walk_boxed(tree(n)),
                "corosensei" | n | walk_stackful(tree(n)),
            ),
            left_out: CANNOT_RECURSE,
        })
        .collect()
}

fn chains() -> Workload {
    Workload {
        name: "tree, a chain of 1,000",
        items: 1_000,
        compared: 100,
        counted: 1_000,
        contestants: contest!(
            "by hand, explicit stack" | n | walk_by_hand(chain(n)),
            "genfn" | n | walk(chain(n)),
            "Box<dyn Iterator>" | n | walk_boxed(chain(n)),
            "corosensei" | n | walk_stackful(chain(n)),
        ),
        left_out: CANNOT_RECURSE,
    }
}

/// So many levels below which the numbers come.
#[generator]
fn deep(levels: u64, n: u64) -> Gen<u64> {
    if levels > 0 {
        yield_from!(deep(levels - 1, n));
    } else {
        for i in 0..n {
            yield_!(i);
        }
    }
}

fn deep_boxed(levels: u64, n: u64) -> Box<dyn Iterator<Item = u64>> {
    if levels > 0 {
        let mut inner = deep_boxed(levels - 1, n);
        Box::new(std::iter::from_fn(move || inner.next()))
    } else {
        Box::new(0..n)
    }
}

fn deep_stackful(levels: u64, n: u64) -> Stackful<u64> {
    fn visit(yielder: &Yielder<(), u64>, levels: u64, n: u64) {
        if levels > 0 {
            visit(yielder, levels - 1, n);
            // Not a tail call: a level is a frame.
            black_box(levels);
        } else {
            for i in 0..n {
                yielder.suspend(i);
            }
        }
    }
    Stackful(Coroutine::new(move |yielder, ()| visit(yielder, levels, n)))
}

/// A leaf that delegates to nothing, below one generator that only delegates.
#[generator]
fn leaf(n: u64) -> Gen<u64> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn above_leaf(_: u64, n: u64) -> Gen<u64> {
    yield_from!(leaf(n));
}

/// The items of one generator below so many levels. Making and ending the levels does not count: that is a generator for
/// each.
macro_rules! depth {
    ($name:literal, $levels:literal, [$($who:literal $deep:ident),*]) => {
        Workload {
            name: $name,
            items: 100_000,
            compared: 1_000,
            counted: 10_000,
            contestants: vec![
                Contestant::new("by hand, no levels, boxed", |n| sum_boxed(0..n), |n| (0..n).collect()),
                $(Contestant {
                    after_setup: Some(|n| {
                        // One before, which makes the levels, and one left, so that they stay.
                        let mut items = $deep($levels, n + 2);
                        let first = items.next();
                        let begin = Instant::now();
                        black_box((first, sum(items.by_ref().take(n as usize))));
                        begin.elapsed()
                    }),
                    ..Contestant::new($who, |n| sum($deep($levels, n)), |n| $deep($levels, n).collect())
                }),*
            ],
            left_out: "where they are missing, `Box<dyn Iterator>` and corosensei overflow their stacks",
        }
    };
}

/// Where all can take part.
macro_rules! shallow {
    ($name:literal, $levels:literal, $ours:ident) => {
        depth!($name, $levels, ["genfn" $ours, "Box<dyn Iterator>" deep_boxed, "corosensei" deep_stackful])
    };
}

fn depths() -> Vec<Workload> {
    vec![
        shallow!("delegation, 1 deep", 1, deep),
        shallow!("delegation, 1 deep, a plain leaf", 1, above_leaf),
        shallow!("delegation, 2 deep", 2, deep),
        shallow!("delegation, 3 deep", 3, deep),
        shallow!("delegation, 10 deep", 10, deep),
        shallow!("delegation, 1,000 deep", 1_000, deep),
        depth!("delegation, 100,000 deep", 100_000, ["genfn" deep]),
        depth!("delegation, 1,000,000 deep", 1_000_000, ["genfn" deep]),
    ]
}

/// The solutions of the queens puzzle, as numbers in base 16: recursion by delegation.
#[generator]
fn queens(n: u64, row: u64, columns: u64, board: u64) -> Gen<u64> {
    if row == n {
        yield_!(board);
        return;
    }
    for column in 0..n {
        if safe(row, column, columns, board) {
            yield_from!(queens(n, row + 1, columns | 1 << column, board << 4 | column));
        }
    }
}

fn safe(row: u64, column: u64, columns: u64, board: u64) -> bool {
    columns & 1 << column == 0
        && (1..=row).all(|back| (board >> (4 * (back - 1)) & 15).abs_diff(column) != back)
}

fn queens_boxed(n: u64, row: u64, columns: u64, board: u64) -> Box<dyn Iterator<Item = u64>> {
    if row == n {
        return Box::new(std::iter::once(board));
    }
    Box::new(
        (0..n)
            .filter(move |&column| safe(row, column, columns, board))
            .flat_map(move |column| queens_boxed(n, row + 1, columns | 1 << column, board << 4 | column)),
    )
}

fn queens_stackful(n: u64) -> Stackful<u64> {
    fn visit(yielder: &Yielder<(), u64>, n: u64, row: u64, columns: u64, board: u64) {
        if row == n {
            yielder.suspend(board);
            return;
        }
        for column in 0..n {
            if safe(row, column, columns, board) {
                visit(yielder, n, row + 1, columns | 1 << column, board << 4 | column);
            }
        }
    }
    Stackful(Coroutine::new(move |yielder, ()| visit(yielder, n, 0, 0, 0)))
}

/// With arrays in place of the recursion.
struct Queens {
    n: u64,
    row: usize,
    next: [u64; 17],
    columns: [u64; 17],
    boards: [u64; 17],
}

impl Iterator for Queens {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            let row = self.row;
            if row as u64 == self.n {
                self.row -= 1;
                return Some(self.boards[row]);
            }
            let column = self.next[row];
            if column == self.n {
                self.row = row.checked_sub(1)?;
                continue;
            }
            self.next[row] += 1;
            if safe(row as u64, column, self.columns[row], self.boards[row]) {
                self.row += 1;
                self.next[row + 1] = 0;
                self.columns[row + 1] = self.columns[row] | 1 << column;
                self.boards[row + 1] = self.boards[row] << 4 | column;
            }
        }
    }
}

fn n_queens() -> Workload {
    Workload {
        name: "queens",
        items: 8,
        compared: 6,
        counted: 7,
        contestants: contest!(
            "by hand, arrays" | n | Queens { n, row: 0, next: [0; 17], columns: [0; 17], boards: [0; 17] },
            "genfn" | n | queens(n, 0, 0, 0),
            "Box<dyn Iterator>" | n | queens_boxed(n, 0, 0, 0),
            "corosensei" | n | queens_stackful(n),
        ),
        left_out: CANNOT_RECURSE,
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    let mut all = trees();
    all.push(chains());
    all.extend(depths());
    all.push(n_queens());
    all
}
