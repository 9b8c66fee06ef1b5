//! Values sent in, and errors passed on.

use genfn::{Gen, GeneratorState, generator, yield_};

use super::plain::text;
use crate::{Contestant, Workload};

#[generator]
fn average() -> Gen<f64, f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    let mut value = yield_!(0.0);
    loop {
        sum += value;
        count += 1.0;
        value = yield_!(sum / count);
    }
}

fn average_closure() -> impl FnMut(f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    move |value| {
        sum += value;
        count += 1.0;
        sum / count
    }
}

/// The averages of the numbers below `n`, as bits.
macro_rules! averages {
    ($n:ident, $each:expr, |$value:ident| $send:expr) => {{
        for i in 0..$n {
            let $value = i as f64;
            let result: f64 = $send;
            $each(result.to_bits());
        }
    }};
}

fn by_closure(n: u64, mut each: impl FnMut(u64)) {
    let mut average = average_closure();
    averages!(n, each, |value| average(value));
}

fn by_generator(n: u64, mut each: impl FnMut(u64)) {
    let mut generator = average();
    generator.start().expect("fresh");
    averages!(n, each, |value| match generator.send(value) {
        Ok(GeneratorState::Yielded(result)) => result,
        _ => unreachable!("it does not end"),
    });
}

fn by_genawaiter(n: u64, mut each: impl FnMut(u64)) {
    let mut generator = genawaiter::rc::Gen::new(|co| async move {
        let (mut sum, mut count) = (0.0, 0.0);
        let mut value: f64 = co.yield_(0.0).await;
        loop {
            sum += value;
            count += 1.0;
            value = co.yield_(sum / count).await;
        }
    });
    let first: genawaiter::GeneratorState<f64, ()> = generator.resume_with(0.0);
    assert!(matches!(first, genawaiter::GeneratorState::Yielded(_)));
    averages!(n, each, |value| match generator.resume_with(value) {
        genawaiter::GeneratorState::Yielded(result) => result,
        genawaiter::GeneratorState::Complete(()) => unreachable!("it does not end"),
    });
}

fn by_corosensei(n: u64, mut each: impl FnMut(u64)) {
    let mut coroutine: corosensei::Coroutine<f64, f64, ()> = corosensei::Coroutine::new(|yielder, _| {
        let (mut sum, mut count) = (0.0, 0.0);
        let mut value = yielder.suspend(0.0);
        loop {
            sum += value;
            count += 1.0;
            value = yielder.suspend(sum / count);
            if count < 0.0 {
                return;
            }
        }
    });
    coroutine.resume(0.0);
    averages!(n, each, |value| match coroutine.resume(value) {
        corosensei::CoroutineResult::Yield(result) => result,
        corosensei::CoroutineResult::Return(()) => unreachable!("it does not end"),
    });
}

/// Numbers and words of a text; an error at a tab.
#[generator]
fn lex(text: &'static [u8]) -> Gen<u64, (), Result<(), usize>> {
    let mut at = 0;
    while at < text.len() {
        let start = at;
        while at < text.len() && character(text, at)? {
            at += 1;
        }
        if start < at {
            yield_!((at - start) as u64);
        }
        at += 1;
    }
    Ok(())
}

fn character(text: &[u8], at: usize) -> Result<bool, usize> {
    match text[at] {
        b'\t' => Err(at),
        byte => Ok(byte.is_ascii_alphanumeric()),
    }
}

struct Lex {
    text: &'static [u8],
    at: usize,
    failed: bool,
}

impl Iterator for Lex {
    type Item = Result<u64, usize>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        while self.at < self.text.len() {
            let start = self.at;
            while self.at < self.text.len() {
                match character(self.text, self.at) {
                    Ok(true) => self.at += 1,
                    Ok(false) => break,
                    Err(error) => {
                        self.failed = true;
                        return Some(Err(error));
                    }
                }
            }
            let end = self.at;
            self.at += 1;
            if start < end {
                return Some(Ok((end - start) as u64));
            }
        }
        None
    }
}

fn sum_of_results(items: impl Iterator<Item = Result<u64, usize>>) -> u64 {
    items.fold(0, |sum, item| sum.wrapping_add(item.unwrap_or(1 << 40)))
}

fn collected(items: impl Iterator<Item = Result<u64, usize>>) -> Vec<u64> {
    items.map(|item| item.unwrap_or(1 << 40)).collect()
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    macro_rules! contestants {
        ($($name:literal $run:ident),*) => {
            vec![$(Contestant::new(
                $name,
                |n| {
                    let mut sum = 0u64;
                    $run(n, |item| sum = sum.wrapping_add(item));
                    sum
                },
                |n| {
                    let mut items = Vec::new();
                    $run(n, |item| items.push(item));
                    items
                },
            )),*]
        };
    }
    vec![
        Workload {
            name: "send, running average",
            items: 300_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contestants!(
                "closure" by_closure, "genfn" by_generator, "genawaiter rc" by_genawaiter, "corosensei" by_corosensei
            ),
            left_out: "remit and nightly `gen` send nothing",
        },
        Workload {
            name: "lexer with `?`",
            items: 500_000,
            compared: 10_000,
            counted: 50_000,
            contestants: vec![
                Contestant::new(
                    "by hand",
                    |n| sum_of_results(Lex { text: text(n), at: 0, failed: false }),
                    |n| collected(Lex { text: text(n), at: 0, failed: false }),
                ),
                Contestant::new("genfn", |n| sum_of_results(lex(text(n))), |n| collected(lex(text(n)))),
            ],
            left_out: "the others have no items that are the values, then an error",
        },
    ]
}
