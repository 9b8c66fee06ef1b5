//! The workloads, and who competes in them: this crate, the code one would write by hand (the limit), and the crates one
//! would use instead. Everybody does the same work for the same consumer.

#![forbid(unsafe_code)]
#![cfg_attr(feature = "nightly", feature(gen_blocks))]

use std::hint::black_box;
use std::time::Duration;

pub mod counting;
pub mod figures;
pub mod results;
pub mod workloads;

/// One way to do a workload.
pub struct Contestant {
    /// What it is.
    pub name: &'static str,
    /// Does it with so many items, and adds them up.
    pub run: fn(u64) -> u64,
    /// Gives the items, to be compared.
    pub items: fn(u64) -> Vec<u64>,
    /// How long the items take once everything is set up, where setting up is not to count.
    pub after_setup: Option<fn(u64) -> Duration>,
}

impl Contestant {
    /// One that is timed as a whole.
    #[must_use]
    pub fn new(name: &'static str, run: fn(u64) -> u64, items: fn(u64) -> Vec<u64>) -> Self {
        Self { name, run, items, after_setup: None }
    }
}

/// Some work that yields items.
pub struct Workload {
    /// What it is.
    pub name: &'static str,
    /// The size with which it is timed.
    pub items: u64,
    /// The size with which the contestants are compared.
    pub compared: u64,
    /// The size with which instructions are counted, less those of the size with which it is compared.
    pub counted: u64,
    /// Who does it; the first is the limit, the second this crate.
    pub contestants: Vec<Contestant>,
    /// Who is left out, and why.
    pub left_out: &'static str,
}

impl Workload {
    /// How many items a size gives.
    #[must_use]
    pub fn count(&self, size: u64) -> u64 {
        match self.name {
            // It gives the items of one generator only.
            "make, 4 items, drop" => size,
            _ => (self.contestants[0].items)(size).len() as u64,
        }
    }

    /// Sees that all do the same.
    ///
    /// # Panics
    ///
    /// When one does something else than the first.
    pub fn check(&self) {
        let expected = (self.contestants[0].items)(self.compared);
        assert!(!expected.is_empty(), "{} yields nothing", self.name);
        for contestant in &self.contestants[1..] {
            let items = (contestant.items)(self.compared);
            assert!(items == expected, "{}: {} yields other items", self.name, contestant.name);
        }
    }
}

/// Adds up what an iterator whose type is known yields.
#[inline(always)]
pub fn sum(items: impl Iterator<Item = u64>) -> u64 {
    let mut sum = 0u64;
    for item in items {
        sum = sum.wrapping_add(item);
    }
    sum
}

/// Adds up what an iterator yields whose type is not known.
#[inline(never)]
pub fn sum_of_any(items: &mut dyn Iterator<Item = u64>) -> u64 {
    let mut sum = 0u64;
    for item in items {
        sum = sum.wrapping_add(item);
    }
    sum
}

/// The same behind a box.
#[inline(always)]
pub fn sum_boxed<'a>(items: impl Iterator<Item = u64> + 'a) -> u64 {
    let mut items: Box<dyn Iterator<Item = u64> + 'a> = black_box(Box::new(items));
    sum_of_any(&mut *items)
}

/// All workloads.
#[must_use]
pub fn all() -> Vec<Workload> {
    let mut all = workloads::plain::all();
    all.extend(workloads::recursive::all());
    all.extend(workloads::protocol::all());
    all.extend(workloads::asynchronous::all());
    all.extend(workloads::lending::all());
    all
}

#[cfg(test)]
mod tests {
    /// Wrong if contestants did different work, which would make their times worth nothing.
    #[test]
    fn all_yield_the_same() {
        for workload in super::all() {
            workload.check();
        }
    }
}
