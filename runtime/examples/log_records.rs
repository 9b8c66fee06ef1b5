//! Reads a log without an allocation for a record: a lending generator, compared with one whose records own what they hold.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write as _;
use std::io::{self, BufRead};

use genfn::{Gen, LendGen, generator, yield_};

/// A line of the log, as it lies in the reader's buffer.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Record<'l> {
    level: &'l str,
    module: &'l str,
    message: &'l str,
}

impl<'l> Record<'l> {
    fn parse(line: &'l str, number: usize) -> io::Result<Self> {
        let malformed =
            || io::Error::new(io::ErrorKind::InvalidData, format!("line {number} is no record: `{line}`"));
        let (level, rest) = line.split_once(' ').ok_or_else(malformed)?;
        let (module, message) = rest.split_once(": ").ok_or_else(malformed)?;
        Ok(Self { level, module, message })
    }
}

/// The records of a log. All of them are read into one buffer, which is borrowed by one after the other.
#[generator]
fn records(mut log: impl BufRead) -> LendGen<Record<'lend>, (), io::Result<()>> {
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        if log.read_line(&mut line)? == 0 {
            break;
        }
        yield_!(Record::parse(line.trim_end(), number)?);
    }
    Ok(())
}

/// The same with three strings for each record.
#[derive(Debug, PartialEq)]
struct OwnedRecord {
    level: String,
    module: String,
    message: String,
}

#[generator]
fn owned_records(log: impl BufRead) -> Gen<OwnedRecord, (), io::Result<()>> {
    for (line, number) in log.lines().zip(1..) {
        let line = line?;
        let Record { level, module, message } = Record::parse(&line, number)?;
        yield_!(OwnedRecord { level: level.into(), module: module.into(), message: message.into() });
    }
    Ok(())
}

/// What is counted in a log.
#[derive(Debug, Default, PartialEq)]
struct Summary {
    records: usize,
    errors: usize,
    bytes: usize,
}

impl Summary {
    fn add(&mut self, record: &Record<'_>) {
        self.records += 1;
        self.errors += usize::from(record.level == "ERROR");
        self.bytes += record.module.len() + record.message.len();
    }
}

fn summary(log: &[u8]) -> io::Result<Summary> {
    let mut summary = Summary::default();
    let mut records = records(log);
    while let Some(record) = records.next() {
        summary.add(&record?);
    }
    Ok(summary)
}

fn summary_of_owned(log: &[u8]) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for record in owned_records(log) {
        let OwnedRecord { level, module, message } = &record?;
        summary.add(&Record { level, module, message });
    }
    Ok(summary)
}

fn log(records: usize) -> String {
    let mut log = String::new();
    for number in 0..records {
        let level = if number % 10 == 0 { "ERROR" } else { "INFO" };
        writeln!(log, "{level} server::requests: request {number} took {} ms", number % 37).unwrap();
    }
    log
}

fn main() -> io::Result<()> {
    let log = log(10_000);
    let (lent, few) = counted(|| summary(log.as_bytes()));
    let (owned, many) = counted(|| summary_of_owned(log.as_bytes()));
    let (lent, owned) = (lent?, owned?);
    assert_eq!(lent, owned);
    println!("{lent:?}");
    println!("allocations: {few} with lent records, {many} with owned ones");
    Ok(())
}

/// Counts the allocations of each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it is the system's allocator, and the counter allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What the function gives, and how often it allocates.
fn counted<T>(function: impl FnOnce() -> T) -> (T, usize) {
    let before = ALLOCATIONS.get();
    let value = function();
    (value, ALLOCATIONS.get() - before)
}

/// Wrong if a lent record were another than an owned one, or more records took more allocations.
#[test]
fn lent_records_take_no_allocation() {
    let (few, many) = (log(100), log(10_000));
    let (lent, allocations) = counted(|| summary(few.as_bytes()).unwrap());
    assert_eq!(lent, summary_of_owned(few.as_bytes()).unwrap());
    assert_eq!(lent.errors, 10);
    // The frame, and the buffer, which grows to the longest line.
    assert!(allocations <= 6, "{allocations} allocations");
    let (_, more) = counted(|| summary(many.as_bytes()).unwrap());
    assert!(more <= 6, "{more} allocations");
    let (_, owned) = counted(|| summary_of_owned(many.as_bytes()).unwrap());
    assert!(owned >= 30_000, "the counter is broken: {owned} allocations with owned records");
}

/// Wrong if a malformed line were no error, or another one.
#[test]
fn a_malformed_line_is_an_error() {
    let error = summary(b"INFO a: b\nnonsense\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2 is no record: `nonsense`");
    assert_eq!(summary_of_owned(b"INFO a: b\nnonsense\n").unwrap_err().to_string(), error.to_string());
}
