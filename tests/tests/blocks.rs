//! Blocks and generator expressions: E1 to E8.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use genfn::{Gen, GeneratorState, generator, iter, stream, try_iter, try_stream, yield_, yield_from};
use genfn_tests::{Record, wait};

fn all<T>(items: impl Stream<Item = T>) -> Vec<T> {
    block_on(items.collect())
}

/// Wrong if a word was not replaced where Rust allows an expression, or took more or less than its operand.
#[test]
#[allow(clippy::all, clippy::pedantic, reason = "odd places are the point")]
fn yields_stand_wherever_expressions_do() {
    struct Pair(u32, u32);
    let items = iter! {
        yield 1;
        let unit: () = yield 2;
        let _ = (yield 3, yield 4, unit);
        println!("{:?} {:?}", yield 5, { yield 6; });
        if { yield 7; true } { yield 8 } else { yield 0 }
        match yield 9 { () => yield 10 }
        let sum = |a: u32, b: u32| a + b;
        yield sum(5, 6);
        yield Pair(6, 6).0 + Pair(6, 6).1;
        yield if sum(0, 1) == 1 { 13 } else { 0 };
        yield match sum(7, 7) { other => other, };
        assert!(matches!(yield 15, ()));
        for i in 16..18 { yield i }
        let _ = [yield 18, yield 19];
        yield { let twenty = 20; twenty };
        yield_!(21);
        yield_from!(iter! { yield 22; yield 23 });
        yield u32::from_str_radix("24", 10).unwrap();
        let mut last = Vec::<u32>::from([25]);
        while let Some(item) = last.pop() { yield item; }
        yield 26
    };
    assert_eq!(items.collect::<Vec<_>>(), (1..27).collect::<Vec<_>>());
}

/// Wrong if a body ran before it was iterated, or what it uses was taken by value without `move`.
#[test]
fn g1_blocks_capture_as_closures_do() {
    let log = RefCell::new(Vec::new());
    let mut items = iter! {
        log.borrow_mut().push("begun");
        yield 1;
        log.borrow_mut().push("ended");
    };
    assert!(log.borrow().is_empty());
    assert_eq!(items.next(), Some(1));
    assert_eq!(*log.borrow(), ["begun"]);
    assert_eq!(items.next(), None);
    assert_eq!(*log.borrow(), ["begun", "ended"]);

    fn owned(text: String) -> impl Iterator<Item = char> + 'static {
        iter! { move for letter in text.chars() { yield letter; } }
    }
    assert!(owned("abc".into()).eq("abc".chars()));
}

/// Wrong if the type of an empty block's items could not be inferred, or one with a `yield` only in a nested block had none.
#[test]
fn g2_blocks_without_yields() {
    assert_eq!(iter! {}.count(), 0);
    assert_eq!(all(stream! {}).len(), 0);
    let nested = iter! { for inner in [iter! { yield 1; }] { yield_from!(inner); } };
    assert!(nested.eq([1]));
}

/// Wrong if a block was no generator with the whole protocol.
#[test]
fn blocks_are_generators() {
    let record = Record::new();
    let mut items = iter! {
        let _guard = record.guard("dropped");
        yield 1;
        yield 2;
    };
    assert_eq!(items.start(), Ok(GeneratorState::Yielded(1)));
    assert_eq!(items.close(), Ok(None));
    assert_eq!(record.take(), ["-dropped"]);
    assert_eq!(format!("{items:?}"), "blocks_are_generators(Finished)");

    #[generator]
    fn outer() -> Gen<u32> {
        yield_!(0);
        yield_from!(iter!(x for x in 1..3));
        for item in iter! { yield 3; } {
            yield_!(item);
        }
    }
    assert!(outer().eq(0..4));
}

/// Wrong if a block knew itself by the name it was imported under.
#[test]
fn blocks_under_other_names() {
    use genfn::{iter as make, try_stream as fetch};

    let outer = make! {
        for inner in [make! { yield 1; yield 2; }] {
            for item in inner {
                yield item;
            }
        }
    };
    assert!(outer.eq([1, 2]));
    let items = fetch! {
        for await item in fetch! { yield Err::<u32, _>("over")?; } {
            yield item?;
        }
    };
    assert_eq!(all(items), [Err("over")]);
}

/// Wrong if an error was lost, came more than once, or ended a loop as if there were none (G5); if `?` in the arguments of a
/// macro or `return` of an error were refused.
#[test]
fn errors_end_blocks_that_can_fail() {
    #[derive(Debug, PartialEq)]
    struct Wrapped(std::num::ParseIntError);
    impl From<std::num::ParseIntError> for Wrapped {
        fn from(error: std::num::ParseIntError) -> Self {
            Self(error)
        }
    }

    fn parsed<'t>(words: &'t [&'t str]) -> impl Iterator<Item = Result<i32, Wrapped>> + 't {
        try_iter! {
            move
            for word in words {
                match *word {
                    "stop" => return,
                    "fail" => return Err(Wrapped("x".parse::<i32>().unwrap_err())),
                    "skip" => { (|| { if word.is_empty() { return; } println!("{word}"); })(); continue }
                    _ => {}
                }
                // Inside the arguments of a macro.
                assert!(word.parse::<i32>()? < 100, "{}", word.parse::<i32>()?);
                yield word.parse()?;
            }
        }
    }
    let wrong = || Wrapped("x".parse::<i32>().unwrap_err());
    for (words, expected) in [
        (&["1", "2"][..], vec![Ok(1), Ok(2)]),
        (&["1", "x", "2"], vec![Ok(1), Err(wrong())]),
        (&["1", "skip", "2", "stop", "3"], vec![Ok(1), Ok(2)]),
        (&["1", "fail", "2"], vec![Ok(1), Err(wrong())]),
        (&[], vec![]),
    ] {
        assert_eq!(parsed(words).collect::<Vec<_>>(), expected, "{words:?}");
    }

    // A body that never ends by itself, in both editions' ways.
    let mut endless = try_iter! { loop { yield Err::<u32, _>("over")?; } };
    assert_eq!(endless.next(), Some(Err("over")));
    assert_eq!(endless.next(), None);

    let items = try_stream! {
        wait(2).await;
        yield 1;
        tokio::select! {
            () = wait(1) => { if true { return; } }
        }
        Err("not reached")?;
    };
    assert_eq!(all(items), [Ok::<_, &str>(1)]);
}

/// Wrong if `for await` lost an item or a label, or took a pattern otherwise than `for` does.
#[test]
fn for_await_is_for() {
    let pairs = || futures::stream::iter([(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')]);
    let items = stream! {
        'outer: for await (number, letter) in pairs() {
            wait(1).await;
            for await other in futures::stream::iter(0..) {
                if other == number { continue 'outer; }
                if number == 3 { break 'outer; }
                yield (number, letter, other);
            }
        }
        let rest = pairs().skip(3);
        for await (number, _) in rest { yield (number, 'z', 0); }
    };
    assert_eq!(all(items), [(1, 'a', 0), (2, 'b', 0), (2, 'b', 1), (4, 'z', 0)]);
}

/// Wrong if the first items were evaluated late, or anything else early (E1, E2).
#[test]
fn e1_e2_what_is_evaluated_when() {
    let log = RefCell::new(Vec::new());
    let note = |what: &'static str, n: u32| {
        log.borrow_mut().push(what);
        0..n
    };
    let mut items = iter!((x, y) for x in note("first", 2) for y in note("second", 2));
    assert_eq!(log.take(), ["first"]);
    assert_eq!(items.next(), Some((0, 0)));
    assert_eq!(log.take(), ["second"]);
    assert_eq!(items.by_ref().collect::<Vec<_>>(), [(0, 1), (1, 0), (1, 1)]);
    assert_eq!(log.take(), ["second"]);

    let mut items =
        stream!(x for await x in { log.borrow_mut().push("stream"); futures::stream::iter(0..2) });
    assert_eq!(log.take(), ["stream"]);
    assert_eq!(block_on(items.next()), Some(0));
}

/// Wrong if a loop variable was seen outside, a clause nested otherwise, or a condition tested too often (E3 to E7).
#[test]
fn e3_e7_clauses_nest_from_left_to_right() {
    let (x, tests) = ("outside", Cell::new(0));
    let odd = |n: u32| {
        tests.set(tests.get() + 1);
        n % 2 == 1
    };
    let triples =
        iter!((a, b, c) for a in 1..15u32 if odd(a) for b in a..15 for c in b..15 if a * a + b * b == c * c);
    assert_eq!(triples.collect::<Vec<_>>(), [(3, 4, 5), (5, 12, 13)]);
    assert_eq!(tests.get(), 14);
    assert_eq!(x, "outside");

    let table: [(&[u32], u32); 3] = [(&[1], 0), (&[2, 3], 1), (&[4], 1)];
    let flat =
        iter!(item * 10 for (items, wanted) in table if wanted == 1 if !items.is_empty() for &item in items);
    assert!(flat.eq([20, 30, 40]));
    let some = [Some(1), None, Some(3)];
    assert!(iter!(n for entry in some if let Some(n) = entry).eq([1, 3]));
    assert!(iter!(n for Ok(n) | Err(n) in [Ok(1), Err(2)]).eq([1, 2]));
    assert!(iter!(n for _ in 0..2 for Ok(n) | Err(n) in [Ok(1), Err(2)] if n > 1).eq([2, 2]));
}

/// An element and a condition of every kind that a closure cannot hold, and of some that it can.
fn wanted(n: u32) -> Option<u32> {
    (n % 2 == 0).then_some(n)
}

/// Wrong if an expression that is made in another way, for what is in it, gave anything else.
#[test]
fn what_leaves_a_closure_is_no_obstacle() {
    macro_rules! twice {
        ($n:expr) => {
            $n * 2
        };
    }
    let mut table: Vec<(&str, Vec<u32>)> = vec![
        ("plain", iter!(n * 2 for n in 0..6 if n % 2 == 0).collect()),
        ("macro", iter!(twice!(n) for n in 0..6 if n % 2 == 0).collect()),
        (
            "known macro",
            iter!(n * u32::from(format!("{n}{n}").len() == 2) * 2 for n in 0..6 if matches!(n % 2, 0))
                .collect(),
        ),
        (
            "block",
            iter!('twice: { if n > 0 { break 'twice 2 * n; } 0 } for n in 0..6 if n % 2 == 0).collect(),
        ),
        ("continue", iter!({ if n % 2 == 1 { continue; } 2 * n } for n in 0..6).collect()),
        (
            "closure",
            iter!((|n: u32| { if n > 0 { return 2 * n; } 0 })(n) for n in 0..6 if n % 2 == 0).collect(),
        ),
        ("let", iter!(n * 2 for n in 0..6 if let Some(n) = wanted(n)).collect()),
        ("several conditions", iter!(n * 2 for n in 0..9 if n < 6 if n % 2 == 0).collect()),
        (
            "large",
            iter!(n * 2 for n in [0, 1, 2, 3, 4, 5].into_iter().chain([9; 40]) if n % 2 == 0).collect(),
        ),
        ("no size", iter!(0 for () in std::iter::empty()).chain([0, 4, 8]).collect()),
    ];
    let fails: Result<Vec<u32>, ()> =
        try_iter!(wanted(n).ok_or(())? * 2 for n in (0..6).step_by(2)).collect();
    table.push(("question mark", fails.unwrap()));
    let leaves: Gen<u32, (), _, _, _> = iter!({ if n > 4 { return; } n * 2 } for n in 0..6 if n % 2 == 0);
    table.push(("return", leaves.collect()));
    for (name, items) in table {
        assert_eq!(items, [0, 4, 8], "{name}");
    }
}

/// Wrong if an expression did anything but a generator does, or held what it used otherwise than a block.
#[test]
fn an_expression_is_a_generator() {
    let mut squares = iter!(n * n for n in 1..4_u32 if n != 2);
    assert_eq!(format!("{squares:?}"), "an_expression_is_a_generator(Created)");
    assert_eq!(squares.next(), Some(1));
    let line = line!() - 3;
    if cfg!(debug_assertions) {
        let suspended = format!("an_expression_is_a_generator(Suspended at {}:{line})", file!());
        assert_eq!(format!("{squares:?}"), suspended);
    }
    assert_eq!(squares.close(), Ok(None));
    assert_eq!(squares.next(), None);

    #[generator]
    fn around(n: u32) -> Gen<u32> {
        yield_from!(iter!(m * n for m in 0..3));
        let mut rest = iter!(move m + n for m in 0..9);
        yield_from!(&mut rest);
    }
    assert!(around(2).eq([0, 2, 4, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

    let mut seen = Vec::new();
    assert_eq!(iter!({ seen.push(n); n } for n in 0..5 if n > 2).sum::<u32>(), 7);
    assert_eq!(seen, [3, 4]);
    let names = ["a".to_string(), "b".to_string()];
    let borrowed: Vec<&str> = iter!(&names[index][..] for index in 0..2).collect();
    assert_eq!(borrowed, ["a", "b"]);
    let sent = std::thread::spawn({
        let lengths = iter!(move names[index].len() for index in 0..2);
        move || lengths.sum::<usize>()
    });
    assert_eq!(sent.join().unwrap(), 2);

    let counted = Rc::new(());
    let items = || vec![counted.clone(), counted.clone()].into_iter();
    panics_in_the_middle(items(), &counted);
    panics_in_the_middle(items().chain([counted.clone()]).chain(None), &counted);
}

/// Wrong if a condition that panics left items behind, or let the generator go on.
fn panics_in_the_middle(items: impl Iterator<Item = Rc<()>>, counted: &Rc<()>) {
    let mut held = iter!(item for item in items if !refuse(&item));
    let unwound = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| held.next()));
    assert!(unwound.is_err());
    assert_eq!(Rc::strong_count(counted), 1);
    assert!(held.next().is_none());
}

fn refuse(_: &Rc<()>) -> bool {
    panic!("the condition panics")
}

/// Wrong if a consumer that stops early had more evaluated than it took (E8).
#[test]
fn e8_the_rest_stays_unread() {
    let mut source = 0..10;
    let evaluated = Rc::new(Cell::new(0));
    let count = || evaluated.set(evaluated.get() + 1);
    assert!(iter!({ count(); n > 3 } for n in source.by_ref()).any(|found| found));
    assert_eq!((evaluated.get(), source.next()), (5, Some(5)));
    let total = block_on(stream!({ wait(1).await; n } for await n in futures::stream::iter(source) if { wait(1).await; n != 7 }).fold(0, async |sum, n| sum + n));
    assert_eq!(total, 6 + 8 + 9);
}
