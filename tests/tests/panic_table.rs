//! A panic at each place where user code is called × each position in a stack × each operation × each kind of handle and
//! of delegate, synchronous and asynchronous (G21, G29).

#![forbid(unsafe_code)]

#[path = "panic_table/bomb.rs"]
mod bomb;
#[path = "panic_table/by_hand.rs"]
mod by_hand;
#[path = "panic_table/meaning.rs"]
mod meaning;

use std::any::Any;
use std::collections::HashSet;

use bomb::Place::{Closure, Element, Handler, Local, Manual, Next, Returned, Sent, Thrown, Yielded};
use bomb::{Bomb, Place, Spot, all_dropped_once, arm, caught, compiler_leaks_return_values, strike};
use by_hand::{ByHand, Items, Source, Streamed};
use genfn::{Gen, Raised, SendError, StartError};
use genfn::{generator, iter, yield_, yield_from};
use meaning::{Meaning, meaning, spots};

/// The position of what the top of the stack delegates to.
const LEAF: usize = 3;
/// The position of a delegator that borrows the whole stack.
const OVER: usize = 4;

/// How the levels of a stack are delegated to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    Linked,
    ByReference,
    Boxed,
    InPlace,
    Driven,
    Caught,
}
const WAYS: [Way; 6] = [Way::Linked, Way::ByReference, Way::Boxed, Way::InPlace, Way::Driven, Way::Caught];

/// What the top of the stack delegates to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Leaf {
    Iterator,
    Stream,
    Expression,
    Loops,
    ByHand,
    ByHandBorrowed,
    OtherError,
    Ignoring,
}
const LEAVES: [Leaf; 8] = [
    Leaf::Iterator,
    Leaf::Stream,
    Leaf::Expression,
    Leaf::Loops,
    Leaf::ByHand,
    Leaf::ByHandBorrowed,
    Leaf::OtherError,
    Leaf::Ignoring,
];

/// What holds the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Handle {
    Owned,
    Boxed,
    InPlace,
    /// A delegator that has the stack by `&mut`.
    Over,
}
const HANDLES: [Handle; 4] = [Handle::Owned, Handle::Boxed, Handle::InPlace, Handle::Over];

/// During which operation the panic strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Operation {
    Next,
    Send,
    Throw,
    Close,
    Drop,
    Settle,
}
const OPERATIONS: [Operation; 6] = [
    Operation::Next,
    Operation::Send,
    Operation::Throw,
    Operation::Close,
    Operation::Drop,
    Operation::Settle,
];

/// The bodies and what runs them, synchronous or asynchronous.
macro_rules! table {
    (
        $mode:ident: #[$attribute:ident] $Gen:ident, $PinGen:ident, $LocalBox:ident, $Generator:ident $(+ $Unpin:ident)?,
        wait $wait:ident, now $now:ident, leave $leave:ident, settle $settle:ident, stream $Stream:path
    ) => {
        mod $mode {
            use super::*;
            use genfn::{$Gen, $Generator, $LocalBox, $PinGen, $attribute};
            use genfn::{IteratorExt as _, raise, try_yield, try_yield_from};

            /// A level of the stack: every kind of thing that is dropped or called, at every position.
            #[$attribute]
            fn level(position: usize, way: Way, leaf: Leaf) -> $Gen<Bomb, Option<Bomb>, Bomb, Bomb> {
                let _local = Bomb::new(Local, position);
                strike(Place::Poll, position);
                $wait!();
                let sent = yield_!(Bomb::new(Yielded, position));
                strike(Place::Poll, position);
                drop(sent);
                if position + 1 < LEAF {
                    let below = level(position + 1, way, leaf);
                    let value = match way {
                        Way::Linked => yield_from!(below),
                        Way::ByReference => {
                            let mut below = below;
                            yield_from!(&mut below)
                        }
                        Way::Boxed => yield_from!(below.boxed_local()),
                        Way::InPlace => yield_from!(in_place(position + 1, way, leaf, below.boxed_local())),
                        Way::Driven => yield_from!(genfn_tests::Manual(below)),
                        Way::Caught => match try_yield_from!(below) {
                            Ok(value) => value,
                            Err(signal) => {
                                strike(Handler, position);
                                raise!(signal)
                            }
                        },
                    };
                    drop(value);
                } else {
                    yield_from!(leaves(leaf).boxed_local());
                }
                $wait!();
                match try_yield!(Bomb::new(Yielded, position)) {
                    Ok(sent) => drop(sent),
                    Err(signal) => {
                        strike(Handler, position);
                        $wait!();
                        raise!(signal);
                    }
                }
                Bomb::new(Returned, position)
            }

            #[$attribute]
            fn in_place(
                position: usize,
                way: Way,
                leaf: Leaf,
                below: $LocalBox<'static, Bomb, Option<Bomb>, Bomb, Bomb>,
            ) -> $PinGen<Bomb, Option<Bomb>, Bomb, Bomb> {
                let _ = (way, leaf);
                let _local = Bomb::new(Local, position);
                yield_from!(below)
            }

            #[$attribute]
            fn leaves(leaf: Leaf) -> $Gen<Bomb, Option<Bomb>, (), Bomb> {
                match leaf {
                    Leaf::Iterator => yield_from!(Source(Bomb::new(Place::Iterator, LEAF))),
                    Leaf::Stream => yield_from!($Stream(Items::new())),
                    Leaf::Expression => {
                        let closure = Bomb::new(Closure, LEAF);
                        yield_from!(iter!(move {
                            let _closure = &closure;
                            strike(Element, LEAF);
                            item
                        } for item in Items::new()));
                    }
                    Leaf::Loops => yield_from!(iter!({
                        strike(Element, LEAF);
                        item
                    } for _ in 0..1 for item in Items::new())),
                    Leaf::ByHand => drop(yield_from!(ByHand::new(plain()))),
                    Leaf::ByHandBorrowed => {
                        let mut by_hand = ByHand::new(plain());
                        drop(yield_from!(&mut by_hand));
                    }
                    Leaf::OtherError => drop(yield_from!(other_error())),
                    Leaf::Ignoring => yield_from!(Items::new().ignore_sent()),
                }
            }

            #[$attribute]
            fn plain() -> $Gen<Bomb, Option<Bomb>, Bomb, Bomb> {
                let _local = Bomb::new(Local, LEAF);
                strike(Place::Poll, LEAF);
                $wait!();
                let sent = yield_!(Bomb::new(Yielded, LEAF));
                $wait!();
                drop(sent);
                match try_yield!(Bomb::new(Yielded, LEAF)) {
                    Ok(sent) => drop(sent),
                    Err(Raised::Throw(error)) => {
                        strike(Handler, LEAF);
                        drop(error);
                    }
                    Err(signal) => {
                        strike(Handler, LEAF);
                        raise!(signal);
                    }
                }
                Bomb::new(Returned, LEAF)
            }

            /// Answers a close with a value, which has no place to go.
            #[$attribute]
            fn other_error() -> $Gen<Bomb, Option<Bomb>, Bomb, u8> {
                let _local = Bomb::new(Local, LEAF);
                $wait!();
                for _ in 0..2 {
                    if let Err(Raised::Close) = try_yield!(Bomb::new(Yielded, LEAF)) {
                        strike(Handler, LEAF);
                        yield_!(Bomb::new(Yielded, LEAF));
                    }
                }
                Bomb::new(Returned, LEAF)
            }

            /// A delegator that borrows the stack.
            #[$attribute]
            fn over(
                stack: &mut $LocalBox<'_, Bomb, Option<Bomb>, Bomb, Bomb>,
            ) -> $Gen<Bomb, Option<Bomb>, Bomb, Bomb> {
                let _local = Bomb::new(Local, OVER);
                strike(Place::Poll, OVER);
                drop(yield_from!(stack));
                Bomb::new(Returned, OVER)
            }

            type Stack<'a> = $LocalBox<'a, Bomb, Option<Bomb>, Bomb, Bomb>;

            /// Does the operation after so many steps, with the panic armed; says whether it struck.
            fn operate<G>(generator: &mut G, cell: &Cell) -> bool
            where
                G: $Generator<Yield = Bomb, Send = Option<Bomb>, Return = Bomb, Throw = Bomb> $(+ $Unpin)?,
            {
                // What comes out is kept, so that nothing but the machinery and the bodies drops anything.
                let mut kept: Vec<Box<dyn Any>> = Vec::new();
                for _ in 0..cell.steps {
                    kept.push(Box::new($now!(generator.iter().next())));
                }
                if cell.operation == Operation::Settle {
                    $leave!(generator, kept);
                }
                if cell.operation == Operation::Drop {
                    return false;
                }
                let (sent, thrown) = (Bomb::new(Sent, 0), Bomb::new(Thrown, 0));
                arm(Some(cell.spot));
                let spot = caught(|| match cell.operation {
                    Operation::Next => kept.push(Box::new($now!(generator.iter().next()))),
                    Operation::Send => kept.push(Box::new($now!(generator.resume(Some(sent))))),
                    Operation::Throw => kept.push(Box::new($now!(generator.throw(thrown)))),
                    Operation::Close => kept.push(Box::new($now!(generator.close()))),
                    Operation::Settle => $settle!(generator, kept),
                    Operation::Drop => {}
                });
                arm(None);
                let Some(spot) = spot else { return false };
                assert_eq!(spot, cell.spot);
                let status = generator.status();
                // What is sent to a created generator is dropped beside it.
                if cell.steps > 0 || cell.spot.0 != Sent {
                    assert_eq!(status, genfn::Status::Finished, "{cell:?}");
                    kept.push(Box::new($now!(generator.iter().next()).map(|_| panic!("it went on: {cell:?}"))));
                    assert!(matches!($now!(generator.start()), Err(StartError::Finished)), "{cell:?}");
                    assert!(matches!($now!(generator.send(None)), Err(SendError::Finished(None))), "{cell:?}");
                    assert!(matches!($now!(generator.resume(None)), Err(SendError::Finished(None))), "{cell:?}");
                    assert!($now!(generator.throw(Bomb::new(Thrown, 0))).is_err(), "{cell:?}");
                    assert!(matches!($now!(generator.close()), Ok(None)), "{cell:?}");
                    kept.push(Box::new(generator.iter().take_return()));
                }
                true
            }

            /// Drops what is left, with the panic armed if the drop is the operation.
            fn discard<T>(last: T, cell: &Cell) -> bool {
                arm((cell.operation == Operation::Drop).then_some(cell.spot));
                let spot = caught(|| drop(last));
                arm(None);
                assert!(spot.is_none() || cell.operation == Operation::Drop, "the panic came twice: {cell:?}");
                spot.is_some()
            }

            pub(super) fn explode(cell: &Cell) -> bool {
                let stack = level(0, cell.way, cell.leaf);
                match cell.handle {
                    Handle::Owned => {
                        let mut root = stack;
                        operate(&mut root, cell) | discard(root, cell)
                    }
                    Handle::Boxed => {
                        let mut root = stack.boxed_local();
                        operate(&mut root, cell) | discard(root, cell)
                    }
                    Handle::InPlace => {
                        let mut root = Box::pin(in_place(0, cell.way, cell.leaf, stack.boxed_local()));
                        operate(&mut root.as_mut(), cell) | discard(root, cell)
                    }
                    Handle::Over => {
                        let mut stack: Stack<'_> = stack.boxed_local();
                        let mut root = over(&mut stack);
                        let struck = operate(&mut root, cell) | discard(root, cell);
                        let in_body = matches!(cell.spot.0, Place::Poll | Local | Next | Element | Closure);
                        if struck && in_body && cell.spot.1 != OVER {
                            assert_eq!(stack.status(), genfn::Status::Finished, "{cell:?}");
                        }
                        // It goes on to its end, or has ended.
                        let rest = (0..20).take_while(|_| $now!(stack.iter().next()).is_some()).count();
                        assert!(rest < 10, "{cell:?}");
                        assert_eq!(stack.status(), genfn::Status::Finished, "{cell:?}");
                        struck
                    }
                }
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
macro_rules! wait {
    () => {
        genfn_tests::wait(1).await
    };
}
macro_rules! until_ready {
    ($operation:expr) => {
        genfn_tests::block_on($operation)
    };
}
macro_rules! leave {
    ($generator:ident, $kept:ident) => {
        $kept.push(Box::new(genfn_tests::poll_once(&mut std::pin::pin!($generator.resume(None)))))
    };
}
macro_rules! settle {
    ($generator:ident, $kept:ident) => {
        $kept.push(Box::new(genfn_tests::block_on($generator.settle())))
    };
}
macro_rules! no_settle {
    ($generator:ident, $kept:ident) => {{}};
}

table!(synchronous: #[generator] Gen, PinGen, LocalBoxGen, Generator, wait skip, now at_once, leave skip, settle no_settle, stream std::convert::identity);
table!(
    asynchronous: #[async_generator] AsyncGen, PinAsyncGen, LocalBoxAsyncGen, AsyncGenerator + Unpin,
    wait wait, now until_ready, leave leave, settle settle, stream Streamed
);

#[derive(Clone, Copy, Debug)]
struct Cell {
    spot: Spot,
    operation: Operation,
    steps: usize,
    way: Way,
    leaf: Leaf,
    handle: Handle,
}

/// Runs the table of one mode: all of it natively, one stack for every fifth spot and operation under Miri.
fn run(asynchronous: bool, explode: fn(&Cell) -> bool) {
    let every_step: Vec<usize> = if cfg!(miri) { vec![8, 4, 9, 0, 6] } else { (0..=10).collect() };
    let mut wrongs = Vec::new();
    let leaks = compiler_leaks_return_values();
    let (mut cells, mut strikes, mut values, mut pairs) = (0, 0, 0, 0);
    for spot in spots() {
        for operation in OPERATIONS {
            let meaning = meaning(spot, operation, asynchronous);
            if matches!(meaning, Meaning::None(_)) {
                continue;
            }
            let mut struck = HashSet::new();
            let mut stacks: Vec<_> =
                WAYS.into_iter().flat_map(|way| LEAVES.map(|leaf| (way, leaf))).collect();
            if cfg!(miri) {
                // One way and leaf, in turns, up to the first panic.
                pairs += 7;
                if pairs % 5 != 0 {
                    continue;
                }
                stacks = vec![stacks[pairs % stacks.len()]];
            }
            for (way, leaf) in stacks {
                for handle in HANDLES {
                    // All handles with two of the leaves, the first with all.
                    if !cfg!(miri)
                        && handle != Handle::Owned
                        && !matches!(leaf, Leaf::Expression | Leaf::ByHand)
                    {
                        continue;
                    }
                    for &steps in &every_step {
                        if cfg!(miri) && (!struck.is_empty() || handle != HANDLES[pairs % 4]) {
                            continue;
                        }
                        let cell = Cell { spot, operation, steps, way, leaf, handle };
                        if explode(&cell) {
                            struck.insert((way, leaf, handle));
                            strikes += 1;
                        }
                        let lost = (leaks && matches!(spot.0, Local | Manual)).then_some((Returned, spot.1));
                        match all_dropped_once(lost) {
                            Ok(count) => values += count,
                            Err(wrong) => wrongs.push((cell, wrong)),
                        }
                        cells += 1;
                    }
                }
            }
            if !cfg!(miri) {
                assert!(
                    meaning == Meaning::MayStrike || !struck.is_empty(),
                    "no panic: {spot:?} {operation:?}"
                );
            }
        }
    }
    let first = &wrongs[..wrongs.len().min(9)];
    assert!(wrongs.is_empty(), "{} cells leaked (0) or dropped twice (2), as {first:?}", wrongs.len());
    println!("{cells} cells, {strikes} panics, {values} values");
    assert!(cfg!(miri) || cells > 50_000, "only {cells} cells");
    assert!(cfg!(miri) || strikes > 5_000, "only {strikes} panics");
}

/// Wrong if a panic, wherever it struck, came twice or not at all, leaked or dropped something twice, or left a handle or a
/// borrowed delegate that goes on half way.
#[test]
fn g21_synchronous() {
    run(false, synchronous::explode);
}

/// As above.
#[test]
fn g21_asynchronous() {
    run(true, asynchronous::explode);
}

/// Wrong if the drop of an expression's closure, when it ends as a delegate, left the frames below linked: a use after free.
#[test]
fn g21_the_closure_of_an_expression_below_a_delegator() {
    #[generator]
    fn middle() -> Gen<u32> {
        yield_from!(iter!(x for x in [1_u32]));
        let bomb = Bomb::new(Closure, LEAF);
        yield_from!(iter!(move { let _bomb = &bomb; x } for x in Vec::<u32>::new()));
        yield_!(2);
    }
    #[generator]
    fn root() -> Gen<u32> {
        let _local = Bomb::new(Local, 0);
        yield_from!(middle());
    }
    let mut generator = root();
    assert_eq!(generator.next(), Some(1));
    arm(Some((Closure, LEAF)));
    assert_eq!(caught(|| assert_eq!(generator.next(), None)), Some((Closure, LEAF)));
    assert_eq!(generator.status(), genfn::Status::Finished);
    assert_eq!(generator.next(), None);
    drop(generator);
    assert_eq!(all_dropped_once(None), Ok(2));
}
