//! The traps that made other crates unsound or wrong.

use std::cell::RefCell;
use std::future::{Future, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Poll, Waker};

use genfn::{BoxGen, Gen, PinGen, Status, generator, yield_, yield_from};
use genfn_tests::{Guard, Record, forget};

/// Hides an `.await` from the check, as foreign macros do.
macro_rules! wait {
    ($future:expr) => {
        $future.await
    };
}

fn panics(run: impl FnOnce()) -> String {
    let error = catch_unwind(AssertUnwindSafe(run)).expect_err("must panic");
    match error.downcast::<String>() {
        Ok(text) => *text,
        Err(error) => (*error.downcast::<&str>().unwrap()).to_string(),
    }
}

/// Wrong if a foreign future that is not ready hung, was undefined, or panicked without a word.
#[test]
fn awaiting_something_foreign_is_a_clear_panic() {
    #[generator]
    fn body(record: Record) -> Gen<u32> {
        let _guard = record.guard("local");
        yield_!(wait!(ready(1)));
        wait!(std::future::pending::<()>());
        yield_!(2);
    }
    let record = Record::new();
    let mut generator = body(record.clone());
    assert_eq!(generator.next(), Some(1), "a ready future is no wait");
    let text = panics(|| _ = generator.next());
    assert!(text.contains("use `#[async_generator]` to await"), "{text}");
    assert_eq!(record.take(), ["-local"]);
    assert_eq!((generator.next(), generator.status()), (None, Status::Finished));
}

/// Wrong if a waker that a foreign future cloned and kept pointed to a channel that is gone.
#[test]
fn a_kept_waker_is_harmless() {
    thread_local!(static KEPT: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) });
    #[generator]
    fn body() -> Gen<u32> {
        for i in 0..3 {
            wait!(poll_fn(|cx| {
                KEPT.with_borrow_mut(|kept| kept.push(cx.waker().clone()));
                Poll::Ready(())
            }));
            yield_!(i);
        }
    }
    assert!(body().eq([0, 1, 2]));
    KEPT.with_borrow(|kept| {
        assert_eq!(kept.len(), 3);
        for waker in kept {
            waker.wake_by_ref();
            assert!(waker.clone().will_wake(waker));
        }
    });
}

/// Wrong if a yield's item went to the generator that happens to be resumed inside another's body.
#[test]
fn generators_in_each_others_bodies() {
    #[generator]
    fn inner(n: u8) -> PinGen<Box<u8>> {
        for i in 0..n {
            yield_!(Box::new(i));
        }
    }
    #[generator]
    fn outer() -> Gen<String> {
        let mut first = std::pin::pin!(inner(2));
        for item in first.as_mut() {
            let mut second = std::pin::pin!(inner(1));
            yield_!(format!("{item} {:?}", second.next()));
            yield_!(format!("{:?}", second.next()));
        }
    }
    let items: Vec<String> = outer().collect();
    assert_eq!(items, ["0 Some(0)", "None", "1 Some(0)", "None"]);
}

/// Wrong if a destructor in a body could not drive other generators while the body is dropped.
#[test]
fn a_destructor_may_drive_generators() {
    struct Drives<'a>(Option<BoxGen<'static, u32>>, &'a Record);
    impl Drop for Drives<'_> {
        fn drop(&mut self) {
            let sum: u32 = self.0.take().unwrap().sum();
            self.1.note(sum.to_string());
        }
    }
    #[generator]
    fn count(n: u32) -> Gen<u32> {
        for i in 0..n {
            yield_!(i);
        }
    }
    #[generator]
    fn body(record: &Record) -> Gen<u32> {
        let _drives = Drives(Some(count(4).boxed()), record);
        yield_from!(count(2));
    }
    let record = Record::new();
    let mut generator = body(&record);
    generator.next();
    drop(generator);
    assert_eq!(record.take(), ["6"]);
}

/// Wrong if a forgotten generator was more than a leak.
#[test]
fn a_forgotten_generator_is_a_leak() {
    #[generator]
    fn level(depth: u32, record: Record) -> Gen<u32> {
        let _guard = record.guard(depth.to_string());
        if depth > 0 {
            yield_from!(level(depth - 1, record.clone()));
        }
        yield_!(depth);
    }
    let record = Record::new();
    let mut generator = level(3, record.clone());
    generator.next();
    forget(generator);
    assert!(record.take().is_empty());
}

/// Wrong if a panicking destructor kept the outer locals from being dropped, or left a generator that goes on (G29).
#[test]
fn g29_a_panicking_destructor_propagates_and_the_rest_is_dropped() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in a destructor");
        }
    }
    #[generator]
    fn level(depth: u32, record: Record) -> Gen<u32> {
        let _outer = record.guard(format!("outer {depth}"));
        let _panics = (depth == 1).then(|| Panics);
        let _inner: Guard = record.guard(format!("inner {depth}"));
        if depth > 0 {
            yield_from!(level(depth - 1, record.clone()));
        }
        yield_!(depth);
    }
    let all = ["-inner 0", "-outer 0", "-inner 1", "-outer 1", "-inner 2", "-outer 2"];
    for end in ["drop", "close", "boxed"] {
        let record = Record::new();
        let mut generator = level(2, record.clone());
        generator.next();
        let text = match end {
            "drop" => panics(|| drop(generator)),
            "boxed" => panics(|| drop(generator.boxed_local())),
            _ => {
                let text = panics(|| _ = generator.close());
                assert_eq!((generator.next(), generator.status()), (None, Status::Finished));
                text
            }
        };
        assert_eq!(
            (text.as_str(), record.take()),
            ("in a destructor", all.map(String::from).to_vec()),
            "{end}"
        );
    }
}

/// Wrong if a body with a yield type of one name and a frame of another could be made: types are checked.
#[test]
fn numbers_take_the_declared_type() {
    #[generator]
    fn body() -> Gen<u8> {
        yield_!(200);
        yield_!(1 << 7);
    }
    assert!(body().eq([200u8, 128]));
}

/// Wrong if a future that the body polls by hand was not the body's own affair.
#[test]
fn a_body_may_poll_futures_by_hand() {
    #[generator]
    fn body() -> Gen<bool> {
        let mut future = std::pin::pin!(ready(5));
        let mut cx = std::task::Context::from_waker(Waker::noop());
        yield_!(future.as_mut().poll(&mut cx).is_ready());
    }
    assert!(body().eq([true]));
}
