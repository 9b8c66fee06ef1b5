//! Allocations of a generator and of its items, the size of its frame, and what a million suspended ones take.
//!
//! With `suspended CONTESTANT` it is the process whose peak memory is measured.

use std::alloc::{GlobalAlloc, Layout, System};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};

use futures::Stream;
use genfn::{AsyncGen, Gen, PinAsyncGen, PinGen, async_generator, generator, yield_, yield_from};
use genfn_benches::results::Results;
use genfn_benches::workloads::plain::fib;
use serde_json::json;

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands everything to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        BYTES.fetch_add(layout.size(), Relaxed);
        // SAFETY: the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        BYTES.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the same contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[generator]
fn endless() -> Gen<u64> {
    let (mut a, mut b) = (0u64, 1u64);
    loop {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

#[generator]
fn endless_in_place() -> PinGen<u64> {
    let (mut a, mut b) = (0u64, 1u64);
    loop {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

#[async_generator]
async fn endless_async() -> AsyncGen<u64> {
    let (mut a, mut b) = (0u64, 1u64);
    loop {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

#[async_generator]
async fn endless_async_in_place() -> PinAsyncGen<u64> {
    let (mut a, mut b) = (0u64, 1u64);
    loop {
        yield_!(a);
        (a, b) = (b, a.wrapping_add(b));
    }
}

#[generator]
fn walk(levels: u64) -> Gen<u64> {
    if levels > 0 {
        yield_from!(walk(levels - 1));
        yield_!(levels);
        yield_from!(walk(levels - 1));
    }
}

fn allocations<T>(run: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATIONS.load(Relaxed);
    let value = run();
    (value, ALLOCATIONS.load(Relaxed) - before)
}

fn ready(stream: Pin<&mut impl Stream<Item = u64>>) -> Option<u64> {
    match stream.poll_next(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(item) => item,
        Poll::Pending => None,
    }
}

/// The bytes of each of a million iterators that have given their first item, boxed or not.
fn suspended<I: Iterator>(make: impl Fn() -> I) -> f64 {
    const MANY: usize = 1_000_000;
    let before = BYTES.load(Relaxed);
    let all: Vec<I> = (0..MANY)
        .map(|_| {
            let mut items = make();
            items.next();
            items
        })
        .collect();
    let bytes = BYTES.load(Relaxed) - before;
    drop(std::hint::black_box(all));
    bytes as f64 / MANY as f64
}

/// A million suspended generators of fib, by contestant.
const SUSPENDED: [(&str, fn() -> f64); 6] = [
    ("genfn Gen", || suspended(|| fib::genfn(u64::MAX))),
    ("genfn PinGen, boxed", || {
        suspended(|| genfn_benches::workloads::peers::Pinned(Box::pin(fib::genfn_in_place(u64::MAX))))
    }),
    ("genawaiter rc", || suspended(|| fib::genawaiter_rc(u64::MAX))),
    ("remit", || suspended(|| fib::remit(u64::MAX))),
    ("fauxgen", || suspended(|| fib::fauxgen(u64::MAX))),
    ("successors", || {
        suspended(|| std::iter::successors(Some((0u64, 1u64)), |&(a, b)| Some((b, a.wrapping_add(b)))))
    }),
];

/// The most memory that this process has had resident, in KiB, where the system says so.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Makes a million of one contestant's, and prints the bytes in use for each and what each adds to the resident peak.
fn suspended_alone(name: &str) -> Option<()> {
    let (_, make) = SUSPENDED.iter().find(|(known, _)| *known == name)?;
    let before = peak();
    let in_use = make();
    let resident = peak().zip(before).map(|(after, before)| (after - before) * 1024.0 / 1_000_000.0);
    println!("{}", json!({ "in use": in_use, "resident": resident }));
    Some(())
}

/// The same in a process of its own.
fn suspended_in_a_process(name: &str) -> serde_json::Value {
    let output = std::env::current_exe()
        .and_then(|program| std::process::Command::new(program).args(["suspended", name]).output())
        .expect("this program runs");
    serde_json::from_slice(&output.stdout).expect("it prints what it measured")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {}
        ["suspended", name] if suspended_alone(name).is_some() => return,
        _ => {
            eprintln!("usage: memory [suspended CONTESTANT]");
            std::process::exit(2);
        }
    }
    let mut rows = Vec::new();
    let (mut generator, made) = allocations(|| std::hint::black_box(endless()));
    let (_, items) = allocations(|| generator.by_ref().take(1000).sum::<u64>());
    rows.push(("Gen", made, items));
    let (mut generator, made) = allocations(|| std::hint::black_box(endless().boxed()));
    let (_, items) = allocations(|| generator.by_ref().take(1000).sum::<u64>());
    rows.push(("BoxGen", made, items));
    let (generator, made) = allocations(endless_in_place);
    let mut generator = pin!(generator);
    let (_, items) = allocations(|| generator.by_ref().take(1000).sum::<u64>());
    rows.push(("PinGen", made, items));
    let (mut generator, made) = allocations(|| std::hint::black_box(endless_async()));
    let (_, items) = allocations(|| (0..1000).filter_map(|_| ready(Pin::new(&mut generator))).sum::<u64>());
    rows.push(("AsyncGen", made, items));
    let (generator, made) = allocations(endless_async_in_place);
    let mut generator = pin!(generator);
    let (_, items) = allocations(|| (0..1000).filter_map(|_| ready(generator.as_mut())).sum::<u64>());
    rows.push(("PinAsyncGen", made, items));
    let (_, tree) = allocations(|| walk(10).count());
    rows.push(("recursion, 2,047 generators", tree, 0));

    let frame = |make: &dyn Fn()| {
        let before = BYTES.load(Relaxed);
        make();
        BYTES.load(Relaxed) - before
    };
    let keep = std::cell::RefCell::new(Vec::<Box<dyn std::any::Any>>::with_capacity(8));
    let gen_frame = frame(&|| keep.borrow_mut().push(Box::new(endless()))) - size_of::<usize>();
    let async_frame = frame(&|| keep.borrow_mut().push(Box::new(endless_async()))) - size_of::<usize>();
    let frames = [
        ("Gen", gen_frame),
        ("AsyncGen", async_frame),
        ("PinGen", size_of_val(&endless_in_place())),
        ("PinAsyncGen", size_of_val(&endless_async_in_place())),
    ];

    let mut results = Results::load();
    println!("{:30} {:>10} {:>16}", "", "when made", "for 1,000 items");
    for (name, made, items) in rows {
        println!("{name:30} {made:10} {items:16}");
        results.0["allocations"][name] = json!({ "made": made, "items": items });
    }
    println!("\nbytes of a frame of fib, header included");
    for (name, bytes) in frames {
        println!("{name:30} {bytes:10}");
        results.0["frames"][name] = json!(bytes);
    }
    println!(
        "\nbytes of each of 1,000,000 suspended generators, with their place in a `Vec`: in use, resident at the peak"
    );
    for (name, _) in SUSPENDED {
        let bytes = suspended_in_a_process(name);
        println!("{name:30} {:>10} {:>10}", bytes["in use"], bytes["resident"]);
        results.0["suspended"][name] = bytes["in use"].clone();
        results.0["resident"][name] = bytes["resident"].clone();
    }
    if let Err(error) = results.save() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
