//! What rustc's own coroutines are tested for, on generators: drops at each suspension, moves across yields, control flow.

use std::cell::{Cell, RefCell};
use std::pin::pin;

use genfn::{Gen, GeneratorState, PinGen, generator, try_yield, yield_};
use genfn_tests::{Guard, Record};

use GeneratorState::{Complete, Yielded};

/// Wrong if cancelling at any suspension dropped other locals, or in another order, than leaving a block there would.
#[test]
fn g35_dropped_at_each_suspension() {
    #[generator]
    fn body(record: Record) -> Gen<u32> {
        let _a = record.guard("a");
        yield_!(0);
        {
            let _b = record.guard("b");
            yield_!(1);
            let _c = record.guard("c");
            yield_!(2);
        }
        let d = record.guard("d");
        yield_!(3);
        drop(d);
        yield_!(4);
        let (_e, _f) = (record.guard("e"), {
            yield_!(5);
            record.guard("f")
        });
        yield_!(6);
        let _g = [record.guard("k0"), {
            yield_!(7);
            record.guard("k1")
        }];
        yield_!(8);
        for _ in [record.guard("h0"), record.guard("h1")] {
            yield_!(9);
        }
    }
    let expected: [&[&str]; 12] = [
        &[],
        &["-a"],
        &["-b", "-a"],
        &["-c", "-b", "-a"],
        &["-d", "-a"],
        &["-a"],
        &["-e", "-a"],
        &["-f", "-e", "-a"],
        &["-k0", "-f", "-e", "-a"],
        &["-k0", "-k1", "-f", "-e", "-a"],
        &["-h0", "-h1", "-k0", "-k1", "-f", "-e", "-a"],
        &["-h1", "-k0", "-k1", "-f", "-e", "-a"],
    ];
    for (steps, expected) in expected.into_iter().enumerate() {
        for close in [false, true] {
            let record = Record::new();
            let mut generator = body(record.clone());
            for _ in 0..steps {
                generator.next().unwrap();
            }
            record.clear();
            if close {
                assert_eq!(generator.close(), Ok(None));
                assert_eq!(record.take(), expected, "closed after {steps}");
            } else {
                drop(generator);
                assert_eq!(record.take(), expected, "dropped after {steps}");
            }
        }
    }
}

/// Wrong if a value that was moved in one branch, or in part, was dropped twice or not at all.
#[test]
fn g3_conditional_and_partial_moves() {
    struct Pair {
        left: Guard,
        right: Guard,
    }
    #[generator]
    fn body(record: Record, moves: u32) -> Gen<u32> {
        let whole = record.guard("whole");
        let pair = Pair { left: record.guard("left"), right: record.guard("right") };
        let optional = Some(record.guard("optional"));
        if moves & 1 != 0 {
            drop(whole);
        }
        yield_!(0);
        if moves & 2 != 0 {
            let left = pair.left;
            yield_!(1);
            drop(left);
        } else {
            yield_!(1);
            drop(pair.right);
        }
        if moves & 4 != 0 {
            if let Some(inner) = optional {
                yield_!(2);
                drop(inner);
            }
        } else {
            yield_!(2);
        }
        yield_!(3);
    }
    for moves in 0..8 {
        for steps in 0..=5 {
            let record = Record::new();
            let mut generator = body(record.clone(), moves);
            generator.by_ref().take(steps).for_each(drop);
            drop(generator);
            let mut drops = record.take();
            assert_eq!(drops.len(), record.made(), "moves {moves}, after {steps}: {drops:?}");
            drops.sort();
            drops.dedup();
            assert_eq!(drops.len(), record.made(), "twice: moves {moves}, after {steps}");
        }
    }
}

/// Wrong if what a resumption sent did not stay in its place over the next ones.
#[test]
fn g10_sent_values_are_kept() {
    #[generator]
    fn body() -> Gen<usize, String, Vec<String>> {
        let first = yield_!(0);
        let (second, third) = (yield_!(first.len()), yield_!(1));
        let mut all = vec![first];
        all.push(yield_!(second.len()) + &second);
        all.push(third);
        all
    }
    let mut generator = body();
    generator.start().unwrap();
    for (sent, yielded) in [("a", 1), ("bb", 1), ("ccc", 2)] {
        assert_eq!(generator.send(sent.into()), Ok(Yielded(yielded)));
    }
    assert_eq!(generator.send("d".into()), Ok(Complete(vec!["a".into(), "dbb".into(), "ccc".into()])));
}

/// Wrong if a guard, or a binding of a match, was let go at a yield, or held longer than its scope.
#[test]
fn g3_guards_and_bindings_across_yields() {
    #[generator]
    fn body(cell: &RefCell<Vec<u32>>) -> Gen<usize> {
        {
            let mut guard = cell.borrow_mut();
            yield_!(guard.len());
            guard.push(1);
            yield_!(guard.len());
        }
        yield_!(cell.borrow().len());
        match cell.borrow().first() {
            Some(first) if *first == 1 => {
                yield_!(10);
                yield_!(*first as usize);
            }
            _ => {}
        }
        let Some(ref last) = cell.borrow().last().copied() else { return };
        yield_!(*last as usize + 20);
    }
    let cell = RefCell::new(vec![]);
    let mut generator = body(&cell);
    let mut held = Vec::new();
    let values: Vec<usize> = std::iter::from_fn(|| {
        let value = generator.next();
        let exclusively = cell.try_borrow().is_err();
        held.push((exclusively, cell.try_borrow_mut().is_err()));
        value
    })
    .collect();
    assert_eq!(values, [0, 1, 1, 10, 1, 21]);
    let (exclusive, any): (Vec<_>, Vec<_>) = held.into_iter().unzip();
    assert_eq!(exclusive, [true, true, false, false, false, false, false], "the exclusive guard");
    assert_eq!(
        any,
        [true, true, false, true, true, false, false],
        "any guard; an operand's is let go before"
    );
}

/// Wrong if labels, breaks with values, `let else` or nested loops took another way.
#[test]
fn g3_control_flow() {
    #[generator]
    fn body(limit: u32) -> Gen<u32, (), &'static str> {
        let found = 'search: loop {
            for x in 0.. {
                for y in 0..x {
                    if x * y > limit {
                        break 'search (x, y);
                    }
                    if (x + y) % 3 == 0 {
                        continue;
                    }
                    yield_!(10 * x + y);
                }
            }
        };
        let (x, y) = found;
        let Some(difference) = x.checked_sub(y).filter(|&d| d < 3) else {
            yield_!(1000);
            return "far";
        };
        let label = 'block: {
            if difference == 1 {
                break 'block "neighbours";
            }
            yield_!(2000);
            "near"
        };
        while let Some(left) = Some(y).filter(|&y| y > 100) {
            yield_!(left);
        }
        label
    }
    let mut generator = body(4);
    assert!(generator.iter().eq([10, 20, 31]));
    assert_eq!(generator.take_return(), Some("neighbours"));
    let mut generator = body(2);
    assert!(generator.iter().eq([10, 20, 2000]));
    assert_eq!(generator.take_return(), Some("near"));
}

/// Wrong if a place that is borrowed over a yield moved, or a borrow of a temporary did not last.
#[test]
fn g3_borrows_across_yields() {
    #[generator]
    fn body(text: String) -> PinGen<usize, (), usize> {
        let mut words = [[0u8; 8]; 4];
        let place = &raw const words as usize;
        let first = &mut words[0];
        yield_!(text.len());
        first[0] = 7;
        let slice: &[u8] = &first[..2];
        yield_!(usize::from(slice[0]));
        let parts: Vec<&str> = text.split(' ').collect();
        for part in &parts {
            yield_!(part.len());
        }
        usize::from(place == &raw const words as usize)
    }
    let mut generator = pin!(body("to be or not".into()));
    assert!(generator.as_mut().iter().eq([12, 7, 2, 2, 2, 3]));
    assert_eq!(generator.as_mut().take_return(), Some(1), "the frame has not moved");
}

/// Wrong if locals that are never alive at the same yield did not share their place in the frame.
#[test]
fn frames_overlap() {
    #[generator]
    fn two_blocks() -> PinGen<u8> {
        {
            let large = [1u8; 1000];
            yield_!(large[0]);
            std::hint::black_box(&large);
        }
        {
            let other = [2u8; 1000];
            yield_!(other[0]);
            std::hint::black_box(&other);
        }
    }
    let size = size_of_val(&two_blocks());
    assert!((1000..1500).contains(&size), "{size}");
    assert!(pin!(two_blocks()).eq([1, 2]));
}

/// Wrong if a yield in an operand, a condition or an argument lost what was evaluated before it (G14).
#[test]
fn g14_half_evaluated_expressions() {
    #[generator]
    fn body(log: &Cell<u32>) -> Gen<u32, u32, (u32, [u32; 2], bool)> {
        let noted = |n: u32| {
            log.set(log.get() * 10 + n);
            n
        };
        let sum = noted(1) + yield_!(noted(2)) * noted(3);
        let array = [noted(4), yield_!(noted(5))];
        let both = yield_!(noted(6)) > 5 && yield_!(noted(7)) > 5;
        (sum, array, both)
    }
    let log = Cell::new(0);
    let mut generator = body(&log);
    assert_eq!(generator.start(), Ok(Yielded(2)));
    assert_eq!(generator.send(10), Ok(Yielded(5)));
    assert_eq!(generator.send(20), Ok(Yielded(6)));
    assert_eq!(generator.send(9), Ok(Yielded(7)));
    assert_eq!(generator.send(1), Ok(Complete((31, [4, 20], false))));
    assert_eq!(log.get(), 1_234_567);
}

/// Wrong if a `?` or a return in the middle of an expression left anything behind.
#[test]
fn g6_leaving_from_the_middle() {
    #[generator]
    fn body(record: Record, fail: bool) -> Gen<u32, (), Result<u32, String>> {
        let _outer = record.guard("outer");
        let pair = (record.guard("first"), {
            yield_!(1);
            fallible(fail)?
        });
        let _ = try_yield!(2);
        drop(pair);
        Ok(3)
    }
    fn fallible(fail: bool) -> Result<u32, String> {
        if fail { Err("failed".into()) } else { Ok(1) }
    }
    let record = Record::new();
    let mut generator = body(record.clone(), true);
    generator.start().unwrap();
    assert_eq!(generator.send(()), Ok(Complete(Err("failed".into()))));
    assert_eq!(record.take(), ["-first", "-outer"]);
    let mut generator = body(record.clone(), false);
    generator.start().unwrap();
    assert_eq!(generator.send(()), Ok(Yielded(2)));
    assert_eq!(generator.send(()), Ok(Complete(Ok(3))));
    assert_eq!(record.take(), ["-first", "-outer"]);
}
