//! Runs programs that libFuzzer makes up: generators, synchronous and asynchronous, against the plain interpreter.

#![no_main]

use genfn_tests::program::{Operation, Step, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<Step>, Vec<(Operation, u8)>)| {
    let (steps, operations) = input;
    let operations: Vec<_> =
        operations.into_iter().take(64).map(|(operation, polls)| (operation, usize::from(polls % 8))).collect();
    check(&steps, &operations);
});
