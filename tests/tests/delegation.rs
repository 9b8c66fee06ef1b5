//! Delegation: D1 to D4, D10, D12 to D14, G49, and what links must survive.

use std::convert::Infallible;
use std::pin::pin;

use genfn::{
    BoxGen, Gen, Generator, GeneratorState, IteratorExt as _, LocalBoxGen, PinAsyncGen, PinGen, Raised,
    Status,
};
use genfn::{async_generator, generator, raise, try_yield, yield_, yield_from};
use genfn_tests::{Guard, Record, forget, on_small_stack, size};

use GeneratorState::{Complete, Yielded};

#[generator]
fn count(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Wrong if a kind of delegate was not taken, or its items did not come through in order (D2, D12).
#[test]
fn d12_every_kind_of_delegate() {
    #[generator]
    fn pinned(n: u32) -> PinGen<u32> {
        for i in 0..n {
            yield_!(i);
        }
    }
    #[generator]
    fn all() -> Gen<u32> {
        yield_from!(count(2));
        yield_from!(pinned(2));
        yield_from!(count(2).boxed());
        yield_from!(count(2).boxed_local());
        yield_from!(&mut count(2));
        yield_from!(&mut count(2).boxed());
        yield_from!(pin!(pinned(2)));
        yield_from!(Box::new(count(2)));
        let mut object: Box<
            dyn Generator<Yield = u32, Send = (), Return = (), Throw = std::convert::Infallible>,
        > = Box::new(count(2));
        yield_from!(&mut *object);
        yield_from!(object);
        yield_from!([0, 1]);
        yield_from!(vec![0, 1]);
        yield_from!(0..2);
        yield_from!([0, 1].iter().copied());
        yield_from!(Some(0));
        yield_from!(std::iter::once(1));
        yield_from!(count(4).skip(2).map(|x| x - 2));
    }
    let items: Vec<u32> = all().collect();
    assert_eq!(items.len(), 30);
    assert!(items.chunks(2).all(|pair| pair == [0, 1]), "{items:?}");
}

/// Wrong if the type of a delegate had to be known: generic, opaque and `dyn` delegates.
#[test]
fn d12_generic_delegates() {
    #[generator]
    fn iterable<I: IntoIterator<Item = u32>>(items: I) -> Gen<u32> {
        yield_from!(items);
    }
    #[generator]
    fn delegate<G: Generator<Yield = u32, Send = (), Return = &'static str, Throw = ()>>(
        g: G,
    ) -> Gen<u32, (), &'static str, ()> {
        yield_from!(g)
    }
    #[generator]
    fn valued() -> Gen<u32, (), &'static str, ()> {
        yield_!(7);
        "value"
    }
    assert!(iterable([1, 2]).eq([1, 2]));
    let mut generator = delegate(valued());
    assert!(generator.iter().eq([7]));
    assert_eq!(generator.take_return(), Some("value"));
}

/// Wrong if the operand was evaluated again, or the delegator ran on before the delegate's end (D1).
#[test]
fn d1_evaluated_once() {
    #[generator]
    fn outer(record: Record) -> Gen<u32> {
        yield_from!({
            record.note("evaluated");
            count(2)
        });
        record.note("after");
    }
    let record = Record::new();
    let mut generator = outer(record.clone());
    generator.next();
    generator.next();
    assert_eq!(record.take(), ["evaluated"]);
    assert_eq!(generator.next(), None);
    assert_eq!(record.take(), ["after"]);
}

/// Wrong if temporaries of the operand died before the delegate ended.
#[test]
fn temporaries_of_the_operand_live_as_in_a_for_loop() {
    #[generator]
    fn items(list: &[u8]) -> Gen<u8> {
        for item in list {
            yield_!(*item);
        }
    }
    #[generator]
    fn outer() -> Gen<u8> {
        yield_from!(items(&String::from("abc").into_bytes()));
    }
    assert!(outer().eq(*b"abc"));
}

/// Wrong if a sent value did not reach the innermost, or a return value not the delegator (D3, D4, D10).
#[test]
fn d3_d4_d10_send_and_return_values() {
    #[generator]
    fn sum(n: u32) -> Gen<&'static str, u32, u32> {
        let mut sum = 0;
        for _ in 0..n {
            sum += yield_!("next?");
        }
        sum
    }
    #[generator]
    fn middle(n: u32) -> Gen<&'static str, u32, u32> {
        yield_from!(sum(n))
    }
    #[generator]
    fn outer() -> Gen<&'static str, u32, (u32, u32)> {
        let first = yield_from!(middle(2));
        let last = yield_!("between");
        (first, last + yield_from!(sum(1)))
    }
    let mut generator = outer();
    assert_eq!(generator.start(), Ok(Yielded("next?")));
    assert_eq!(generator.send(1), Ok(Yielded("next?")));
    assert_eq!(generator.send(2), Ok(Yielded("between")));
    assert_eq!(generator.send(10), Ok(Yielded("next?")));
    assert_eq!(generator.send(5), Ok(Complete((3, 15))));
}

/// Wrong if what is sent while a plain iterator or a `()` generator is the delegate did anything (D3).
#[test]
fn d3_what_a_delegate_cannot_take_is_dropped() {
    #[generator]
    fn optional() -> Gen<u32, Option<String>> {
        yield_from!(0..2);
        yield_from!(count(2));
        yield_from!(count(2).ignore_sent());
        yield_from!((0..2).ignore_sent());
    }
    let mut generator = optional();
    let mut items = vec![generator.next().unwrap()];
    while let Ok(Yielded(item)) = generator.send(Some("dropped".into())) {
        items.push(item);
    }
    assert_eq!(items, [0, 1, 0, 1, 0, 1, 0, 1]);

    #[generator]
    fn demanding() -> Gen<u32, String> {
        yield_from!(count(2).ignore_sent());
        yield_from!((0..2).ignore_sent());
    }
    let mut generator = demanding();
    assert_eq!(generator.start(), Ok(Yielded(0)));
    assert_eq!(generator.send("x".into()), Ok(Yielded(1)));
    assert_eq!(generator.send("x".into()), Ok(Yielded(0)));
}

/// Wrong if a suspended generator could not go on under another sent type, or was seen otherwise than as a created one by
/// those who send that (D13).
#[test]
fn d13_what_ignores_goes_on_from_where_it_is() {
    #[generator]
    fn demanding(
        started: Gen<u32, (), (), std::convert::Infallible, impl genfn::Body<Output = ()>>,
    ) -> Gen<u32, String> {
        yield_from!(started.ignore_sent());
    }
    let mut started = count(3);
    assert_eq!(started.next(), Some(0));
    let mut generator = demanding(started);
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.send("x".into()), Ok(Yielded(2)));
    assert_eq!(generator.send("x".into()), Ok(Complete(())));

    let suspended = || {
        let mut generator = count(3);
        generator.start().unwrap();
        generator.ignore_sent::<u8>()
    };
    let mut ignoring = suspended();
    assert_eq!(ignoring.status(), Status::Created);
    assert_eq!(ignoring.send(7), Err(genfn::SendError::NotStarted(7)));
    assert_eq!(ignoring.start(), Ok(Yielded(1)));
    assert_eq!((ignoring.status(), ignoring.start()), (Status::Suspended, Err(genfn::StartError::Started)));
    assert_eq!(ignoring.send(7), Ok(Yielded(2)));
    let mut ignoring = suspended();
    assert_eq!((ignoring.close(), ignoring.status()), (Ok(None), Status::Finished));
    let mut ended = count(0);
    ended.start().unwrap();
    assert_eq!(ended.ignore_sent::<u8>().start(), Err(genfn::StartError::Finished));
}

/// Wrong if a started delegate began anew, or a finished one did anything but end (D13).
#[test]
fn d13_started_and_finished_delegates() {
    #[generator]
    fn valued() -> Gen<u32, (), String> {
        yield_!(1);
        yield_!(2);
        "value".to_string()
    }
    #[generator]
    fn take(g: BoxGen<'static, u32, (), String>) -> Gen<u32, (), String> {
        yield_from!(g)
    }
    let mut started = valued().boxed();
    started.start().unwrap();
    let mut generator = take(started);
    assert!(generator.iter().eq([2]));
    assert_eq!(generator.take_return().as_deref(), Some("value"));

    let mut ended = valued().boxed();
    assert_eq!(ended.iter().count(), 2);
    let mut generator = take(ended);
    assert_eq!(generator.iter().next(), None);
    assert_eq!(generator.take_return().as_deref(), Some("value"));

    #[generator]
    fn unit() -> Gen<u32> {
        let mut ended = count(1);
        ended.by_ref().for_each(drop);
        ended.take_return();
        yield_from!(ended);
        yield_!(9);
    }
    assert!(unit().eq([9]));
}

/// Wrong if there was no clear word when a delegate has nothing left to give (D13).
#[test]
#[should_panic(expected = "whose return value was taken")]
fn d13_a_gone_return_value_is_a_panic() {
    #[generator]
    fn valued() -> Gen<u32, (), String> {
        yield_!(1);
        String::new()
    }
    #[generator]
    fn outer() -> Gen<u32, (), String> {
        let mut ended = valued();
        ended.iter().for_each(drop);
        ended.take_return();
        yield_from!(ended)
    }
    outer().iter().for_each(drop);
}

/// Wrong if there was no clear word when a delegate waits for a value that nobody can make (D13).
#[test]
#[should_panic(expected = "waits for a sent value")]
fn d13_a_waiting_delegate_is_a_panic() {
    #[generator]
    fn sink() -> Gen<(), String> {
        yield_!();
    }
    #[generator]
    fn outer() -> Gen<(), String> {
        let mut started = sink();
        started.start().unwrap();
        yield_from!(started);
    }
    outer().start().unwrap();
}

/// Wrong if a delegate by value outlived its delegator, or one by `&mut` did not, or lost its place (D14).
#[test]
fn d14_by_value_and_by_reference() {
    #[generator]
    fn guarded(_guard: Guard, n: u32) -> Gen<u32> {
        for i in 0..n {
            yield_!(i);
        }
    }
    #[generator]
    fn by_value(g: LocalBoxGen<'_, u32>) -> Gen<u32> {
        yield_from!(g);
    }
    #[generator]
    fn by_reference(g: &mut LocalBoxGen<'_, u32>) -> Gen<u32> {
        yield_from!(g);
    }
    let record = Record::new();
    let mut generator = by_value(guarded(record.guard("inner"), 3).boxed_local());
    generator.next();
    drop(generator);
    assert_eq!(record.take(), ["-inner"]);

    let mut inner = guarded(record.guard("inner"), 6).boxed_local();
    {
        let mut generator = by_reference(&mut inner);
        assert_eq!(generator.next(), Some(0));
        assert_eq!(generator.next(), Some(1));
    }
    assert_eq!(inner.status(), Status::Suspended);
    assert_eq!(inner.next(), Some(2));
    {
        let mut generator = by_reference(&mut inner);
        assert_eq!(generator.next(), Some(3));
        assert_eq!(generator.close(), Ok(None));
    }
    assert_eq!(inner.next(), Some(4));
    assert!(record.take().is_empty());
    assert!(by_reference(&mut inner).eq([5]));
    assert_eq!(inner.status(), Status::Finished);
}

#[generator]
fn descend(depth: usize, items: u32) -> Gen<u32> {
    if depth == 0 {
        for i in 0..items {
            yield_!(i);
        }
    } else {
        yield_from!(descend(depth - 1, items));
    }
}

/// Wrong if a `&mut` delegate with frames of its own above it lost them with the delegator, or when a delegator that
/// borrows it was forgotten.
#[test]
fn a_borrowed_delegate_keeps_its_own_stack() {
    #[generator]
    fn over(
        g: &mut dyn FnMut() -> Option<u32>,
        inner: &mut Gen<u32, (), (), std::convert::Infallible, impl genfn::Body<Output = ()>>,
    ) -> Gen<u32> {
        let _ = g;
        yield_from!(inner);
    }
    let mut inner = descend(5, 10);
    let mut nothing = || None;
    for expected in [0, 2, 4] {
        let mut outer = over(&mut nothing, &mut inner);
        assert_eq!(outer.next(), Some(expected));
        drop(outer);
        assert_eq!(inner.next(), Some(expected + 1));
    }
    // A forgotten delegator leaves it linked: it is its own root again when it is used.
    let mut outer = over(&mut nothing, &mut inner);
    assert_eq!(outer.next(), Some(6));
    forget(outer);
    assert_eq!(inner.status(), Status::Suspended);
    assert_eq!(inner.next(), Some(7));
    let mut outer = over(&mut nothing, &mut inner);
    assert_eq!(outer.next(), Some(8));
    forget(outer);
    // And as a delegate once more, without having been used in between.
    assert!(over(&mut nothing, &mut inner).eq([9]));

    let mut inner = descend(3, 10);
    let mut outer = over(&mut nothing, &mut inner);
    outer.next();
    forget(outer);
    drop(inner);
}

/// Wrong if a generator that was started alone, then delegated to, then handed to another thread remembered its old
/// root.
#[test]
fn a_delegate_changes_its_root() {
    #[generator]
    fn wrap(g: BoxGen<'static, u32>) -> BoxGen<'static, u32> {
        yield_from!(g);
    }
    let mut generator = descend(3, 6).boxed();
    assert_eq!(generator.next(), Some(0));
    let mut generator = wrap(generator);
    assert_eq!(generator.next(), Some(1));
    let mut generator = wrap(wrap(generator));
    assert_eq!(generator.next(), Some(2));
    let rest = std::thread::spawn(move || {
        let mut generator = wrap(generator);
        assert_eq!(generator.next(), Some(3));
        generator
    });
    assert!(rest.join().unwrap().eq([4, 5]));
}

/// Wrong if depth cost native stack: while descending, unwinding, or being dropped half way (G49).
#[test]
fn g49_a_million_levels() {
    let depth = size(1_000_000);
    on_small_stack(move || {
        assert!(descend(depth, 3).eq([0, 1, 2]));
        let mut half = descend(depth, 3);
        assert_eq!(half.next(), Some(0));
        drop(half);
        let mut closed = descend(depth, 3).boxed();
        assert_eq!(closed.next(), Some(0));
        assert_eq!(closed.close(), Ok(None));
        assert_eq!(closed.next(), None);
    });
}

/// Wrong if running a million levels by reference cost native stack. (Dropping them half way does: each borrowed
/// delegate is left to its owner, here a local of the level below, whose destructors nest as those of boxes do.)
#[test]
fn g49_a_million_levels_by_reference() {
    #[generator]
    fn descend(depth: usize) -> Gen<u32> {
        if depth == 0 {
            yield_!(1);
            yield_!(2);
        } else {
            let mut inner = descend(depth - 1);
            yield_from!(&mut inner);
        }
    }
    let depth = size(1_000_000);
    on_small_stack(move || assert!(descend(depth).eq([1, 2])));
}

struct Node {
    value: u32,
    children: Vec<Node>,
}

#[generator]
fn walk(node: &Node) -> Gen<&Node> {
    for child in &node.children {
        yield_from!(walk(child));
    }
    yield_!(node);
}

/// Wrong if recursion needed a box or an annotation, or came in another order than post-order.
#[test]
fn g49_recursion() {
    let leaf = |value| Node { value, children: vec![] };
    let tree = Node {
        value: 6,
        children: vec![Node { value: 3, children: vec![leaf(1), leaf(2)] }, leaf(4), leaf(5)],
    };
    assert!(walk(&tree).map(|node| node.value).eq([1, 2, 3, 4, 5, 6]));
}

/// Wrong if a panic in a delegate left a level that was not dropped, dropped twice, or could be resumed (G21).
#[test]
fn g21_a_panic_in_a_delegate_drops_every_level() {
    #[generator]
    fn level(depth: u32, record: Record) -> Gen<u32> {
        let _guard = record.guard(depth.to_string());
        if depth == 0 {
            yield_!(0);
            panic!("innermost");
        }
        yield_from!(level(depth - 1, record.clone()));
    }
    let record = Record::new();
    let mut generator = level(3, record.clone());
    assert_eq!(generator.next(), Some(0));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| generator.next()));
    assert!(panicked.is_err());
    assert_eq!(record.take(), ["-0", "-1", "-2", "-3"]);
    assert_eq!(generator.next(), None);
    assert_eq!(generator.status(), Status::Finished);
}

/// Wrong if dropping half way was not innermost first (D18).
#[test]
fn d18_innermost_first() {
    #[generator]
    fn level(depth: u32, record: Record) -> Gen<u32> {
        let _guard = record.guard(depth.to_string());
        if depth == 0 {
            yield_!(0);
        } else {
            yield_from!(level(depth - 1, record.clone()));
        }
    }
    let record = Record::new();
    let mut generator = level(3, record.clone());
    generator.next();
    drop(generator);
    assert_eq!(record.take(), ["-0", "-1", "-2", "-3"]);
}

/// Wrong if the frame of a delegator had its delegate twice: the compiler may keep what is moved into an await where it was, too.
#[test]
fn a_frame_has_its_delegate_once() {
    #[generator]
    fn delegate() -> PinGen<u8> {
        let bytes = [1; 200];
        for byte in &bytes {
            yield_!(*byte);
        }
    }
    #[generator]
    fn in_place() -> PinGen<u8> {
        yield_from!(delegate());
    }
    #[generator]
    fn twice() -> PinGen<u8> {
        yield_from!(delegate());
        yield_!(0);
        yield_from!(delegate());
    }
    #[generator]
    fn from_a_local() -> PinGen<u8> {
        let delegate = delegate();
        yield_!(0);
        yield_from!(delegate);
    }
    #[generator]
    fn sent() -> PinGen<u8, Option<u8>, (), String> {
        yield_from!(delegate());
    }
    #[async_generator]
    async fn asynchronous() -> PinAsyncGen<u8> {
        yield_from!(delegate());
        std::future::ready(()).await;
        yield_from!(delegate());
    }
    let header = 16 * size_of::<usize>();
    let delegate = size_of_val(&delegate());
    for (kind, size) in [
        ("a delegate", size_of_val(&in_place())),
        ("one after another", size_of_val(&twice())),
        ("a local", size_of_val(&from_a_local())),
        ("a delegate with other types", size_of_val(&sent())),
        ("in an asynchronous generator", size_of_val(&asynchronous())),
    ] {
        assert!(size <= delegate + header, "{kind}: {size} bytes for a delegate of {delegate}");
    }
}

/// Delegates where the attribute cannot see it.
macro_rules! hand_over {
    ($delegate:expr) => {
        yield_from!($delegate)
    };
}

/// Wrong if a delegation had to be written in the body itself: that the attribute sees one decides about speed alone.
#[test]
fn a_delegation_in_a_macro_of_the_users() {
    #[generator]
    fn answers(record: Record) -> Gen<u32, Option<u32>, u32, String> {
        let _guard = record.guard("answers");
        loop {
            match try_yield!(record.made() as u32) {
                Ok(None) => return 7,
                Ok(Some(sent)) => record.note(format!("sent {sent}")),
                Err(Raised::Throw(error)) if error == "caught" => record.note("caught"),
                Err(signal) => raise!(signal),
            }
        }
    }
    #[generator]
    fn delegates(record: Record) -> Gen<u32, Option<u32>, u32, String> {
        let _guard = record.guard("delegates");
        let first = hand_over!(answers(record.clone()));
        first + hand_over!(answers(record.clone()))
    }
    let started = |record: &Record| {
        let mut generator = delegates(record.clone());
        assert_eq!(generator.start(), Ok(Yielded(2)));
        generator
    };

    let record = Record::new();
    let mut generator = started(&record);
    assert_eq!(generator.send(Some(1)), Ok(Yielded(2)));
    assert_eq!(generator.throw("caught".into()), Ok(Yielded(2)));
    assert_eq!(generator.send(None), Ok(Yielded(3)));
    assert_eq!(generator.send(None), Ok(Complete(14)));
    assert_eq!(record.take(), ["sent 1", "caught", "-answers", "-answers", "-delegates"]);

    let record = Record::new();
    assert_eq!(started(&record).throw("uncaught".into()), Err("uncaught".into()));
    assert_eq!(record.take(), ["-answers", "-delegates"]);

    let record = Record::new();
    assert_eq!(started(&record).close(), Ok(None));
    assert_eq!(record.take(), ["-answers", "-delegates"]);

    let record = Record::new();
    drop(started(&record));
    assert_eq!(record.take(), ["-answers", "-delegates"]);
}

/// Wrong if such a delegation lost items of iteration, or a delegate by reference did not survive its delegator.
#[test]
fn iteration_and_references_in_a_macro_of_the_users() {
    #[generator]
    fn delegates(counts: &mut Gen<u32, (), (), Infallible, impl genfn::Body<Output = ()>>) -> Gen<u32> {
        hand_over!(counts);
    }
    let mut counts = count(5);
    assert_eq!(delegates(&mut counts).take(2).sum::<u32>(), 1);
    assert!(counts.eq([2, 3, 4]));
}
