//! Counts the instructions to end a recursion by `&mut` that is run halfway, at two depths, and fails where four times the depth
//! takes much more than four times as many.
//!
//! What comes before the end is counted alone and taken off.

use std::hint::black_box;
use std::process::ExitCode;

use futures::executor::block_on;
use genfn::{
    AsyncGen, BoxGen, Gen, GeneratorState, async_generator, generator, try_yield_from, yield_, yield_from,
};
use genfn_benches::counting::{can_count, of_this_program};

const DEPTHS: [u64; 2] = [10_000, 40_000];
/// Four times the depth, and a tenth for what does not grow evenly.
const MOST: f64 = 4.4;

/// The delegate is a local of the delegator.
#[generator]
fn local(levels: u64) -> Gen<u64> {
    if levels == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = local(levels - 1);
        yield_from!(&mut inner);
    }
}

/// The same without its type.
#[generator]
fn erased(levels: u64) -> BoxGen<'static, u64> {
    if levels == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = erased(levels - 1);
        yield_from!(&mut inner);
    }
}

/// The delegator looks at what ends it.
#[generator]
fn caught(levels: u64) -> Gen<u64> {
    if levels == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = caught(levels - 1);
        let _ = try_yield_from!(&mut inner);
    }
}

/// The delegate's handle is elsewhere: in a box.
#[generator]
fn elsewhere(levels: u64) -> Gen<u64> {
    if levels == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = Box::new(elsewhere(levels - 1));
        yield_from!(&mut *inner);
    }
}

/// The same asynchronously.
#[async_generator]
async fn awaiting(levels: u64) -> AsyncGen<u64> {
    if levels == 0 {
        yield_!(1);
        yield_!(2);
    } else {
        let mut inner = awaiting(levels - 1);
        yield_from!(&mut inner);
    }
}

/// How a recursion that has yielded once is ended.
#[derive(Clone, Copy, PartialEq)]
enum End {
    /// Not at all: it is forgotten.
    Forgotten,
    Dropped,
    Closed,
}

const ENDS: [(&str, End); 3] = [("forget", End::Forgotten), ("drop", End::Dropped), ("close", End::Closed)];

/// Runs a recursion to its first yield, and ends it.
macro_rules! run {
    ($recursion:expr, $end:expr) => {{
        let mut recursion = black_box($recursion);
        assert_eq!(recursion.start(), Ok(GeneratorState::Yielded(1)));
        match $end {
            End::Forgotten => std::mem::forget(recursion),
            End::Dropped => drop(recursion),
            End::Closed => assert!(recursion.close().is_ok()),
        }
    }};
}

type Kind = (&'static str, fn(u64, End));

const KINDS: [Kind; 5] = [
    ("a local", |levels, end| run!(local(levels), end)),
    ("a local without its type", |levels, end| run!(erased(levels), end)),
    ("a local, caught", |levels, end| run!(caught(levels), end)),
    ("in a box", |levels, end| run!(elsewhere(levels), end)),
    ("asynchronous", |levels, end| {
        let mut recursion = black_box(awaiting(levels));
        assert_eq!(block_on(recursion.start()), Ok(GeneratorState::Yielded(1)));
        match end {
            End::Forgotten => std::mem::forget(recursion),
            End::Dropped => drop(recursion),
            End::Closed => assert!(block_on(recursion.close()).is_ok()),
        }
    }),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", kind, end, levels] => run(kind, end, levels),
        [] => check(),
        _ => {
            eprintln!("usage: linear");
            ExitCode::FAILURE
        }
    }
}

/// The program that is counted, on a stack on which destructors may nest.
fn run(kind: &str, end: &str, levels: &str) -> ExitCode {
    let kind = KINDS.iter().find(|known| known.0 == kind);
    let end = ENDS.iter().find(|known| known.0 == end);
    let (Some(&(_, run)), Some(&(_, end)), Ok(levels)) = (kind, end, levels.parse()) else {
        eprintln!("no such recursion");
        return ExitCode::FAILURE;
    };
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(move || run(levels, end));
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn check() -> ExitCode {
    if !can_count() {
        return ExitCode::FAILURE;
    }
    let mut is_linear = true;
    println!("{:28} {:6} {:>12} {:>12} {:>6}", "instructions to end", "", DEPTHS[0], DEPTHS[1], "ratio");
    for (kind, _) in KINDS {
        for (end, _) in &ENDS[1..] {
            let counts = DEPTHS.map(|levels| {
                let levels = levels.to_string();
                let whole = of_this_program(&["run", kind, end, &levels])?;
                Some(whole.saturating_sub(of_this_program(&["run", kind, "forget", &levels])?))
            });
            let [Some(small), Some(large)] = counts else {
                eprintln!("{kind}, {end}: could not be counted");
                return ExitCode::FAILURE;
            };
            let ratio = large as f64 / small as f64;
            let mark = if ratio <= MOST { "" } else { "NOT LINEAR" };
            is_linear &= ratio <= MOST;
            println!("{}", format!("{kind:28} {end:6} {small:12} {large:12} {ratio:6.2} {mark}").trim_end());
        }
    }
    if is_linear { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
