//! Delegation: `yield_from!` over a list, a tuple, a range and a generator.
//!
//! Answers "yield from: Generator Delegation" of *Master Python Async* and "Yield Expressions and Statements" of
//! *Python Async Generator*.
//!
//! ```console
//! $ cargo run --bin delegation
//! ```

#![forbid(unsafe_code)]

use std::fmt;

use anyhow::ensure;
use genfn::{Gen, generator, yield_, yield_from};
use genfn_python_examples::no_arguments;

/// Where Python mixes numbers and text, Rust says so.
enum Value {
    Number(u32),
    Text(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

#[generator]
fn sub_generator() -> Gen<Value> {
    yield_from!([1, 2, 3].map(Value::Number));
    yield_from!(<[u32; 3]>::from((4, 5, 6)).map(Value::Number));
    yield_from!((7..11).map(Value::Number));
}

#[generator]
fn main_generator() -> Gen<Value> {
    yield_from!(sub_generator());
    yield_!(Value::Text("Done"));
}

#[generator]
fn nested_generator() -> Gen<Value> {
    yield_!(Value::Text("Start"));
    yield_from!((0..3).map(Value::Number));
    yield_!(Value::Text("End"));
}

fn main() -> anyhow::Result<()> {
    no_arguments();

    let values: Vec<String> = main_generator().map(|value| value.to_string()).collect();
    println!("{}\n", values.join(" "));
    ensure!(values == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "Done"], "{values:?}");

    for value in nested_generator() {
        println!("{value}");
    }
    Ok(())
}
