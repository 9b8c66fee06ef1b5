//! Tasks that take turns: a generator yields what it asks for, and is sent the answer.
//!
//! A task is a [`BoxGen`]: its type does not name its body, so a queue can hold tasks of many functions. It yields a
//! [`Call`] and is sent the time at which it goes on. The scheduler has a clock of its own, so nothing really waits.
//!
//! ```console
//! $ cargo run -p genfn --example scheduler
//!  0: the cook chops
//!  0: the kettle is on
//!  2: the cook chops
//!  3: the kettle boils, after 3
//!  4: the cook chops
//!  5: the tea is ready
//!  6: everything is done
//! ```

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{self, Write};

use genfn::{BoxGen, GeneratorState, generator, yield_, yield_from};

type Time = u32;

/// What a task asks of the scheduler.
enum Call {
    Sleep(Time),
    Spawn(Task),
    Print(&'static str, Option<Time>),
}

/// Yields calls, and is sent the time.
type Task = BoxGen<'static, Call, Time>;

#[generator]
fn kettle() -> BoxGen<'static, Call, Time> {
    let start = yield_!(Call::Print("the kettle is on", None));
    let end = yield_!(Call::Sleep(3));
    yield_!(Call::Print("the kettle boils", Some(end - start)));
    // A part of a task is a generator too. What it asks for goes straight to the scheduler.
    yield_from!(brew());
}

#[generator]
fn brew() -> BoxGen<'static, Call, Time> {
    yield_!(Call::Sleep(2));
    yield_!(Call::Print("the tea is ready", None));
}

#[generator]
fn cook() -> BoxGen<'static, Call, Time> {
    yield_!(Call::Spawn(kettle()));
    for _ in 0..3 {
        yield_!(Call::Print("the cook chops", None));
        yield_!(Call::Sleep(2));
    }
}

/// Runs a task, and those that it spawns, to their ends. Gives the time then.
fn schedule(first: Task, out: &mut dyn Write) -> io::Result<Time> {
    // By the time at which a task goes on, and among those of one time by the order in which they came.
    let mut queue = BTreeMap::from([((0, 0), first)]);
    let (mut now, mut number) = (0, 0);
    while let Some(((time, _), mut task)) = queue.pop_first() {
        now = time;
        // Starts a task that is new; the time is sent to any other.
        let mut state = task.resume(now).expect("a task that has ended is not kept");
        while let GeneratorState::Yielded(call) = state {
            number += 1;
            match call {
                Call::Sleep(time) => {
                    queue.insert((now + time, number), task);
                    break;
                }
                Call::Spawn(spawned) => drop(queue.insert((now, number), spawned)),
                Call::Print(text, None) => writeln!(out, "{now:>2}: {text}")?,
                Call::Print(text, Some(duration)) => writeln!(out, "{now:>2}: {text}, after {duration}")?,
            }
            state = task.send(now).expect("the task waits at a yield");
        }
    }
    Ok(now)
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    let end = schedule(cook(), out)?;
    writeln!(out, "{end:>2}: everything is done")
}

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}
