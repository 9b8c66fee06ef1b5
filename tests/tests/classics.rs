//! The classic generator programs, with their known results.

use std::collections::{BTreeMap, BinaryHeap, HashMap, VecDeque};

use genfn::{BoxGen, Gen, GeneratorState, LocalBoxGen, PinGen};
use genfn::{generator, yield_, yield_from};
use genfn_tests::scaled;

/// Wrong if filters stacked on filters lost a prime: each is a generator that holds the one below.
#[test]
fn sieve_of_recursive_filters() {
    #[generator]
    fn sieve(numbers: LocalBoxGen<'static, u32>) -> LocalBoxGen<'static, u32> {
        let mut numbers = numbers;
        let Some(prime) = numbers.next() else { return };
        yield_!(prime);
        yield_from!(sieve(without(numbers, prime)));
    }
    #[generator]
    fn without(numbers: LocalBoxGen<'static, u32>, divisor: u32) -> LocalBoxGen<'static, u32> {
        for number in numbers {
            if number % divisor != 0 {
                yield_!(number);
            }
        }
    }
    #[generator]
    fn from(start: u32) -> LocalBoxGen<'static, u32> {
        yield_from!(start..);
    }
    assert!(sieve(from(2)).take(15).eq([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]));
    let (index, prime) = scaled((199, 1223), (19, 71));
    assert_eq!(sieve(from(2)).nth(index), Some(prime), "the 200th prime, or the 20th");
}

/// Wrong if the merged multiples were out of order or repeated.
#[test]
fn hamming_numbers() {
    #[generator]
    fn hamming() -> Gen<u64> {
        let mut found = vec![1u64];
        let mut at = [0; 3];
        loop {
            let last = found[found.len() - 1];
            yield_!(last);
            let candidates = [(2, 0), (3, 1), (5, 2)].map(|(factor, which)| factor * found[at[which]]);
            let next = candidates.into_iter().min().unwrap();
            for (candidate, at) in candidates.into_iter().zip(&mut at) {
                *at += usize::from(candidate == next);
            }
            found.push(next);
        }
    }
    assert!(hamming().take(15).eq([1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24]));
    let (index, number) = scaled((1690, 2_125_764_000), (49, 243));
    assert_eq!(hamming().nth(index), Some(number), "the 1,691st, or the 50th");
}

/// Wrong if a permutation was missing, twice, or another one between the three ways.
#[test]
fn permutations_three_ways() {
    #[generator]
    fn by_insertion(items: Vec<u8>) -> BoxGen<'static, Vec<u8>> {
        let Some((&first, rest)) = items.split_first() else {
            yield_!(vec![]);
            return;
        };
        for smaller in by_insertion(rest.to_vec()) {
            for place in 0..=smaller.len() {
                let mut larger = smaller.clone();
                larger.insert(place, first);
                yield_!(larger);
            }
        }
    }
    #[generator]
    fn by_swapping(items: &mut Vec<u8>, from: usize) -> Gen<Vec<u8>> {
        if from == items.len() {
            yield_!(items.clone());
        }
        for other in from..items.len() {
            items.swap(from, other);
            yield_from!(by_swapping(items, from + 1));
            items.swap(from, other);
        }
    }
    #[generator]
    fn in_order(mut items: Vec<u8>) -> Gen<Vec<u8>> {
        loop {
            yield_!(items.clone());
            let Some(pivot) = (1..items.len()).rev().find(|&at| items[at - 1] < items[at]) else { return };
            let swapped = (pivot..items.len()).rev().find(|&at| items[at] > items[pivot - 1]).unwrap();
            items.swap(pivot - 1, swapped);
            items[pivot..].reverse();
        }
    }
    let sorted = |items: &mut dyn Iterator<Item = Vec<u8>>| {
        let mut all: Vec<_> = items.collect();
        all.sort();
        all
    };
    let expected: Vec<_> = in_order(vec![1, 2, 3, 4]).collect();
    assert_eq!(expected.len(), 24);
    assert!(expected.is_sorted());
    assert_eq!(sorted(&mut by_insertion(vec![1, 2, 3, 4])), expected);
    assert_eq!(sorted(&mut by_swapping(&mut vec![1, 2, 3, 4], 0)), expected);
}

/// Wrong if backtracking through delegates lost a solution.
#[test]
fn eight_queens() {
    #[generator]
    fn queens(board: Vec<usize>, n: usize) -> Gen<Vec<usize>> {
        if board.len() == n {
            yield_!(board);
            return;
        }
        for column in 0..n {
            let safe = board
                .iter()
                .rev()
                .zip(1..)
                .all(|(&other, rows)| other != column && other.abs_diff(column) != rows);
            if safe {
                let mut longer = board.clone();
                longer.push(column);
                yield_from!(queens(longer, n));
            }
        }
    }
    let (size, solutions) = scaled((8, 92), (5, 10));
    assert_eq!(queens(vec![], size).count(), solutions);
    assert_eq!(queens(vec![], 6).next(), Some(vec![1, 3, 5, 0, 2, 4]));
}

/// A board of the knight's tour: the step at which each square was reached.
struct Tour {
    size: usize,
    board: Vec<usize>,
}

impl Tour {
    fn moves(&self, from: usize) -> Vec<usize> {
        let (row, column) = ((from / self.size) as isize, (from % self.size) as isize);
        [(1, 2), (2, 1), (-1, 2), (-2, 1), (1, -2), (2, -1), (-1, -2), (-2, -1)]
            .into_iter()
            .map(|(down, right)| (row + down, column + right))
            .filter(|&(row, column)| [row, column].iter().all(|at| (0..self.size as isize).contains(at)))
            .map(|(row, column)| row as usize * self.size + column as usize)
            .collect()
    }

    fn free_moves(&self, from: usize) -> Vec<usize> {
        self.moves(from).into_iter().filter(|&to| self.board[to] == 0).collect()
    }

    /// Whether every free square can still be entered and left, and the start be reached again.
    fn is_open(&self, at: usize) -> bool {
        (0..self.board.len()).filter(|&square| self.board[square] == 0).all(|square| {
            let ways =
                self.moves(square).into_iter().filter(|&to| self.board[to] == 0 || to == at || to == 0);
            ways.count() >= 2
        })
    }

    /// The squares reached, each a generator on the stack of those before (conjoin): those with the fewest ways on first.
    #[generator]
    fn tours(&mut self, at: usize, step: usize) -> Gen<()> {
        self.board[at] = step;
        if step == self.board.len() {
            if self.moves(at).contains(&0) {
                yield_!();
            }
        } else if self.is_open(at) {
            // The last square is kept for the end. Of equal ways the one nearer to the edge.
            let last = 2 * self.size + 1;
            let middle = |square: usize| {
                [square / self.size, square % self.size]
                    .map(|at| (2 * at + 1).abs_diff(self.size).pow(2))
                    .iter()
                    .sum::<usize>()
            };
            let mut next = self.free_moves(at);
            next.retain(|&square| square != last || step + 1 == self.board.len());
            next.sort_by_key(|&square| (self.free_moves(square).len(), usize::MAX - middle(square)));
            for square in next {
                yield_from!(self.tours(square, step + 1));
            }
        }
        self.board[at] = 0;
    }
}

/// Wrong if backtracking a hundred generators deep did not find a closed tour, or found one that is none.
#[test]
#[cfg_attr(
    miri,
    ignore = "there is no closed tour on fewer than 36 squares, and that one takes Miri minutes"
)]
fn closed_knights_tours() {
    for size in [6, 10] {
        let mut tour = Tour { size, board: vec![0; size * size] };
        assert!(tour.tours(0, 1).next().is_some(), "{size}");
        let mut squares: Vec<usize> = (0..size * size).collect();
        squares.sort_by_key(|&square| tour.board[square]);
        for at in 0..squares.len() {
            let next = squares[(at + 1) % squares.len()];
            assert!(tour.moves(squares[at]).contains(&next), "{size}: step {at}");
        }
    }
}

/// A tree of characters.
enum Tree {
    Leaf(char),
    Fork(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn fork(left: Tree, right: Tree) -> Tree {
        Tree::Fork(Box::new(left), Box::new(right))
    }

    #[generator]
    fn leaves(&self) -> Gen<char> {
        match self {
            Tree::Leaf(leaf) => yield_!(*leaf),
            Tree::Fork(left, right) => {
                yield_from!(left.leaves());
                yield_from!(right.leaves());
            }
        }
    }
}

/// Wrong if trees of other shapes with the same leaves differed, or those with other leaves did not.
#[test]
fn same_fringe() {
    use Tree::Leaf;
    let left = Tree::fork(Tree::fork(Leaf('a'), Leaf('b')), Leaf('c'));
    let right = Tree::fork(Leaf('a'), Tree::fork(Leaf('b'), Leaf('c')));
    let other = Tree::fork(Leaf('a'), Tree::fork(Leaf('c'), Leaf('b')));
    assert!(left.leaves().eq(right.leaves()));
    assert!(left.leaves().ne(other.leaves()));
}

/// Wrong if a move was missing, or put a larger disk on a smaller one.
#[test]
fn hanoi() {
    #[generator]
    fn hanoi(disks: u32, from: usize, to: usize) -> Gen<(usize, usize)> {
        if disks > 0 {
            let via = 3 - from - to;
            yield_from!(hanoi(disks - 1, from, via));
            yield_!((from, to));
            yield_from!(hanoi(disks - 1, via, to));
        }
    }
    let disks = scaled(10, 5);
    let mut pegs = [(1..=disks).rev().collect::<Vec<u32>>(), vec![], vec![]];
    let mut moves = 0;
    for (from, to) in hanoi(disks, 0, 2) {
        let disk = pegs[from].pop().unwrap();
        assert!(pegs[to].last().is_none_or(|&below| below > disk));
        pegs[to].push(disk);
        moves += 1;
    }
    assert_eq!((moves, pegs[2].len()), scaled((1023, 10), (31, 5)));
}

/// Wrong if neighbours differed in more than one bit, or a code was missing.
#[test]
fn gray_codes() {
    #[generator]
    fn gray(bits: u32, backwards: bool) -> Gen<u32> {
        if bits == 0 {
            yield_!(0);
            return;
        }
        let high = 1 << (bits - 1);
        for (first, bit) in
            [(true, if backwards { high } else { 0 }), (false, if backwards { 0 } else { high })]
        {
            for code in gray(bits - 1, !first) {
                yield_!(bit | code);
            }
        }
    }
    let codes: Vec<u32> = gray(scaled(8, 4), false).collect();
    assert!(codes.windows(2).all(|pair| (pair[0] ^ pair[1]).count_ones() == 1));
    let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), distinct.len()), scaled((256, 256), (16, 16)));
}

/// Wrong if a partition was missing or twice.
#[test]
fn integer_partitions() {
    #[generator]
    fn partitions(n: u32, largest: u32) -> Gen<Vec<u32>> {
        if n == 0 {
            yield_!(vec![]);
        }
        for first in (1..=largest.min(n)).rev() {
            for mut rest in partitions(n - first, first) {
                rest.insert(0, first);
                yield_!(rest);
            }
        }
    }
    assert!(partitions(4, 4).eq([vec![4], vec![3, 1], vec![2, 2], vec![2, 1, 1], vec![1, 1, 1, 1]]));
    let (n, count) = scaled((20, 627), (8, 22));
    assert_eq!(partitions(n, n).count(), count);
}

/// The binary trees of the three walks.
struct Node {
    value: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

fn search_tree(from: u32, to: u32) -> Option<Box<Node>> {
    (from < to).then(|| {
        let value = from.midpoint(to);
        Box::new(Node { value, left: search_tree(from, value), right: search_tree(value + 1, to) })
    })
}

/// Wrong if one of the three orders of a tree was another one.
#[test]
fn tree_walks() {
    #[generator]
    fn walk(node: &Option<Box<Node>>, place: u32) -> Gen<u32> {
        let Some(node) = node else { return };
        if place == 0 {
            yield_!(node.value);
        }
        yield_from!(walk(&node.left, place));
        if place == 1 {
            yield_!(node.value);
        }
        yield_from!(walk(&node.right, place));
        if place == 2 {
            yield_!(node.value);
        }
    }
    let tree = search_tree(0, 7);
    assert!(walk(&tree, 0).eq([3, 1, 0, 2, 5, 4, 6]));
    assert!(walk(&tree, 1).eq(0..7));
    assert!(walk(&tree, 2).eq([0, 2, 1, 4, 6, 5, 3]));
}

/// The recipes of Python's `itertools`, written as their documentation's generators are.
mod itertools {
    use super::*;

    #[generator]
    pub fn accumulate(items: impl IntoIterator<Item = i64>) -> Gen<i64> {
        let mut total = 0;
        for item in items {
            total += item;
            yield_!(total);
        }
    }

    #[generator]
    pub fn chain<T>(iterables: Vec<Vec<T>>) -> Gen<T> {
        for iterable in iterables {
            yield_from!(iterable);
        }
    }

    #[generator]
    pub fn compress<T>(
        data: impl IntoIterator<Item = T>,
        selectors: impl IntoIterator<Item = bool>,
    ) -> Gen<T> {
        for (item, selected) in data.into_iter().zip(selectors) {
            if selected {
                yield_!(item);
            }
        }
    }

    #[generator]
    pub fn cycle<T: Clone>(items: impl IntoIterator<Item = T>) -> Gen<T> {
        let mut saved = Vec::new();
        for item in items {
            yield_!(item.clone());
            saved.push(item);
        }
        while !saved.is_empty() {
            yield_from!(saved.clone());
        }
    }

    #[generator]
    pub fn dropwhile<T>(predicate: impl Fn(&T) -> bool, items: impl IntoIterator<Item = T>) -> Gen<T> {
        let mut items = items.into_iter();
        for item in items.by_ref() {
            if !predicate(&item) {
                yield_!(item);
                break;
            }
        }
        yield_from!(items);
    }

    #[generator]
    pub fn takewhile<T>(predicate: impl Fn(&T) -> bool, items: impl IntoIterator<Item = T>) -> Gen<T> {
        for item in items {
            if !predicate(&item) {
                break;
            }
            yield_!(item);
        }
    }

    #[generator]
    pub fn groupby<T, K: PartialEq>(
        items: impl IntoIterator<Item = T>,
        key: impl Fn(&T) -> K,
    ) -> Gen<(K, Vec<T>)> {
        let mut group: Option<(K, Vec<T>)> = None;
        for item in items {
            let own = key(&item);
            match &mut group {
                Some((current, members)) if *current == own => members.push(item),
                _ => {
                    if let Some(ended) = group.replace((own, vec![item])) {
                        yield_!(ended);
                    }
                }
            }
        }
        yield_from!(group);
    }

    type Shared<I, T> = std::rc::Rc<std::cell::RefCell<(I, VecDeque<T>, usize)>>;

    #[generator]
    fn branch<I: Iterator<Item = T>, T: Clone>(shared: Shared<I, T>) -> Gen<T> {
        let mut at = 0;
        loop {
            let item = {
                let (source, buffer, _) = &mut *shared.borrow_mut();
                if at == buffer.len() {
                    match source.next() {
                        Some(item) => buffer.push_back(item),
                        None => return,
                    }
                }
                buffer[at].clone()
            };
            at += 1;
            yield_!(item);
        }
    }

    pub fn tee<I: Iterator<Item = T>, T: Clone>(source: I) -> [impl Iterator<Item = T>; 2] {
        let shared = Shared::new(std::cell::RefCell::new((source, VecDeque::new(), 0)));
        [branch(shared.clone()), branch(shared)]
    }

    #[generator]
    pub fn islice<T>(items: impl IntoIterator<Item = T>, start: usize, stop: usize, step: usize) -> Gen<T> {
        for (index, item) in items.into_iter().take(stop).enumerate().skip(start) {
            if (index - start) % step == 0 {
                yield_!(item);
            }
        }
    }

    #[generator]
    pub fn pairwise<T: Clone>(items: impl IntoIterator<Item = T>) -> Gen<(T, T)> {
        let mut items = items.into_iter();
        let Some(mut before) = items.next() else { return };
        for item in items {
            yield_!((before, item.clone()));
            before = item;
        }
    }

    #[generator]
    pub fn zip_longest<T: Clone>(left: Vec<T>, right: Vec<T>, fill: T) -> Gen<(T, T)> {
        for index in 0..left.len().max(right.len()) {
            let at = |items: &[T]| items.get(index).unwrap_or(&fill).clone();
            yield_!((at(&left), at(&right)));
        }
    }

    #[generator]
    pub fn product<T: Clone + 'static>(pools: Vec<Vec<T>>) -> LocalBoxGen<'static, Vec<T>> {
        let Some((first, rest)) = pools.split_first() else {
            yield_!(vec![]);
            return;
        };
        for item in first.clone() {
            for mut tail in product(rest.to_vec()) {
                tail.insert(0, item.clone());
                yield_!(tail);
            }
        }
    }

    #[generator]
    pub fn combinations<T: Clone>(pool: Vec<T>, r: usize) -> Gen<Vec<T>> {
        let n = pool.len();
        let mut indices: Vec<usize> = (0..r).collect();
        if r > n {
            return;
        }
        loop {
            yield_!(indices.iter().map(|&index| pool[index].clone()).collect());
            let Some(at) = (0..r).rev().find(|&at| indices[at] != at + n - r) else { return };
            indices[at] += 1;
            for later in at + 1..r {
                indices[later] = indices[later - 1] + 1;
            }
        }
    }

    #[generator]
    pub fn roundrobin<T>(iterables: Vec<Vec<T>>) -> Gen<T> {
        let mut queue: VecDeque<_> = iterables.into_iter().map(Vec::into_iter).collect();
        while let Some(mut items) = queue.pop_front() {
            if let Some(item) = items.next() {
                yield_!(item);
                queue.push_back(items);
            }
        }
    }

    #[generator]
    pub fn sliding_window<T: Clone>(items: impl IntoIterator<Item = T>, n: usize) -> Gen<Vec<T>> {
        let mut window = VecDeque::new();
        for item in items {
            window.push_back(item);
            if window.len() == n {
                yield_!(window.iter().cloned().collect());
                window.pop_front();
            }
        }
    }

    #[generator]
    pub fn powerset<T: Clone>(items: Vec<T>) -> Gen<Vec<T>> {
        for r in 0..=items.len() {
            yield_from!(combinations(items.clone(), r));
        }
    }
}

/// Wrong if a recipe gave something else than Python's documentation says.
#[test]
fn itertools_recipes() {
    use itertools::*;
    let text = |items: Gen<char, (), (), std::convert::Infallible, _>| items.collect::<String>();
    assert!(accumulate([1, 2, 3, 4, 5]).eq([1, 3, 6, 10, 15]));
    assert!(chain(vec![vec!['A', 'B'], vec!['C']]).eq(['A', 'B', 'C']));
    assert_eq!(text(compress("ABCDEF".chars(), [true, false, true, false, true, true])), "ACEF");
    assert_eq!(cycle("ABC".chars()).take(7).collect::<String>(), "ABCABCA");
    assert!(dropwhile(|&x| x < 5, [1, 4, 6, 3, 8]).eq([6, 3, 8]));
    assert!(takewhile(|&x| x < 5, [1, 4, 6, 3, 8]).eq([1, 4]));
    let groups: Vec<_> =
        groupby("AAAABBBCCD".chars(), |&c| c).map(|(key, group)| (key, group.len())).collect();
    assert_eq!(groups, [('A', 4), ('B', 3), ('C', 2), ('D', 1)]);
    let [mut left, mut right] = tee(1..4);
    assert_eq!((left.next(), left.next(), right.next(), left.next()), (Some(1), Some(2), Some(1), Some(3)));
    assert!(left.next().is_none() && right.eq([2, 3]));
    assert_eq!(islice("ABCDEFG".chars(), 2, 7, 2).collect::<String>(), "CEG");
    assert!(pairwise([1, 2, 3]).eq([(1, 2), (2, 3)]));
    assert!(zip_longest(vec![1, 2], vec![3], 0).eq([(1, 3), (2, 0)]));
    assert!(product(vec![vec![1, 2], vec![3, 4]]).eq([vec![1, 3], vec![1, 4], vec![2, 3], vec![2, 4]]));
    assert!(combinations(vec![1, 2, 3], 2).eq([vec![1, 2], vec![1, 3], vec![2, 3]]));
    assert_eq!(
        roundrobin(vec![vec!['A', 'B', 'C'], vec!['D'], vec!['E', 'F']]).collect::<String>(),
        "ADEBFC"
    );
    assert!(sliding_window([1, 2, 3, 4], 3).eq([vec![1, 2, 3], vec![2, 3, 4]]));
    assert_eq!(powerset(vec![1, 2, 3]).count(), 8);
}

/// What a task of the trampoline asks for.
enum Request {
    Receive,
    Send(String),
    Spawn(LocalBoxGen<'static, Request, Option<String>>),
}

/// The sockets of the echo server, in memory.
#[derive(Default)]
struct Network {
    incoming: HashMap<usize, VecDeque<String>>,
    outgoing: BTreeMap<usize, Vec<String>>,
}

/// PEP 342's trampoline: runs tasks that yield requests, and sends the answers back.
fn trampoline(network: &mut Network, first: LocalBoxGen<'static, Request, Option<String>>) {
    let mut queue = VecDeque::from([(0, first, None)]);
    let mut tasks = 1;
    while let Some((id, mut task, answer)) = queue.pop_front() {
        match task.resume(answer) {
            Ok(GeneratorState::Yielded(Request::Receive)) => {
                let message = network.incoming.get_mut(&id).and_then(VecDeque::pop_front);
                queue.push_back((id, task, message));
            }
            Ok(GeneratorState::Yielded(Request::Send(message))) => {
                network.outgoing.entry(id).or_default().push(message);
                queue.push_back((id, task, None));
            }
            Ok(GeneratorState::Yielded(Request::Spawn(spawned))) => {
                queue.push_back((tasks, spawned, None));
                tasks += 1;
                queue.push_back((id, task, None));
            }
            Ok(GeneratorState::Complete(())) | Err(_) => {}
        }
    }
}

/// Wrong if an answer reached another task than the one that asked (PEP 342's echo server).
#[test]
fn trampoline_with_an_echo_server() {
    #[generator]
    fn connection() -> LocalBoxGen<'static, Request, Option<String>> {
        while let Some(message) = yield_!(Request::Receive) {
            yield_!(Request::Send(message.to_uppercase()));
        }
    }
    #[generator]
    fn listener(connections: usize) -> LocalBoxGen<'static, Request, Option<String>> {
        for _ in 0..connections {
            yield_!(Request::Spawn(connection()));
        }
    }
    let mut network = Network::default();
    network.incoming.insert(1, ["a", "b"].map(String::from).into());
    network.incoming.insert(2, ["c"].map(String::from).into());
    trampoline(&mut network, listener(3));
    assert_eq!(network.outgoing[&1], ["A", "B"]);
    assert_eq!(network.outgoing[&2], ["C"]);
    assert_eq!(network.outgoing.len(), 2);
}

/// Wrong if tasks did not take turns, or one was dropped before it ended.
#[test]
fn round_robin_scheduler() {
    #[generator]
    fn task(name: &'static str, steps: u32) -> BoxGen<'static, String> {
        for step in 1..=steps {
            yield_!(format!("{name}{step}"));
        }
    }
    let mut queue = VecDeque::from([task("p", 3), task("q", 1), task("r", 2)]);
    let mut log = Vec::new();
    while let Some(mut task) = queue.pop_front() {
        if let Some(step) = task.next() {
            log.push(step);
            queue.push_back(task);
        }
    }
    assert_eq!(log, ["p1", "q1", "r1", "p2", "r2", "p3"]);
}

/// What a car waits for.
#[derive(Debug, PartialEq, Eq)]
enum Wait {
    For(u32),
    Machine,
    Release,
}

/// Wrong if events came out of order, or a machine washed two cars at once.
#[test]
fn car_wash() {
    #[generator]
    fn car(arrival: u32) -> PinGen<Wait> {
        yield_!(Wait::For(arrival));
        yield_!(Wait::Machine);
        yield_!(Wait::For(5));
        yield_!(Wait::Release);
    }
    let arrivals = [0, 1, 2, 12];
    let mut cars: Vec<_> = arrivals.iter().map(|&arrival| Box::pin(car(arrival))).collect();
    let mut events: BinaryHeap<_> = (0..cars.len()).map(|car| std::cmp::Reverse((0, car))).collect();
    let (mut free, mut waiting, mut log) = (2, VecDeque::new(), Vec::new());
    while let Some(std::cmp::Reverse((now, index))) = events.pop() {
        let Some(wait) = cars[index].as_mut().next() else { continue };
        match wait {
            Wait::For(time) => events.push(std::cmp::Reverse((now + time, index))),
            Wait::Machine if free > 0 => {
                free -= 1;
                log.push((now, index, "in"));
                events.push(std::cmp::Reverse((now, index)));
            }
            Wait::Machine => waiting.push_back(index),
            Wait::Release => {
                log.push((now, index, "out"));
                match waiting.pop_front() {
                    Some(next) => {
                        log.push((now, next, "in"));
                        events.push(std::cmp::Reverse((now, next)));
                    }
                    None => free += 1,
                }
            }
        }
    }
    assert_eq!(
        log,
        [
            (0, 0, "in"),
            (1, 1, "in"),
            (5, 0, "out"),
            (5, 2, "in"),
            (6, 1, "out"),
            (10, 2, "out"),
            (12, 3, "in"),
            (17, 3, "out"),
        ]
    );
}

/// A token of an arithmetic expression.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    Operator(char),
}

#[generator]
fn tokens(text: &str) -> Gen<Token, (), Result<(), String>> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let number = rest[..end].parse().map_err(|_| format!("no number: {}", &rest[..end]))?;
            yield_!(Token::Number(number));
            rest = &rest[end..];
        } else {
            if "+-*/()".contains(first) {
                yield_!(Token::Operator(first));
            } else if !first.is_whitespace() {
                return Err(format!("no operator: {first}"));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(())
}

/// Wrong if the parser and the tokenizer it asks did not go hand in hand, or an error was lost between them.
#[test]
fn recursive_descent_parser() {
    struct Parser<I: Iterator>(std::iter::Peekable<I>);
    impl<I: Iterator<Item = Result<Token, String>>> Parser<I> {
        fn next_if(&mut self, wanted: &str) -> Option<char> {
            match self.0.peek() {
                Some(Ok(Token::Operator(operator))) if wanted.contains(*operator) => {
                    let operator = *operator;
                    self.0.next();
                    Some(operator)
                }
                _ => None,
            }
        }
        fn sum(&mut self) -> Result<f64, String> {
            let mut value = self.product()?;
            while let Some(operator) = self.next_if("+-") {
                let other = self.product()?;
                value += if operator == '+' { other } else { -other };
            }
            Ok(value)
        }
        fn product(&mut self) -> Result<f64, String> {
            let mut value = self.atom()?;
            while let Some(operator) = self.next_if("*/") {
                let other = self.atom()?;
                value = if operator == '*' { value * other } else { value / other };
            }
            Ok(value)
        }
        fn atom(&mut self) -> Result<f64, String> {
            if self.next_if("(").is_some() {
                let value = self.sum()?;
                return self.next_if(")").map(|_| value).ok_or_else(|| "no `)`".into());
            }
            match self.0.next() {
                Some(Ok(Token::Number(number))) => Ok(number),
                Some(Ok(token)) => Err(format!("unexpected {token:?}")),
                Some(Err(error)) => Err(error),
                None => Err("unexpected end".into()),
            }
        }
    }
    let value = |text: &str| Parser(tokens(text).peekable()).sum();
    assert_eq!(value("1 + 2 * (3 - 4.5) / 2"), Ok(-0.5));
    assert_eq!(value("2 * (3"), Err("no `)`".into()));
    assert_eq!(value("2 * $"), Err("no operator: $".into()));
    assert_eq!(value("1.2.3"), Err("no number: 1.2.3".into()));
}

/// Wrong if frames cut anywhere were not put together again: the decoder is sent the bytes as they come.
#[test]
fn framing_decoder() {
    #[generator]
    fn decoder() -> Gen<Option<Vec<u8>>, u8, (), std::convert::Infallible> {
        let mut byte = yield_!(None);
        loop {
            let mut payload = Vec::with_capacity(usize::from(byte));
            for _ in 0..byte {
                payload.push(yield_!(None));
            }
            byte = yield_!(Some(payload));
        }
    }
    let stream = [3, b'a', b'b', b'c', 0, 1, b'z', 2, b'x'];
    let mut decoder = decoder();
    assert_eq!(decoder.start(), Ok(GeneratorState::Yielded(None)));
    let frames: Vec<_> =
        stream.iter().filter_map(|&byte| decoder.send(byte).unwrap().yielded().flatten()).collect();
    assert_eq!(frames, [b"abc".to_vec(), vec![], b"z".to_vec()]);
}
