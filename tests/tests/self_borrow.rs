//! Bodies that refer to their own locals across yields, under every operation (G3). Most of this can only fail under Miri,
//! which must be silent with Stacked Borrows and with Tree Borrows.

#![forbid(unsafe_code)]

use genfn_tests::{block_on, poll_once, wait};

/// Adds one to what it borrows when it is dropped, and looks at it whenever it is asked to.
struct Adds<'a>(&'a mut u32);

impl Adds<'_> {
    fn add(&mut self) -> u32 {
        *self.0 += 1;
        *self.0
    }
}

impl Drop for Adds<'_> {
    fn drop(&mut self) {
        *self.0 += 1;
    }
}

/// The item as it was; it is one more now.
fn taken(item: &mut u32) -> u32 {
    *item += 1;
    *item - 1
}

/// After how many items.
const STEPS: std::ops::RangeInclusive<usize> = if cfg!(miri) { 1..=1 } else { 0..=4 };
/// A thread is expensive under Miri.
const THREADS: bool = !cfg!(miri);

/// Whether this handle is run in this cell: all of them natively, in turns under Miri.
fn is_run(cell: usize, handle: usize) -> bool {
    !cfg!(miri) || cell % 5 == handle
}

/// What is done to a generator while its body borrows.
#[derive(Clone, Copy, Debug)]
enum Operation {
    Next,
    Send,
    Throw,
    Close,
    Settle,
    Drop,
    Look,
    Move,
}
const OPERATIONS: [Operation; 8] = [
    Operation::Next,
    Operation::Send,
    Operation::Throw,
    Operation::Close,
    Operation::Settle,
    Operation::Drop,
    Operation::Look,
    Operation::Move,
];

/// Each body yields 1, 2, 3 and has a borrow alive at each yield. Below, all of them are run.
macro_rules! bodies {
    (
        #[$attribute:ident] $Gen:ident $PinGen:ident:
        $($name:ident { $($body:tt)* })*
    ) => {
        $(
            #[$attribute]
            fn $name() -> $Gen<u32, (), (), u16> {
                $($body)*
            }
        )*

        mod in_place {
            use super::*;
            $(
                #[$attribute]
                pub(super) fn $name() -> $PinGen<u32, (), (), u16> {
                    $($body)*
                }
            )*
        }

        mod pushed {
            use super::*;
            $(
                #[$attribute]
                pub(super) fn $name() -> $Gen<u32, (), (), u16> {
                    yield_from!(super::in_place::$name());
                }
            )*
        }

        /// Does everything to everything.
        fn run_all() -> usize {
            let mut cells = 0_usize;
            $(
                for operation in OPERATIONS {
                    for steps in STEPS {
                        if is_run(cells, 0) {
                            operate($name(), operation, steps, stringify!($name));
                        }
                        if is_run(cells, 1) {
                            operate($name().boxed(), operation, steps, stringify!($name));
                        }
                        if is_run(cells, 2) {
                            operate(Box::pin(in_place::$name()).as_mut(), operation, steps, stringify!($name));
                        }
                        if is_run(cells, 3) {
                            operate(outer($name().boxed()), operation, steps, stringify!($name));
                        }
                        if is_run(cells, 4) {
                            operate(pushed::$name(), operation, steps, stringify!($name));
                        }
                        cells += 1;
                    }
                }
            )*
            cells
        }
    };
}

/// The bodies and what runs them, synchronous or asynchronous.
macro_rules! table {
    (
        $mode:ident: #[$attribute:ident] $Gen:ident $PinGen:ident $Box:ident $Iterate:path,
        $Generator:ident $(+ $Unpin:ident)?, block $block:ident, wait $wait:ident, now $now:ident, settle $settle:ident
    ) => {
        mod $mode {
            use super::*;
            use genfn::{$Box, $Gen, $Generator, $PinGen, $attribute};
            use genfn::{try_yield, try_yield_from, yield_, yield_from};
            use std::pin::pin;

            bodies! {
                #[$attribute] $Gen $PinGen:
                mutable {
                    let mut n = 0;
                    let borrow = &mut n;
                    for _ in 0..3 {
                        *borrow += 1;
                        $wait!();
                        yield_!(*borrow);
                    }
                    *borrow += 1;
                    assert_eq!(n, 4);
                }
                shared {
                    let n = 1;
                    let borrow = &n;
                    yield_!(*borrow);
                    $wait!();
                    yield_!(*borrow + 1);
                    yield_!(n + *borrow + 1);
                }
                element {
                    let mut list = [9, 0, 9];
                    let borrow = &mut list[1];
                    for _ in 0..3 {
                        *borrow += 1;
                        yield_!(*borrow);
                        $wait!();
                    }
                    assert_eq!(list, [9, 3, 9]);
                }
                iterating {
                    let mut list = [1, 2, 3];
                    for item in &mut list {
                        $wait!();
                        yield_!(*item);
                        *item = 0;
                    }
                    assert_eq!(list, [0; 3]);
                }
                looking_through {
                    let list = vec![1, 2, 3];
                    let mut items = list.iter().peekable();
                    while let Some(item) = items.next() {
                        yield_!(*item);
                        let _ = items.peek();
                    }
                }
                guarded {
                    let mut n = 0;
                    {
                        let mut guard = Adds(&mut n);
                        for _ in 0..3 {
                            yield_!(guard.add());
                            $wait!();
                        }
                    }
                    assert_eq!(n, 4);
                }
                caught {
                    let mut n = 0;
                    let mut guard = Adds(&mut n);
                    while guard.add() < 4 {
                        if try_yield!(*guard.0).is_err() {
                            *guard.0 += 1;
                            $wait!();
                            return;
                        }
                    }
                }
                closure {
                    let mut n = 0;
                    let mut next = || {
                        n += 1;
                        n
                    };
                    yield_!(next());
                    yield_!(next());
                    yield_!(next());
                    assert_eq!(n, 3);
                }
                matched {
                    let mut pair = (0, Some(0));
                    let (left, Some(right)) = (&mut pair.0, &mut pair.1) else { return };
                    for _ in 0..3 {
                        *left += 1;
                        *right += 1;
                        yield_!((*left + *right) / 2);
                    }
                    assert_eq!(pair, (3, Some(3)));
                }
                by_value {
                    let mut n = 1;
                    let mut guard = Adds(&mut n);
                    yield_!(*guard.0);
                    yield_from!(from(guard.add(), 3));
                    guard.add();
                }
                lent {
                    let mut n = 0;
                    yield_from!(lending(&mut n));
                    assert_eq!(n, 4);
                }
                lent_in_place {
                    let mut n = 0;
                    yield_from!(lending_in_place(&mut n));
                    assert_eq!(n, 5);
                }
                lent_and_caught {
                    let mut n = 0;
                    let caught = try_yield_from!(lending(&mut n)).is_err();
                    assert!(caught || n == 4);
                    n += 1;
                    assert!(n > 0);
                }
                by_reference {
                    let mut n = 0;
                    let mut delegate = lending(&mut n);
                    yield_from!(&mut delegate);
                    drop(delegate);
                    assert_eq!(n, 4);
                }
                interrupted {
                    let mut n = 0;
                    let mut delegate = lending(&mut n);
                    let first = $now!(delegate.iter().next());
                    yield_!(first.unwrap_or(9));
                    yield_from!(&mut delegate);
                }
                pinned {
                    let mut n = 0;
                    {
                        let mut delegate = pin!(lending_in_place(&mut n));
                        yield_from!(delegate.as_mut());
                    }
                    assert_eq!(n, 5);
                }
                boxed {
                    let mut n = 0;
                    yield_from!(lending(&mut n).boxed());
                    assert_eq!(n, 4);
                }
                driven {
                    let mut n = 0;
                    let mut delegate = genfn_tests::Manual(lending(&mut n));
                    yield_from!(&mut delegate);
                    drop(delegate);
                    assert_eq!(n, 4);
                }
                other_errors {
                    let mut n = 0;
                    yield_from!(lending_other(&mut n));
                    assert_eq!(n, 4);
                }
                ignoring {
                    let mut n = 0;
                    yield_from!(lending(&mut n).ignore_sent());
                    assert_eq!(n, 4);
                }
                plain_iterator {
                    let mut list = [1, 2, 3];
                    yield_from!(list.iter_mut().map(taken));
                    assert_eq!(list, [2, 3, 4]);
                }
                block {
                    let mut n = 0;
                    yield_from!(genfn::$block! {
                        let borrow = &mut n;
                        for _ in 0..3 {
                            *borrow += 1;
                            yield *borrow;
                        }
                    });
                }
                expression {
                    let rows = [[1], [2], [3]];
                    yield_from!(genfn::iter!(*x for row in &rows for x in row if *x > 0));
                }
                expression_of_one_loop {
                    let mut list = [0, 1, 2];
                    yield_from!(genfn::iter!({ *x += 1; *x } for x in &mut list));
                }
                temporary {
                    yield_from!(lending(&mut u32::min(0, 1)));
                }
            }

            #[$attribute]
            fn from(first: u32, last: u32) -> $Gen<u32, (), (), u16> {
                let mut list = (first..=last).collect::<Vec<_>>();
                for item in &mut list {
                    $wait!();
                    yield_!(*item);
                    *item = 0;
                }
            }

            #[$attribute]
            fn lending(n: &mut u32) -> $Gen<u32, (), (), u16> {
                let mut guard = Adds(n);
                for _ in 0..3 {
                    yield_!(guard.add());
                    $wait!();
                }
            }

            #[$attribute]
            fn lending_other(n: &mut u32) -> $Gen<u32, (), (), u8> {
                let mut guard = Adds(n);
                for _ in 0..3 {
                    $wait!();
                    yield_!(guard.add());
                }
            }

            #[$attribute]
            fn lending_in_place(n: &mut u32) -> $PinGen<u32, (), (), u16> {
                let guard = Adds(n);
                yield_from!(lending(&mut *guard.0));
            }

            #[$attribute]
            fn outer(g: $Box<'static, u32, (), (), u16>) -> $Gen<u32, (), (), u16> {
                yield_from!(g);
            }

            /// Does the operation after so many items, and runs what is left.
            fn operate<G>(mut generator: G, operation: Operation, steps: usize, name: &str)
            where
                G: $Generator<Yield = u32, Send = (), Return = (), Throw = u16> + std::fmt::Debug + Send
                    $(+ $Unpin)?,
            {
                let cell = (name, operation, steps);
                let mut seen = Vec::new();
                for _ in 0..steps {
                    seen.extend($now!(generator.iter().next()));
                }
                assert_eq!(seen, [1, 2, 3][..steps.min(3)], "{cell:?}");
                match operation {
                    Operation::Next => {}
                    Operation::Send => drop($now!(generator.send(()))),
                    Operation::Throw => drop($now!(generator.throw(1))),
                    Operation::Close => assert!($now!(generator.close()).is_ok(), "{cell:?}"),
                    Operation::Settle => {
                        $settle!(generator);
                    }
                    Operation::Drop => return drop(generator),
                    Operation::Look => {
                        assert!(format!("{generator:?} {:?}", generator.status()).len() > 9, "{cell:?}");
                        // At its end a stream knows that nothing comes.
                        let ended = generator.status() == genfn::Status::Finished;
                        let hint = $Iterate(&generator.iter());
                        assert!(hint == (0, None) || ended && hint == (0, Some(0)), "{cell:?}");
                    }
                    Operation::Move if THREADS || name == "mutable" => {
                        let mut moved = generator.boxed();
                        std::thread::scope(|scope| {
                            scope.spawn(move || while $now!(moved.iter().next()).is_some() {});
                        });
                        return;
                    }
                    Operation::Move => {
                        let mut moved = generator.boxed();
                        while $now!(moved.iter().next()).is_some() {}
                        return;
                    }
                }
                while $now!(generator.iter().next()).is_some() {}
                assert_eq!(generator.status(), genfn::Status::Finished, "{cell:?}");
            }

            /// Wrong if a borrow in a body did not survive, or, under Miri, was not allowed any more.
            #[test]
            fn every_operation_while_a_borrow_is_alive() {
                let cells = run_all();
                println!("{cells} cells");
                assert!(cells >= 25 * 8, "{cells}");
            }
        }
    };
}

macro_rules! skip {
    ($($nothing:tt)*) => {};
}
macro_rules! at_once {
    ($operation:expr) => {
        $operation
    };
}
macro_rules! waits {
    () => {
        wait(1).await
    };
}
macro_rules! until_ready {
    ($operation:expr) => {
        block_on($operation)
    };
}
/// Leaves an operation in mid-await, once more, and settles it.
macro_rules! settle {
    ($generator:ident) => {{
        let _ = poll_once(&mut pin!($generator.resume(())));
        let _ = poll_once(&mut pin!($generator.settle()));
        assert!(block_on($generator.settle()).is_ok());
    }};
}
macro_rules! nothing_to_settle {
    ($generator:ident) => {};
}

table!(
    synchronous: #[generator] Gen PinGen BoxGen Iterator::size_hint, Generator, block iter, wait skip, now at_once,
    settle nothing_to_settle
);
table!(
    asynchronous: #[async_generator] AsyncGen PinAsyncGen BoxAsyncGen futures::Stream::size_hint, AsyncGenerator + Unpin,
    block stream, wait waits, now until_ready, settle settle
);
