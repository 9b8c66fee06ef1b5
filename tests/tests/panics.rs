//! Panics at every operation, at every depth: the rest is dropped once, innermost first, and the generator has ended
//! (G21).

use std::panic::{AssertUnwindSafe, catch_unwind};

use genfn::{Raised, Status};
use genfn_tests::{Guard, Record, scaled};

/// Counts down operations, and panics at one of them.
#[derive(Clone)]
struct Bomb {
    fuse: std::rc::Rc<std::cell::Cell<u32>>,
}

impl Bomb {
    fn new(operations: u32) -> Self {
        Self { fuse: std::rc::Rc::new(std::cell::Cell::new(operations)) }
    }

    fn tick(&self) {
        match self.fuse.get() {
            0 => {}
            1 => {
                self.fuse.set(0);
                panic!("boom");
            }
            left => self.fuse.set(left - 1),
        }
    }

    fn went_off(&self) -> bool {
        self.fuse.get() == 0
    }
}

/// An operation in its destructor.
struct Ticks(Bomb, #[allow(dead_code, reason = "for its drop")] Guard);

impl Drop for Ticks {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.0.tick();
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum End {
    Run,
    Throw,
    Close,
    Drop,
}

/// The bodies, and what runs them, synchronous or asynchronous.
macro_rules! bombs {
    (
        #[$attribute:ident] $Gen:ident, $PinGen:ident, $Generator:ident $(+ $Unpin:ident)?, wait $wait:ident
    ) => {
        use super::*;
        use genfn::{$Gen, $Generator, $PinGen, $attribute};
        use genfn::{raise, try_yield, try_yield_from, yield_, yield_from};

        /// Every kind of statement between operations that may panic; below it another level in another kind of frame.
        #[$attribute]
        pub(super) fn level(depth: u32, bomb: Bomb, record: Record) -> $Gen<u32, (), u32, ()> {
            let _outer = record.guard(format!("{depth}"));
            let _ticks = Ticks(bomb.clone(), record.guard(format!("{depth} ticks")));
            bomb.tick();
            $wait!();
            yield_!({
                bomb.tick();
                depth
            });
            bomb.tick();
            let mut sum = 0;
            if depth > 0 {
                let (b, r) = (bomb.clone(), record.clone());
                match depth % 4 {
                    0 => sum += yield_from!(level(depth - 1, b, r)),
                    1 => sum += yield_from!(level(depth - 1, b, r).boxed_local()),
                    2 => sum += yield_from!(&mut level(depth - 1, b, r)),
                    _ => sum += yield_from!(in_place(depth - 1, b, r)),
                }
                bomb.tick();
            }
            match try_yield!(depth + 100) {
                Ok(()) => {
                    $wait!();
                    bomb.tick();
                }
                Err(Raised::Throw(())) => {
                    bomb.tick();
                    yield_!(depth + 200);
                }
                Err(Raised::Close) => {
                    $wait!();
                    bomb.tick();
                    raise!(Raised::Close);
                }
            }
            if depth == 1 && try_yield_from!(level(0, bomb.clone(), record.clone())).is_err() {
                bomb.tick();
            }
            bomb.tick();
            sum + depth
        }

        #[$attribute]
        pub(super) fn in_place(depth: u32, bomb: Bomb, record: Record) -> $PinGen<u32, (), u32, ()> {
            let _ticks = Ticks(bomb.clone(), record.guard(format!("{depth} in place")));
            let value = yield_from!(level(depth, bomb.clone(), record).boxed_local());
            bomb.tick();
            value
        }

        /// Runs with a panic at the given operation; says whether that operation was reached.
        pub(super) fn explode<G>(mut generator: G, steps: u32, end: End, bomb: &Bomb) -> bool
        where
            G: $Generator<Yield = u32, Send = (), Return = u32, Throw = ()> $(+ $Unpin)?,
        {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                for _ in 0..steps {
                    if now!(generator.resume(())).is_err() {
                        break;
                    }
                }
                match end {
                    End::Run => while now!(generator.resume(())).is_ok() {},
                    End::Throw => _ = now!(generator.throw(())),
                    End::Close => _ = now!(generator.close()),
                    End::Drop => {}
                }
            }))
            .is_err();
            if panicked {
                assert_eq!(generator.status(), Status::Finished);
                assert!(now!(generator.resume(())).is_err(), "never resumed half way");
                assert_eq!(now!(generator.close()), Ok(None));
            }
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(generator)));
            assert!(!(panicked && dropped.is_err()), "the panic came twice");
            (panicked || dropped.is_err()) && bomb.went_off()
        }
    };
}

mod synchronous {
    macro_rules! skip {
        () => {};
    }
    macro_rules! now {
        ($operation:expr) => {
            $operation
        };
    }
    bombs!(#[generator] Gen, PinGen, Generator, wait skip);
}

mod asynchronous {
    macro_rules! wait {
        () => {
            genfn_tests::wait(1).await
        };
    }
    macro_rules! now {
        ($operation:expr) => {
            genfn_tests::block_on($operation)
        };
    }
    bombs!(#[async_generator] AsyncGen, PinAsyncGen, AsyncGenerator + Unpin, wait wait);
}

/// Wrong if a panic, wherever it strikes, leaked a value, dropped one twice, or left a generator that goes on.
#[test]
fn g21_g29_a_panic_at_every_operation() {
    let depth = 4;
    // Miri strikes one operation out of so many, another one after each number of steps.
    let stride = scaled(1, 97);
    let mut explosions = 0;
    for end in [End::Run, End::Throw, End::Close, End::Drop] {
        for steps in 0..12 {
            for in_place_root in [false, true] {
                for (operation, asynchronous) in (1 + steps * 4 % stride..)
                    .step_by(stride as usize)
                    .flat_map(|operation| [(operation, false), (operation, true)])
                {
                    let record = Record::new();
                    let bomb = Bomb::new(operation);
                    macro_rules! run {
                        ($mode:ident) => {
                            if in_place_root {
                                let mut root = Box::pin($mode::in_place(depth, bomb.clone(), record.clone()));
                                let went_off = $mode::explode(root.as_mut(), steps, end, &bomb);
                                let dropped = catch_unwind(AssertUnwindSafe(|| drop(root)));
                                went_off || dropped.is_err()
                            } else {
                                let root = $mode::level(depth, bomb.clone(), record.clone());
                                $mode::explode(root, steps, end, &bomb)
                            }
                        };
                    }
                    let went_off = if asynchronous { run!(asynchronous) } else { run!(synchronous) };
                    let drops = record.take();
                    let mut once = drops.clone();
                    once.sort();
                    once.dedup_by(|a, b| a == b && !a.starts_with("-0"));
                    assert_eq!(
                        once.len(),
                        drops.len(),
                        "dropped twice: {drops:?} ({end:?} after {steps}, operation {operation})"
                    );
                    assert_eq!(record.made(), drops.len(), "leaked: {drops:?} ({end:?} after {steps})");
                    explosions += u32::from(went_off);
                    // Both modes have the same operations.
                    if !went_off && asynchronous {
                        break;
                    }
                }
            }
        }
    }
    assert!(explosions * stride > 1000, "only {explosions} operations were struck");
}
