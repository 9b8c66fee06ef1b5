//! Lending generators: items that borrow the frame which yields them.

use std::cell::{Cell, Ref, RefCell, RefMut};
use std::convert::Infallible;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{mem, thread};

use genfn::{
    Body, CloseError, Gen, GeneratorState, Lend, LendGen, Raised, SendError, StartError, Status, generator,
    raise, try_yield, try_yield_from, yield_, yield_from,
};
use genfn_tests::forget;

// ----- L1, L2: what is lent, and for how long. -----

/// One buffer, lent again and again.
#[generator]
fn chunks(mut reader: impl Read, size: usize) -> LendGen<&'lend [u8], (), io::Result<()>> {
    let mut buffer = vec![0; size];
    loop {
        let length = reader.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        yield_!(&buffer[..length]);
    }
}

/// Wrong if a lent item were not what the body has, or the body did not get its buffer back.
#[test]
fn l1_an_item_borrows_the_frame() {
    let mut chunks = chunks(&b"abcdefg"[..], 3);
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next() {
        all.push(String::from_utf8_lossy(chunk.unwrap()).into_owned());
    }
    assert_eq!(all, ["abc", "def", "g"]);
    assert!(chunks.next().is_none());
    assert_eq!(chunks.status(), Status::Finished);
}

/// A reader that fails after some bytes.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() { Err(io::Error::other("unplugged")) } else { self.0.read(buffer) }
    }
}

/// Wrong if `?` lost its error, or gave it twice (G22).
#[test]
fn l1_results_end_with_the_error() {
    let mut chunks = chunks(Failing(b"abc"), 8);
    assert_eq!(chunks.next().unwrap().unwrap(), b"abc");
    assert_eq!(chunks.next().unwrap().unwrap_err().to_string(), "unplugged");
    assert!(chunks.next().is_none());
}

#[generator]
fn counters(mut counts: Vec<u32>, rounds: usize) -> LendGen<&'lend mut u32, (), Vec<u32>> {
    for _ in 0..rounds {
        for count in &mut counts {
            yield_!(count);
        }
    }
    counts
}

/// Wrong if what the consumer writes through a `&'lend mut` did not reach the body.
#[test]
fn l1_an_exclusive_borrow_is_lent() {
    let mut counters = counters(vec![1, 10], 2);
    let mut step = 1;
    assert_eq!(
        counters.for_each(|count| {
            *count += step;
            step += 1;
        }),
        Some(vec![1 + 1 + 3, 10 + 2 + 4])
    );
    assert_eq!(counters.for_each(|_| unreachable!()), None);
}

/// Items that are mixed with borrows of an argument, and with values.
#[generator]
fn words<'a>(lines: &'a [&'a str]) -> LendGen<(usize, &'lend str, &'a str)> {
    let mut upper = String::new();
    for (number, line) in lines.iter().enumerate() {
        upper.clear();
        upper.extend(line.chars().flat_map(char::to_uppercase));
        for word in upper.split(' ') {
            yield_!((number, word, *line));
        }
    }
}

/// Wrong if what is borrowed of an argument ended with the item, as what is lent does.
#[test]
fn l2_a_borrow_of_an_argument_outlives_the_item() {
    let lines = ["one two", "three"];
    let mut kept = Vec::new();
    let mut words = words(&lines);
    while let Some((number, word, line)) = words.next() {
        kept.push((number, word.len(), line));
    }
    drop(words);
    assert_eq!(kept, [(0, 3, "one two"), (0, 3, "one two"), (1, 5, "three")]);
}

#[generator]
fn groups<'a, T: PartialEq>(items: &'a [T]) -> LendGen<&'lend [&'a T]> {
    let mut group: Vec<&'a T> = Vec::new();
    for item in items {
        if group.first().is_some_and(|first| *first != item) {
            yield_!(&group);
            group.clear();
        }
        group.push(item);
    }
    yield_!(&group);
}

/// Wrong if generics or borrows inside of what is lent were not as in a plain generator.
#[test]
fn l2_generics_and_borrows_inside_of_borrows() {
    let items = vec!["a".to_string(), "a".into(), "b".into()];
    let mut longest: Vec<&String> = Vec::new();
    let mut groups = groups(&items);
    while let Some(group) = groups.next() {
        if group.len() > longest.len() {
            longest = group.to_vec();
        }
    }
    drop(groups);
    assert_eq!(longest, ["a", "a"]);
}

#[generator]
fn guards(values: RefCell<Vec<u32>>) -> LendGen<Ref<'lend, Vec<u32>>, u32> {
    loop {
        let pushed = yield_!(values.borrow());
        // Panics if the guard is still there.
        values.borrow_mut().push(pushed);
    }
}

/// Wrong if a guard could be in use when the body goes on.
#[test]
fn l1_guards_are_lent() {
    let mut guards = guards(RefCell::new(vec![1]));
    {
        let GeneratorState::Yielded(first) = guards.start().unwrap() else { panic!("it yields") };
        assert_eq!(*first, [1]);
    }
    let GeneratorState::Yielded(second) = guards.send(2).unwrap() else { panic!("it yields") };
    assert_eq!(*second, [1, 2]);
}

#[generator]
fn exclusive_guards(value: &RefCell<u32>) -> LendGen<RefMut<'lend, u32>> {
    for _ in 0..2 {
        yield_!(value.borrow_mut());
    }
}

/// Wrong if a guard that is lent were not released when it is dropped.
#[test]
fn l1_exclusive_guards_are_lent() {
    let value = RefCell::new(1);
    let mut guards = exclusive_guards(&value);
    *guards.next().unwrap() += 1;
    assert_eq!(*value.borrow(), 2);
    let held = guards.next().unwrap();
    assert!(value.try_borrow().is_err());
    drop(held);
    assert_eq!(*value.borrow(), 2);
}

/// Wrong if a temporary of a yield's operand could not be lent where the compiler would let it be borrowed by a `let`.
#[test]
fn l1_a_literal_temporary_is_lent() {
    #[generator]
    fn ranges() -> LendGen<&'lend [u32]> {
        for n in 0..3 {
            yield_!(&vec![n; n as usize]);
        }
    }
    let mut lengths = Vec::new();
    ranges().for_each(|range| lengths.push(range.len()));
    assert_eq!(lengths, [0, 1, 2]);
}

struct Table {
    rows: Vec<Vec<u32>>,
}

impl Table {
    #[generator]
    fn doubled(&self) -> LendGen<(usize, &'lend [u32])> {
        let mut buffer = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            buffer.clear();
            buffer.extend(row.iter().map(|n| n * 2));
            yield_!((number, &buffer));
        }
    }
}

type Words = dyn for<'lend> Lend<'lend, Item = &'lend str>;

trait Source {
    fn words(&mut self) -> LendGen<Words, (), (), Infallible, impl Body<Output = ()>>;
}

struct Text(String);

impl Source for Text {
    #[generator]
    fn words(&mut self) -> LendGen<&'lend str> {
        while let Some(end) = self.0.find(' ') {
            yield_!(&self.0[..end]);
            self.0.drain(..=end);
        }
        yield_!(&self.0);
    }
}

fn total(mut words: LendGen<Words, (), (), Infallible, impl Body<Output = ()>>) -> usize {
    let mut total = 0;
    while let Some(word) = words.next() {
        total += word.len();
    }
    total
}

/// Wrong if methods, or methods of a trait, could not lend, or a lending generator be no argument.
#[test]
fn l1_methods_traits_and_arguments() {
    let table = Table { rows: vec![vec![1], vec![2, 3]] };
    let mut rows = table.doubled();
    assert_eq!(rows.next(), Some((0, &[2][..])));
    assert_eq!(rows.next(), Some((1, &[4, 6][..])));
    assert_eq!(rows.next(), None);

    let mut text = Text("to be or".into());
    assert_eq!(total(text.words()), 6);
    assert_eq!(text.0, "or");
}

// ----- L3: the protocol. -----

#[generator]
fn accumulated() -> LendGen<&'lend str, char, String, &'static str> {
    let mut text = String::new();
    loop {
        match try_yield!(&text) {
            Ok('.') => return text,
            Ok(letter) => text.push(letter),
            Err(Raised::Throw("clear")) => text.clear(),
            Err(Raised::Throw(error)) => raise!(Raised::Throw(error)),
            Err(Raised::Close) => return text + " (closed)",
        }
    }
}

fn yielded(state: Result<GeneratorState<&str, String>, impl std::fmt::Debug>) -> &str {
    state.unwrap().yielded().unwrap()
}

/// Wrong if an operation on a lending generator did something else than on any other (G10 to G17, G25 to G30).
#[test]
fn l3_the_protocol() {
    let mut text = accumulated();
    assert_eq!(text.status(), Status::Created);
    assert_eq!(text.send('x'), Err(SendError::NotStarted('x')));
    assert_eq!(yielded(text.start()), "");
    assert_eq!(text.start(), Err(StartError::Started));
    assert_eq!(yielded(text.send('a')), "a");
    assert_eq!(yielded(text.resume('b')), "ab");
    assert_eq!(yielded(text.throw("clear")), "");
    assert_eq!(yielded(text.send('c')), "c");
    assert_eq!(text.status(), Status::Suspended);
    assert_eq!(text.send('.'), Ok(GeneratorState::Complete("c".into())));
    assert_eq!(text.send('x'), Err(SendError::Finished('x')));
    assert_eq!(text.throw("late"), Err("late"));
    assert_eq!(text.close(), Ok(None));

    let mut text = accumulated();
    assert_eq!(yielded(text.resume('x')), "");
    assert_eq!(text.throw("fatal"), Err("fatal"));

    let mut text = accumulated();
    assert_eq!(text.close(), Ok(None));
    assert_eq!(text.start(), Err(StartError::Finished));

    let mut text = accumulated();
    text.start().unwrap();
    assert_eq!(yielded(text.send('d')), "d");
    assert_eq!(text.close(), Ok(Some("d (closed)".into())));
}

/// Wrong if the return value were lost by iteration that makes no item of it (G5).
#[test]
fn l3_the_return_value_is_kept() {
    #[generator]
    fn lines(text: &str) -> LendGen<&'lend str, (), Result<(), u32>> {
        let copy = text.to_owned();
        for line in copy.lines() {
            yield_!(line);
        }
        Ok(())
    }
    let mut lines = lines("a\nb");
    while lines.next().is_some() {}
    assert_eq!(lines.take_return(), Some(Ok(())));
    assert_eq!(lines.take_return(), None);
}

// ----- L5, L6: what can still hold an item when its frame goes. -----

/// An item with a destructor that looks at what it borrows. `'lend` is the borrow of the frame.
struct Looks<'l> {
    name: &'l String,
    log: &'l RefCell<Vec<String>>,
}

impl Drop for Looks<'_> {
    fn drop(&mut self) {
        self.log.borrow_mut().push(format!("item of {}", self.name));
    }
}

/// Its destructor says that the frame is gone. The name is freed with it, so an item that comes later reads freed memory.
struct Owner<'a> {
    name: String,
    log: &'a RefCell<Vec<String>>,
}

impl Drop for Owner<'_> {
    fn drop(&mut self) {
        self.log.borrow_mut().push(format!("frame of {}", self.name));
    }
}

type Log = RefCell<Vec<String>>;

/// Yields once, and then once more whatever is raised.
#[generator]
fn stubborn<'a>(name: &str, log: &'a Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let owner = Owner { name: name.to_owned(), log };
    let mut caught = 0;
    while caught < 2 {
        let item = Looks { name: &owner.name, log: owner.log };
        if try_yield!(item).is_err() {
            caught += 1;
        }
    }
}

/// The same for delegates whose errors have another type.
#[generator]
fn stubborn_with_other_errors<'a>(name: &str, log: &'a Log) -> LendGen<Looks<'lend>, (), (), &'static str> {
    let owner = Owner { name: name.to_owned(), log };
    loop {
        let item = Looks { name: &owner.name, log: owner.log };
        let _ignored = try_yield!(item);
    }
}

#[generator]
fn linked<'a>(log: &'a Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner { name: "delegator".to_owned(), log };
    yield_from!(stubborn("delegate", log));
}

#[generator]
fn driven<'a>(log: &'a Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner { name: "delegator".to_owned(), log };
    yield_from!(stubborn_with_other_errors("delegate", log));
}

#[generator]
fn driven_and_caught<'a>(log: &'a Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let owner = Owner { name: "delegator".to_owned(), log };
    if try_yield_from!(stubborn_with_other_errors("delegate", log)).is_err() {
        yield_!(Looks { name: &owner.name, log });
    }
}

#[generator]
fn by_reference<'a>(log: &'a Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner { name: "delegator".to_owned(), log };
    let mut delegate = stubborn("delegate", log);
    yield_from!(&mut delegate);
}

/// What is done to a generator that has yielded its first item, which was dropped.
type Act = for<'g, 'a> fn(&'g mut dyn Looking<'a>);

/// The generators of the table, whatever their bodies.
trait Looking<'a> {
    fn step(&mut self);
    fn stop(&mut self) -> Result<Option<()>, CloseError<(), u32>>;
    fn fail(&mut self, error: u32);
}

impl<'a, B: Body<Output = ()>> Looking<'a>
    for LendGen<dyn for<'lend> Lend<'lend, Item = Looks<'lend>>, (), (), u32, B>
{
    fn step(&mut self) {
        let _item = self.next();
    }
    fn stop(&mut self) -> Result<Option<()>, CloseError<(), u32>> {
        self.close()
    }
    fn fail(&mut self, error: u32) {
        let _item = self.throw(error);
    }
}

fn close(generator: &mut dyn Looking<'_>) {
    // The body yields in reply, and the item is dropped before the frame that it borrows.
    assert_eq!(generator.stop(), Err(CloseError::Yielded(())));
    assert_eq!(generator.stop(), Ok(None));
}

fn close_what_lets_it(generator: &mut dyn Looking<'_>) {
    assert_eq!(generator.stop(), Ok(None));
}

fn throw(generator: &mut dyn Looking<'_>) {
    generator.fail(1);
}

fn throw_and_close(generator: &mut dyn Looking<'_>) {
    generator.fail(1);
    let _ = generator.stop();
}

fn nothing(_: &mut dyn Looking<'_>) {}

/// What happens to the items and the frames, in order; `item` stands for an item of the delegate, `frame` for its frame.
///
/// Wrong if an item were dropped after the frame that it borrows (which Miri would see as a read of freed memory), not at all,
/// or twice.
#[test]
fn l5_items_go_before_their_frames() {
    let item = "item of delegate";
    let frame = "frame of delegate";
    let around = "frame of delegator";
    let table: &[(&str, fn(&Log) -> Box<dyn Looking<'_> + '_>, Act, &[&str])] = &[
        ("alone, dropped", |log| Box::new(stubborn("delegate", log)), nothing, &[item, frame]),
        ("alone, closed", |log| Box::new(stubborn("delegate", log)), close, &[item, item, frame]),
        ("alone, thrown at", |log| Box::new(stubborn("delegate", log)), throw, &[item, item, frame]),
        (
            "alone, thrown at and closed",
            |log| Box::new(stubborn("delegate", log)),
            throw_and_close,
            &[item, item, frame],
        ),
        ("linked, dropped", |log| Box::new(linked(log)), nothing, &[item, frame, around]),
        ("linked, closed", |log| Box::new(linked(log)), close, &[item, item, frame, around]),
        ("linked, thrown at", |log| Box::new(linked(log)), throw, &[item, item, frame, around]),
        ("driven, dropped", |log| Box::new(driven(log)), nothing, &[item, frame, around]),
        ("driven, closed", |log| Box::new(driven(log)), close, &[item, item, frame, around]),
        // D6: the delegate is closed for an error of another type, and what it yields in reply is dropped.
        ("driven, thrown at", |log| Box::new(driven(log)), throw, &[item, item, frame, around]),
        (
            "driven, thrown at, and the delegator catches it",
            |log| Box::new(driven_and_caught(log)),
            throw,
            &[item, item, frame, "item of delegator", around],
        ),
        ("by reference, dropped", |log| Box::new(by_reference(log)), nothing, &[item, frame, around]),
        // D7: a delegate by reference gets no close.
        (
            "by reference, closed",
            |log| Box::new(by_reference(log)),
            close_what_lets_it,
            &[item, frame, around],
        ),
    ];
    for (name, make, act, expected) in table {
        let log = RefCell::new(Vec::new());
        let mut generator = make(&log);
        generator.step();
        act(&mut *generator);
        drop(generator);
        assert_eq!(log.into_inner(), *expected, "{name}");
    }
}

/// An item whose destructor panics.
struct Bomb<'l>(&'l Cell<u32>);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        if !thread::panicking() {
            panic!("bomb");
        }
    }
}

#[generator]
fn bombs<'a>(log: &'a Log) -> LendGen<Bomb<'lend>> {
    let owner = Owner { name: "bombs".to_owned(), log };
    let drops = Box::new(Cell::new(0));
    loop {
        let _ignored = try_yield!(Bomb(&drops));
        log.borrow_mut().push(format!("{} of {}", drops.get(), owner.name));
    }
}

/// Wrong if a panic in the destructor of an item that is dropped for its frame left the frame as it was, or freed it first.
#[test]
fn l5_an_item_that_panics_when_it_is_dropped() {
    let log = RefCell::new(Vec::new());
    let mut generator = bombs(&log);
    mem::forget(generator.next());
    let closed = catch_unwind(AssertUnwindSafe(|| generator.close()));
    assert!(closed.is_err());
    assert_eq!(generator.status(), Status::Finished);
    assert_eq!(log.take(), ["0 of bombs", "frame of bombs"]);
}

#[generator]
fn panics_later(log: &Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let owner = Owner { name: "panicking".to_owned(), log };
    yield_!(Looks { name: &owner.name, log: owner.log });
    panic!("later");
}

#[generator]
fn delegates_to_panic(log: &Log) -> LendGen<Looks<'lend>, (), (), u32> {
    let _owner = Owner { name: "delegator".to_owned(), log };
    yield_from!(panics_later(log));
}

/// Wrong if a panic in the body, or in the consumer while it holds an item, dropped anything twice or in another order.
#[test]
fn l6_panics() {
    let log = RefCell::new(Vec::new());
    let mut generator = delegates_to_panic(&log);
    drop(generator.next());
    assert!(catch_unwind(AssertUnwindSafe(|| drop(generator.next()))).is_err());
    assert_eq!(generator.status(), Status::Finished);
    assert!(generator.next().is_none());
    drop(generator);
    assert_eq!(log.into_inner(), ["item of panicking", "frame of panicking", "frame of delegator"]);

    let log = RefCell::new(Vec::new());
    let consumer = catch_unwind(AssertUnwindSafe(|| {
        let mut generator = linked(&log);
        let item = generator.next();
        assert!(item.is_none(), "in the consumer");
    }));
    assert!(consumer.is_err());
    assert_eq!(log.into_inner(), ["item of delegate", "frame of delegate", "frame of delegator"]);

    let log = RefCell::new(Vec::new());
    let consumer = catch_unwind(AssertUnwindSafe(|| {
        linked(&log).for_each(|_item| panic!("in the function"));
    }));
    assert!(consumer.is_err());
    assert_eq!(log.into_inner(), ["item of delegate", "frame of delegate", "frame of delegator"]);
}

/// Wrong if an item or a generator that is forgotten made anything else wrong.
#[test]
fn l6_what_is_forgotten() {
    let log = RefCell::new(Vec::new());
    let mut generator = linked(&log);
    mem::forget(generator.next());
    drop(generator.next());
    drop(generator);
    assert_eq!(log.take(), ["item of delegate", "frame of delegate", "frame of delegator"]);

    // A guard that is forgotten is never released.
    let value = RefCell::new(1);
    let mut guards = exclusive_guards(&value);
    mem::forget(guards.next());
    assert!(catch_unwind(AssertUnwindSafe(|| drop(guards.next()))).is_err());
}

// ----- L7: delegation. -----

#[generator]
fn countdown(from: u32) -> LendGen<&'lend [u32], (), u32> {
    let mut numbers: Vec<u32> = (1..=from).collect();
    while !numbers.is_empty() {
        yield_!(&numbers);
        numbers.pop();
    }
    from
}

/// Delegates of every kind in a lending generator.
#[generator]
fn all_kinds<'a>(outer: &'a [u32], rows: &'a [Vec<u32>]) -> LendGen<&'lend [u32], (), u32> {
    let mut sum = yield_from!(countdown(2));
    let mut held = countdown(2);
    let _first = held.start();
    sum += yield_from!(&mut held);
    let local = [vec![7, 8], vec![9]];
    yield_from!(local.iter().map(Vec::as_slice));
    yield_from!(rows.chunks(2).map(|rows| &rows[0][..]));
    sum += yield_from!(plain(outer));
    sum
}

#[generator]
fn plain<'a>(outer: &'a [u32]) -> Gen<&'a [u32], (), u32> {
    for chunk in outer.chunks(2) {
        yield_!(chunk);
    }
    100
}

/// Wrong if an item of a delegate were another than it yields, or the delegate's value were lost (D2, D10, D12, D13).
#[test]
fn l7_delegates_of_every_kind() {
    let mut items = Vec::new();
    let rows = [vec![20], vec![21], vec![22]];
    let sum = all_kinds(&[1, 2, 3], &rows).for_each(|item| items.push(item.to_vec()));
    let expected: &[&[u32]] = &[&[1, 2], &[1], &[1], &[7, 8], &[9], &[20], &[22], &[1, 2], &[3]];
    assert_eq!(items, expected);
    assert_eq!(sum, Some(2 + 2 + 100));
}

#[generator]
fn nested(depth: u32) -> LendGen<&'lend [u32]> {
    let own = vec![depth; 2];
    yield_!(&own);
    if depth > 0 {
        yield_from!(nested(depth - 1));
    }
    yield_!(&own);
}

/// Wrong if the items of a recursion were not those of the frame on top, or a frame below lost what it has lent before.
#[test]
fn l7_a_recursion_that_lends() {
    let mut items = Vec::new();
    nested(2).for_each(|item| items.push(item[0]));
    assert_eq!(items, [2, 1, 0, 0, 1, 2]);
}

#[generator]
fn echo(mut text: String) -> LendGen<&'lend str, char, usize, &'static str> {
    let mut caught = 0;
    loop {
        match try_yield!(&text) {
            Ok('.') => return caught,
            Ok(letter) => text.push(letter),
            Err(Raised::Throw(_)) => caught += 1,
            Err(Raised::Close) => raise!(Raised::Close),
        }
    }
}

#[generator]
fn around_echo() -> LendGen<&'lend str, char, String, &'static str> {
    let caught = yield_from!(echo("<".into()));
    let text = format!("caught {caught}");
    yield_!(&text);
    text
}

/// Wrong if what is sent or thrown went elsewhere than to the delegate that lends (D3 to D5).
#[test]
fn l7_sent_and_thrown_through_a_delegation() {
    let mut text = around_echo();
    assert_eq!(yielded(text.start()), "<");
    assert_eq!(yielded(text.send('a')), "<a");
    assert_eq!(yielded(text.throw("glitch")), "<a");
    assert_eq!(yielded(text.send('.')), "caught 1");
    assert_eq!(text.send('x'), Ok(GeneratorState::Complete("caught 1".into())));
}

/// The delegate's family is another, which lends the same at the place of `'lend`.
#[generator]
fn pairs<'a>(outer: &'a str) -> LendGen<(&'lend str, &'a str)> {
    let own = outer.to_uppercase();
    yield_!((&own, outer));
}

#[generator]
fn around_pairs<'a>(outer: &'a str) -> LendGen<(&'lend str, &'a str)> {
    yield_from!(pairs(outer));
}

/// Wrong if a delegate could not hand on a borrow from outside of both.
#[test]
fn l7_a_borrow_from_outside_goes_through() {
    let outer = String::from("a");
    let mut generator = around_pairs(&outer);
    let (_, kept) = generator.next().unwrap();
    drop(generator);
    assert_eq!(kept, "a");
}

// ----- L1: threads. -----

fn is_send<T: Send>(value: T) -> T {
    value
}

/// Wrong if a lending generator whose body is `Send` were not (G47), or an item could not be used by another thread meanwhile.
#[test]
fn l1_threads() {
    let mut counters = is_send(counters(vec![1, 2], 1));
    let first = counters.start().unwrap().yielded().unwrap();
    thread::scope(|scope| {
        scope.spawn(|| *first += 10);
    });
    let rest = thread::spawn(move || {
        *counters.send(()).unwrap().yielded().unwrap() += 20;
        counters.for_each(|_| ())
    });
    assert_eq!(rest.join().unwrap(), Some(vec![11, 22]));

    let mut linked = is_send(nested(1));
    assert_eq!(linked.next().map(<[u32]>::len), Some(2));
    thread::spawn(move || assert_eq!(linked.next().map(|item| item[0]), Some(0))).join().unwrap();
}

/// Wrong if a frame that lends took more memory than one that does not.
#[test]
fn l10_a_frame_is_as_large_as_a_plain_one() {
    #[generator]
    fn lends() -> LendGen<&'lend [u64; 8]> {
        let own = [1; 8];
        yield_!(&own);
        yield_!(&own);
    }
    #[generator]
    fn owns(own: &[u64; 8]) -> Gen<&[u64; 8]> {
        let copy = *own;
        yield_!(own);
        yield_!(own);
        std::hint::black_box(&copy);
    }
    // The plain one holds the reference beside its copy.
    assert_eq!(size_of_body(&lends()) + size_of::<&u64>(), size_of_plain_body(&owns(&[1; 8])));
    assert_eq!(size_of_val(&lends()), size_of::<usize>());
}

fn size_of_body<L, S, R, E, B>(_: &LendGen<L, S, R, E, B>) -> usize
where
    L: ?Sized + for<'l> Lend<'l>,
    B: Body<Output = R>,
{
    size_of::<B>()
}

fn size_of_plain_body<Y, S, R, E, B: Body<Output = R>>(_: &Gen<Y, S, R, E, B>) -> usize {
    size_of::<B>()
}

type Slices = dyn for<'lend> Lend<'lend, Item = &'lend [u32]>;
type Borrowed<'a, B> = &'a mut LendGen<Slices, (), (), Infallible, B>;

#[generator]
fn descending(from: u32) -> LendGen<&'lend [u32]> {
    let mut numbers: Vec<u32> = (1..=from).collect();
    while !numbers.is_empty() {
        yield_!(&numbers);
        numbers.pop();
    }
}

#[generator]
fn borrowing<'a, B: Body<Output = ()>>(inner: Borrowed<'a, B>, above: u32) -> LendGen<&'lend [u32]> {
    let own = [above];
    yield_!(&own);
    if above > 0 {
        yield_from!(borrowing(inner, above - 1));
    } else {
        yield_from!(inner);
    }
}

/// Wrong if a lending generator could not be used any more, or lent what is gone, after a delegator that borrowed it was forgotten
/// in the middle, at any depth.
#[test]
fn l7_a_forgotten_delegator() {
    for depth in 1..4 {
        let mut inner = descending(4);
        for lent in 0..3 {
            let mut outer = borrowing(&mut inner, depth - 1);
            for above in (0..depth).rev() {
                assert_eq!(outer.next(), Some(&[above][..]));
            }
            assert_eq!(outer.next().map(<[u32]>::len), Some(4 - lent));
            forget(outer);
            assert_eq!(inner.status(), Status::Suspended, "after {lent} at depth {depth}");
        }
        assert_eq!(inner.next(), Some(&[1][..]));
        assert_eq!(inner.next(), None);
        assert_eq!(inner.status(), Status::Finished);
    }

    // One that is forgotten before it delegates, and one whose delegate is closed, or dropped, afterwards.
    let mut inner = descending(2);
    let mut outer = borrowing(&mut inner, 0);
    assert_eq!(outer.next(), Some(&[0][..]));
    forget(outer);
    assert_eq!(inner.status(), Status::Created);
    let mut outer = borrowing(&mut inner, 0);
    assert_eq!((outer.next().map(<[u32]>::len), outer.next().map(<[u32]>::len)), (Some(1), Some(2)));
    forget(outer);
    assert_eq!(inner.close(), Ok(None));
    assert_eq!(inner.status(), Status::Finished);
    let mut inner = descending(2);
    let mut outer = borrowing(&mut inner, 1);
    outer.next().unwrap();
    forget(outer);
    drop(inner);
}
