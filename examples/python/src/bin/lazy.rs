//! Lazy sequences: values are made when they are asked for, so a million of them need no memory.
//!
//! Answers "Generator Basics" of *Master Python Async* and "Yield Expressions and Statements" of *Python Async
//! Generator*.
//!
//! ```console
//! $ cargo run --bin lazy            # a million numbers
//! $ cargo run --bin lazy -- 5000    # as many as you like
//! ```

#![forbid(unsafe_code)]

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use anyhow::ensure;
use clap::Parser;
use genfn::{Gen, generator, iter, yield_};

#[derive(Parser)]
struct Arguments {
    /// How many numbers the list and the generator give.
    #[arg(default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(..=100_000_000))]
    count: u32,
}

#[generator]
fn simple_generator() -> Gen<u32> {
    println!("Start execution");
    yield_!(1);
    println!("Continue execution");
    yield_!(2);
    println!("End execution");
    yield_!(3);
}

fn numbers_list(n: u32) -> Vec<u32> {
    let mut numbers = Vec::new();
    for i in 0..n {
        numbers.push(i);
    }
    numbers
}

#[generator]
fn numbers_generator(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

fn squares_list(n: u32) -> Vec<u64> {
    (0..u64::from(n)).map(|x| x * x).collect()
}

fn squares(n: u32) -> impl Iterator<Item = u64> {
    iter!(x * x for x in 0..u64::from(n))
}

#[generator]
fn zero_to_four() -> Gen<u32> {
    for i in 0..5 {
        yield_!(i);
    }
}

/// The sum of the numbers, and what memory it took to have them. (An optimizer that saw through it all would need none.)
fn measured<N: Iterator<Item = u64>>(what: &str, numbers: impl FnOnce() -> N) -> (u64, AllocationInfo) {
    let mut sum = 0u64;
    let memory = measure(|| sum = black_box(numbers()).fold(0, u64::wrapping_add));
    println!("{what}: at most {} bytes, allocations: {}", memory.bytes_max, memory.count_total);
    (sum, memory)
}

fn main() -> anyhow::Result<()> {
    let Arguments { count } = Arguments::parse();

    let mut generator = simple_generator();
    println!("First call:");
    println!("{:?}", generator.next());
    println!("Second call:");
    println!("{:?}", generator.next());
    println!("Third call:");
    println!("{:?}", generator.next());
    println!("Fourth call: {:?}", generator.next());

    println!("\nThe sum of {count} numbers");
    let (list_sum, _) = measured("list", || numbers_list(count).into_iter().map(u64::from));
    let (sum, memory) = measured("generator", || numbers_generator(count).map(u64::from));
    ensure!(sum == list_sum, "the generator's sum is {sum}, the list's {list_sum}");
    ensure!(memory.count_total == 1, "a generator is one allocation, not {}", memory.count_total);

    println!("\nThe sum of {count} squares");
    let (list_sum, _) = measured("list", || squares_list(count).into_iter());
    let (sum, memory) = measured("generator", || squares(count));
    ensure!(sum == list_sum, "the generator's sum is {sum}, the list's {list_sum}");
    ensure!(memory.count_total == 1, "a generator is one allocation, not {}", memory.count_total);

    println!();
    for value in zero_to_four() {
        println!("{value}");
    }
    Ok(())
}
