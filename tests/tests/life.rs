//! The life of a generator: G1 to G14, G21, G22, G24, G32 to G49.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{BoxGen, Gen, Generator, GeneratorState, PinGen, SendError, StartError, Status};
use genfn::{generator, yield_, yield_from};
use genfn_tests::{Guard, Record};

use GeneratorState::{Complete, Yielded};

const YIELD_LINE: u32 = line!() + 5;

#[generator]
fn count(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Wrong if a call ran any of the body, or dropped its arguments at once.
#[test]
fn g1_calling_runs_nothing() {
    #[generator]
    fn noisy(record: Record, _guard: Guard) -> Gen<()> {
        record.note("ran");
        yield_!();
    }
    let record = Record::new();
    let generator = noisy(record.clone(), record.guard("argument"));
    assert_eq!(generator.status(), Status::Created);
    assert!(record.take().is_empty());
    drop(generator);
    assert_eq!(record.take(), ["-argument"]);
}

/// Wrong if a body needed a yield to be a generator.
#[test]
fn g2_no_yield_is_an_empty_generator() {
    #[generator]
    fn nothing() -> Gen<u32> {}
    assert_eq!(nothing().next(), None);
}

/// Wrong if a resumption lost a local, a pending temporary or a half-evaluated expression, or a borrow of a local.
#[test]
fn g3_everything_is_kept_over_a_yield() {
    #[generator]
    fn body() -> Gen<usize, usize, usize> {
        let words = vec![String::from("a"), String::from("bb")];
        let mut sum = 0;
        for word in &words {
            sum += word.len() * yield_!(word.len());
        }
        sum + { yield_!(sum) } * 1000
    }
    let mut generator = body();
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.send(10), Ok(Yielded(2)));
    assert_eq!(generator.send(20), Ok(Yielded(50)));
    assert_eq!(generator.send(3), Ok(Complete(3050)));
}

/// Wrong if the end was not for ever, or an operation after it panicked or lost its argument.
#[test]
fn g4_g13_after_the_end() {
    let mut generator = count(1);
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [0]);
    for _ in 0..3 {
        assert_eq!(generator.next(), None);
        assert_eq!(generator.start(), Err(StartError::Finished));
        assert_eq!(generator.send(()), Err(SendError::Finished(())));
        assert_eq!(generator.resume(()), Err(SendError::Finished(())));
        assert_eq!(generator.close(), Ok(None));
    }

    #[generator]
    fn sink() -> Gen<(), String, (), String> {
        yield_!();
    }
    let mut generator = sink();
    generator.start().unwrap();
    assert_eq!(generator.send("x".into()), Ok(Complete(())));
    assert_eq!(generator.send("back".into()).unwrap_err().into_inner(), "back");
    assert_eq!(generator.throw("back".into()), Err("back".into()));
}

/// Wrong if a return value came twice, or never.
#[test]
fn g5_the_return_value_comes_once() {
    #[generator]
    fn valued() -> Gen<u32, (), &'static str> {
        yield_!(1);
        "end"
    }
    let mut generator = valued();
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.send(()), Ok(Complete("end")));
    assert_eq!(generator.take_return(), None);

    let mut generator = valued();
    assert_eq!(generator.iter().collect::<Vec<_>>(), [1]);
    assert_eq!(generator.take_return(), Some("end"));
    assert_eq!(generator.take_return(), None);

    #[generator]
    fn fallible(fail: bool) -> Gen<u32, (), Result<(), String>> {
        yield_!(1);
        if fail {
            Err("failed".to_string())?;
        }
        Ok(())
    }
    let mut generator = fallible(true);
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [Ok(1), Err("failed".to_string())]);
    assert_eq!((generator.next(), generator.take_return()), (None, None));
    let mut generator = fallible(false);
    assert_eq!(generator.by_ref().collect::<Vec<_>>(), [Ok(1)]);
    assert_eq!(generator.take_return(), Some(Ok(())));
    let mut generator = count(0);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.take_return(), Some(()));
    assert_eq!(generator.take_return(), None);
}

/// Wrong if a generator in place had no `iter`, or lost its return value by it.
#[test]
fn g5_g7_iter_in_place() {
    #[generator]
    fn valued() -> PinGen<u32, (), &'static str> {
        yield_!(1);
        yield_!(2);
        "end"
    }
    let mut generator = std::pin::pin!(valued());
    assert_eq!(generator.as_mut().iter().next(), Some(1));
    assert!(generator.as_mut().iter().eq([2]));
    assert_eq!(generator.take_return(), Some("end"));
}

/// Wrong if the return value that nobody took was leaked or dropped twice with the generator.
#[test]
fn g5_an_untaken_return_value_is_dropped_with_the_generator() {
    #[generator]
    fn valued(record: Record) -> Gen<(), (), Guard> {
        yield_!();
        record.guard("return")
    }
    let record = Record::new();
    let mut generator = valued(record.clone());
    assert_eq!(generator.iter().count(), 1);
    assert!(record.take().is_empty());
    drop(generator);
    assert_eq!(record.take(), ["-return"]);
    let mut generator = valued(record.clone()).boxed_local();
    assert_eq!(generator.iter().count(), 1);
    drop(generator);
    assert_eq!(record.take(), ["-return"]);
}

/// Wrong if locals and parameters dropped in another order than in a plain function: on return, at the end, and when
/// the generator is dropped at its yield.
#[test]
fn g6_g35_drop_order_is_that_of_a_plain_function() {
    fn plain(a: Guard, (b, _): (Guard, Guard), _: Guard, mut c: Guard, record: &Record) {
        let _local = record.guard("local");
        c.name_is("c");
        let _: (&Guard, &Guard) = (&a, &b);
    }
    #[generator]
    fn patterns(a: Guard, (b, _): (Guard, Guard), _: Guard, mut c: Guard, record: &Record) -> Gen<()> {
        let _local = record.guard("local");
        c.name_is("c");
        let _: (&Guard, &Guard) = (&a, &b);
        yield_!();
    }
    trait NameIs {
        fn name_is(&mut self, name: &str);
    }
    impl NameIs for Guard {
        fn name_is(&mut self, name: &str) {
            assert!(format!("{self:?}").contains(&format!("name: \"{name}\"")));
        }
    }
    #[allow(unused_variables)]
    fn plain_names(a: Guard, b: Guard, c: Guard) {}
    #[generator]
    #[allow(unused_variables)]
    fn names(a: Guard, b: Guard, c: Guard) -> Gen<()> {
        yield_!();
    }

    let record = Record::new();
    let guard = |name: &str| record.guard(name);
    let arguments = || (guard("a"), (guard("b"), guard("x")), guard("y"), guard("c"));
    let (a, b, y, c) = arguments();
    plain(a, b, y, c, &record);
    let expected = record.take();
    assert_eq!(expected.len(), 6);
    let (a, b, y, c) = arguments();
    patterns(a, b, y, c, &record).for_each(drop);
    assert_eq!(record.take(), expected, "run to the end");
    let (a, b, y, c) = arguments();
    patterns(a, b, y, c, &record).next();
    assert_eq!(record.take(), expected, "dropped at the yield");

    plain_names(guard("a"), guard("b"), guard("c"));
    let expected = record.take();
    names(guard("a"), guard("b"), guard("c")).for_each(drop);
    assert_eq!(record.take(), expected, "names only, run to the end");
    names(guard("a"), guard("b"), guard("c")).next();
    assert_eq!(record.take(), expected, "names only, dropped at the yield");
}

/// Wrong if a part consumed took the rest with it.
#[test]
fn g7_g36_the_rest_stays_available() {
    let mut generator = count(5);
    assert!(generator.by_ref().take(2).eq([0, 1]));
    for x in &mut generator {
        if x == 3 {
            break;
        }
    }
    assert_eq!(generator.next(), Some(4));
    assert!(count(3).iter().take(1).eq([0]));
}

/// Wrong if a generator was tied to the thread or the stack frame that made it.
#[test]
fn g8_made_here_driven_there() {
    let mut generator = count(3);
    assert_eq!(generator.next(), Some(0));
    let rest = std::thread::spawn(move || generator.collect::<Vec<_>>()).join().unwrap();
    assert_eq!(rest, [1, 2]);
}

/// Wrong if `yield_!()` was something else than `yield_!(())`, or had another value than `()`.
#[test]
fn g9_bare_yield() {
    #[generator]
    fn ticks() -> Gen<()> {
        let () = yield_!();
        let () = yield_!(());
    }
    assert_eq!(ticks().count(), 2);
}

/// Wrong if a sent value went to another yield than the one that waits.
#[test]
fn g10_g11_send_and_next() {
    #[generator]
    fn echo() -> Gen<Option<u32>, Option<u32>> {
        let mut last = None;
        loop {
            last = yield_!(last);
        }
    }
    let mut generator = echo();
    assert_eq!(generator.next(), Some(None));
    assert_eq!(generator.send(Some(4)), Ok(Yielded(Some(4))));
    assert_eq!(generator.next(), Some(None), "`next` sends nothing");
    assert_eq!(generator.resume(Some(5)), Ok(Yielded(Some(5))));
}

/// Wrong if a value sent too early was lost, or started the generator.
#[test]
fn g12_send_before_start_hands_back() {
    #[generator]
    fn sink() -> Gen<(), String> {
        yield_!();
    }
    let mut generator = sink();
    assert_eq!(generator.send("early".into()), Err(SendError::NotStarted("early".into())));
    assert_eq!(generator.status(), Status::Created);
    assert_eq!(generator.resume("dropped".into()), Ok(Yielded(())));
    assert_eq!(generator.start(), Err(StartError::Started));
}

/// Wrong if several yields in one expression ran in another order than from left to right, or a macro hid one.
#[test]
fn g14_several_yields_in_one_expression() {
    struct Pair {
        a: u32,
        b: u32,
    }
    #[generator]
    fn body(record: Record) -> Gen<u32, u32> {
        let sum = yield_!(1) + yield_!(2) * yield_!(3);
        record.note(format!("sum {sum}"));
        let Pair { a, b } = Pair { a: yield_!(4), b: yield_!(5) };
        record.note(format!("pair {a} {b}"));
        record.note(format!("{:?}", [yield_!(6), yield_!(7)]));
        record.note(format!("{:?}", vec![yield_!(8), yield_!(9)]));
        assert_eq!(yield_!(10), yield_!(11) - 1);
        if yield_!(12) == 12 && yield_!(13) == 13 {
            record.note("condition");
        }
        match yield_!(14) {
            14 if yield_!(15) == 0 => unreachable!(),
            14 if yield_!(16) == 16 => record.note("guard"),
            _ => unreachable!(),
        }
        record.note(u32::max(yield_!(17), yield_!(18)).to_string());
        let text = format!("{} {}", yield_!(19), { yield_!(20) });
        record.note(text);
    }
    let record = Record::new();
    let mut generator = body(record.clone());
    let mut state = generator.start().unwrap();
    let mut expected = 1;
    while let Yielded(value) = state {
        assert_eq!(value, expected);
        expected += 1;
        state = generator.send(value).unwrap();
    }
    assert_eq!(expected, 21);
    let expected = ["sum 7", "pair 4 5", "[6, 7]", "[8, 9]", "condition", "guard", "18", "19 20"];
    assert_eq!(record.take(), expected);
}

/// Wrong if a panic was swallowed, came twice, leaked a local, or left a generator that could be resumed.
#[test]
fn g21_a_panic_finishes_the_generator() {
    #[generator]
    fn bad(record: Record, _argument: Guard) -> Gen<u32> {
        let _local = record.guard("local");
        yield_!(1);
        panic!("in the body");
    }
    let record = Record::new();
    let mut generators: Vec<BoxOrOwned> = vec![
        Box::new(bad(record.clone(), record.guard("argument"))),
        Box::new(bad(record.clone(), record.guard("argument")).boxed_local()),
    ];
    type BoxOrOwned = Box<dyn Iterator<Item = u32>>;
    for generator in &mut generators {
        assert_eq!(generator.next(), Some(1));
        assert!(catch_unwind(AssertUnwindSafe(|| generator.next())).is_err());
        assert_eq!(record.take(), ["-local", "-argument"]);
        assert_eq!(generator.next(), None);
    }
    drop(generators);
    assert!(record.take().is_empty());
}

/// Wrong if a `None` could end a generator by accident, or not on purpose.
#[test]
fn g22_a_declared_option_ends_with_a_question_mark() {
    #[generator]
    fn first_chars(words: &[&'static str]) -> Gen<char, (), Option<()>> {
        for word in words {
            yield_!(word.chars().next()?);
        }
        Some(())
    }
    let mut generator = first_chars(&["ab", "", "c"]);
    assert!(generator.iter().eq(['a']));
    assert_eq!(generator.take_return(), Some(None));
}

/// Wrong if resuming a generator from inside its own body was anything but a `BorrowMutError`.
#[test]
fn g24_reentrance_is_a_borrow_error() {
    use std::cell::RefCell;
    use std::rc::{Rc, Weak};
    type Shared = RefCell<Option<genfn::LocalBoxGen<'static, bool>>>;
    #[generator]
    fn selfish(me: Weak<Shared>) -> Gen<bool> {
        let me = me.upgrade().unwrap();
        yield_!(me.try_borrow_mut().is_err());
    }
    let cell: Rc<Shared> = Rc::default();
    *cell.borrow_mut() = Some(selfish(Rc::downgrade(&cell)).boxed_local());
    assert_eq!(cell.borrow_mut().as_mut().unwrap().next(), Some(true));
    cell.take();
}

/// Wrong if the locals of an ended body waited for the handle to go.
#[test]
fn g37_locals_are_dropped_at_the_end() {
    #[generator]
    fn body(_guard: Guard) -> Gen<()> {
        yield_!();
    }
    let record = Record::new();
    let mut generator = body(record.guard("local"));
    assert_eq!(generator.by_ref().count(), 1);
    assert_eq!(record.take(), ["-local"]);
    assert_eq!(generator.status(), Status::Finished);
}

/// Wrong if the status was not one of those three, or did not follow the body.
#[test]
fn g38_status() {
    let mut generator = count(1);
    assert_eq!(generator.status(), Status::Created);
    generator.next();
    assert_eq!(generator.status(), Status::Suspended);
    generator.next();
    assert_eq!(generator.status(), Status::Finished);
}

/// Wrong if `Debug` did not name the function, the status and, where it is known, the place.
#[test]
fn g40_debug() {
    struct Owner;
    impl Owner {
        #[generator]
        fn method(&self) -> Gen<u32> {
            yield_from!(count(2));
        }
    }
    let mut generator = count(1);
    assert_eq!(format!("{generator:?}"), "count(Created)");
    generator.next();
    let suspended = format!("{generator:?}");
    if cfg!(debug_assertions) {
        assert_eq!(suspended, format!("count(Suspended at {}:{YIELD_LINE})", file!()));
    } else {
        assert_eq!(suspended, "count(Suspended)");
    }
    generator.next();
    assert_eq!(format!("{generator:?}"), "count(Finished)");
    assert_eq!(format!("{:?}", Owner.method()), "method(Created)");
    assert_eq!(format!("{:?}", count(1).boxed()), "count(Created)");
    assert_eq!(format!("{:?}", generic(String::new(), Vec::<fn(u8) -> u8>::new())), "generic(Created)");
    assert_eq!(format!("{:?}", std::pin::pin!(in_place(1))), "in_place(Created)");
    let mut generator = Owner.method();
    generator.next();
    assert!(format!("{generator:?}").starts_with("method(Suspended"));
}

#[generator]
fn generic<T, U>(_: T, _: Vec<U>) -> Gen<u32> {
    yield_!(1);
}

#[generator]
fn in_place(n: u32) -> PinGen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Wrong if auto traits were anything but those of what the body holds over its yields.
#[test]
fn g47_auto_traits() {
    use std::cell::Cell;
    use std::rc::Rc;
    fn is_send<T: Send>(_: &T) {}
    fn is_sync<T: Sync>(_: &T) {}
    #[generator]
    fn holds<T>(value: T) -> Gen<()> {
        yield_!();
        drop(value);
    }
    #[generator]
    fn yields_rc() -> Gen<Rc<u32>, Cell<u32>> {
        yield_!(Rc::new(1));
    }
    #[generator]
    fn drops_rc_before() -> Gen<u32> {
        let x = { *Rc::new(1) };
        yield_!(x);
    }
    is_send(&holds(1));
    is_sync(&holds(1));
    is_send(&holds(Cell::new(1)));
    is_send(&drops_rc_before());
    // What is yielded and sent passes through and is not held.
    is_send(&yields_rc());
    is_sync(&yields_rc());
    static_assertions::assert_impl_all!(BoxGen<'static, std::rc::Rc<u32>>: Send, Unpin);
    static_assertions::assert_not_impl_any!(genfn::LocalBoxGen<'static, u32>: Send, Sync);
}

/// Wrong if a started generator lost something by `mem::forget`, or by being dropped on another thread.
#[test]
fn g32_drop_is_prompt() {
    #[generator]
    fn body(record: Record) -> Gen<()> {
        let _outer = record.guard("outer");
        let _inner = record.guard("inner");
        yield_!();
        record.note("never");
    }
    let record = Record::new();
    let mut generator = body(record.clone());
    generator.next();
    drop(generator);
    assert_eq!(record.take(), ["-inner", "-outer"]);
}

/// Wrong if a yield's operand kept its temporaries alive over the suspension.
#[test]
fn temporaries_of_the_operand_are_dropped_before_the_suspension() {
    let lock = std::sync::Mutex::new(5);
    #[generator]
    fn body(lock: &std::sync::Mutex<u32>) -> Gen<u32> {
        yield_!(*lock.lock().unwrap());
    }
    let mut generator = body(&lock);
    assert_eq!(generator.next(), Some(5));
    assert!(lock.try_lock().is_ok());
}

/// Wrong if a hand-written generator could not be used as the others.
#[test]
fn a_hand_written_generator_has_the_provided_methods() {
    struct Two(u8);
    impl Generator for Two {
        type Yield = u8;
        type Send = ();
        type Return = &'static str;
        type Throw = Infallible;
        fn status(&self) -> Status {
            match self.0 {
                0 => Status::Created,
                1 | 2 => Status::Suspended,
                _ => Status::Finished,
            }
        }
        fn start(&mut self) -> Result<GeneratorState<u8, &'static str>, StartError> {
            self.0 += 1;
            Ok(Yielded(self.0))
        }
        fn send(&mut self, (): ()) -> Result<GeneratorState<u8, &'static str>, SendError<()>> {
            self.0 += 1;
            match self.0 {
                2 => Ok(Yielded(2)),
                3 => Ok(Complete("done")),
                _ => Err(SendError::Finished(())),
            }
        }
        fn throw(&mut self, error: Infallible) -> Result<GeneratorState<u8, &'static str>, Infallible> {
            match error {}
        }
        fn close(&mut self) -> Result<Option<&'static str>, genfn::CloseError<u8, Infallible>> {
            self.0 = 3;
            Ok(None)
        }
    }
    let mut two = Two(0);
    let mut iter = two.iter();
    assert!(iter.by_ref().eq([1, 2]));
    assert_eq!(iter.take_return(), Some("done"));
    let mut boxed = Two(0).boxed();
    assert_eq!(boxed.resume(()), Ok(Yielded(1)));
    assert_eq!(boxed.status(), Status::Suspended);
    assert_eq!(boxed.close(), Ok(None));
    #[generator]
    fn outer() -> Gen<u8, (), &'static str> {
        yield_from!(Two(0))
    }
    let mut generator = outer();
    assert!(generator.iter().eq([1, 2]));
    assert_eq!(generator.take_return(), Some("done"));
}

/// Wrong if a size hint was not what was promised.
#[test]
fn size_hints() {
    let mut exact = count(3).with_len(3);
    assert_eq!(exact.len(), 3);
    exact.next();
    assert_eq!(exact.len(), 2);
    assert!(exact.eq([1, 2]));
    let mut hinted = count(3).with_size_hint(1, Some(9));
    assert_eq!(hinted.size_hint(), (1, Some(9)));
    hinted.next();
    assert_eq!(hinted.size_hint(), (0, Some(8)));
    assert_eq!(hinted.by_ref().count(), 2);
    assert_eq!(count(1).size_hint(), (0, None));
}

/// Wrong if a frame had grown: the bar is 64 bytes with its header, in builds without debug assertions.
#[test]
fn the_handle_is_one_pointer() {
    assert_eq!(size_of_val(&count(1)), size_of::<usize>());
}
