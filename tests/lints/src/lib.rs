//! A crate that denies every lint it can, to show that the expansion raises none, and is hygienic.

#![deny(warnings, clippy::all, clippy::pedantic, missing_docs, unused, unused_qualifications)]
#![deny(clippy::nursery, single_use_lifetimes, unreachable_pub, missing_debug_implementations)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, let_underscore_drop, unused_lifetimes)]
#![forbid(unsafe_code)]

use genfn::{AsyncGen, AsyncGenerator, BoxAsyncGen, LocalBoxAsyncGen, PinAsyncGen, async_generator};
use genfn::{
    BoxGen, Gen, LocalBoxGen, PinGen, generator, raise, try_yield, try_yield_from, yield_, yield_from,
};
use genfn::{iter, stream, try_iter, try_stream};

/// A body that never ends: a lone loop, with nothing after it.
#[generator]
pub fn endless() -> Gen<u32> {
    loop {
        yield_!(1);
    }
}

/// One expression and no more.
#[generator]
pub fn single() -> Gen<u32> {
    yield_!(1);
}

/// Without a yield.
#[generator]
pub fn empty(_: u32) -> Gen<u32> {}

/// An operand that returns.
#[generator]
pub fn returning(stop: bool) -> Gen<u32> {
    yield_!(if stop { return } else { 1 });
}

/// Patterns, `mut`, unused and underscored arguments, and what the body moves.
#[generator]
pub fn arguments((a, _): (u32, u32), mut b: u32, _unused: String, text: String) -> Gen<u32> {
    b += a;
    yield_!(b);
    drop(text);
}

/// Every macro of a body.
#[generator]
pub fn everything(n: u32) -> Gen<u32, (), Result<(), String>, String> {
    if n == 0 {
        return Ok(());
    }
    yield_from!(0..n);
    yield_from!(everything(n - 1))?;
    match try_yield!(n) {
        Ok(()) => {}
        Err(signal) => raise!(signal),
    }
    if let Err(signal) = try_yield_from!(everything(n - 1)) {
        raise!(signal);
    }
    let parsed: u32 = "1".parse().map_err(|_| String::from("not a number"))?;
    yield_!(parsed);
    Ok(())
}

/// Guards that are held over a yield.
///
/// # Panics
///
/// When the lock is poisoned.
#[generator]
pub fn guarded<'a>(cell: &'a std::cell::RefCell<u32>, lock: &'a std::sync::Mutex<u32>) -> Gen<u32> {
    let cell = cell.borrow();
    let lock = lock.lock().expect("no panic");
    yield_!(*cell);
    yield_!(*lock);
    drop((cell, lock));
}

/// The other return types.
#[generator]
pub fn in_place<const N: usize, T: Clone>(items: &[T; N]) -> PinGen<&T> {
    for item in items {
        yield_!(item);
    }
}

/// Boxed.
#[generator]
#[must_use = "a generator does nothing until it is resumed"]
pub fn boxed(n: u32) -> BoxGen<'static, u32> {
    yield_from!(0..n);
}

/// Boxed and local.
#[generator]
#[inline]
pub fn boxed_local(n: std::rc::Rc<u32>) -> LocalBoxGen<'static, u32> {
    yield_from!(0..*n);
}

/// Opaque.
#[generator]
pub fn opaque(items: &[u32]) -> impl Iterator<Item = &u32> + use<'_> {
    yield_from!(items);
}

/// A type with generators for methods.
#[derive(Debug)]
pub struct Stack {
    items: Vec<u32>,
}

impl Stack {
    /// By reference.
    #[generator]
    pub fn iter(&self) -> Gen<&u32> {
        for item in &self.items {
            yield_!(item);
        }
    }

    /// By exclusive reference.
    #[generator]
    pub fn drain(&mut self) -> Gen<u32> {
        while let Some(item) = self.items.pop() {
            yield_!(item);
        }
    }

    /// By value.
    #[generator]
    pub fn into_items(mut self) -> Gen<u32> {
        for item in self.items.drain(..) {
            yield_!(item);
        }
    }
}

impl<'a> IntoIterator for &'a Stack {
    type Item = &'a u32;
    type IntoIter = BoxGen<'a, &'a u32>;

    #[generator]
    fn into_iter(self) -> BoxGen<'a, &'a u32> {
        for item in &self.items {
            yield_!(item);
        }
    }
}

/// Names that the expansion uses itself mean nothing to the body, nor the other way round.
#[generator]
pub fn names(token: u32, value: u32, delegate: u32) -> Gen<u32> {
    let (bridge, nothing, target) = (token, value, delegate);
    yield_!(bridge);
    yield_!(nothing);
    yield_!(target);
    yield_from!([token, value, delegate]);
}

/// Asynchronous, and never ends.
#[async_generator]
pub async fn async_endless() -> AsyncGen<u32> {
    loop {
        yield_!(std::future::ready(1).await);
    }
}

/// Asynchronous, without an await or a yield.
#[async_generator]
pub async fn async_empty(_: u32) -> AsyncGen<u32> {}

/// Every macro of an asynchronous body, and patterns.
#[async_generator]
pub async fn async_everything(
    (n, _): (u32, u32),
    mut m: u32,
    _unused: String,
) -> AsyncGen<u32, (), Result<(), String>, String> {
    m += n;
    if n == 0 {
        return Ok(());
    }
    yield_from!(0..n);
    yield_from!(everything(n - 1))?;
    yield_from!(async_everything((n - 1, 0), m, String::new()))?;
    match try_yield!(n) {
        Ok(()) => {}
        Err(signal) => raise!(signal),
    }
    if let Err(signal) = try_yield_from!(async_everything((n - 1, 0), m, String::new())) {
        raise!(signal);
    }
    std::future::ready(()).await;
    Ok(())
}

/// In place.
#[async_generator]
pub async fn async_in_place<T: Clone>(items: &[T]) -> PinAsyncGen<&T> {
    for item in items {
        yield_!(item);
    }
}

/// Boxed, from a plain function.
#[async_generator]
#[must_use = "a generator does nothing until it is resumed"]
pub fn async_boxed(n: u32) -> BoxAsyncGen<'static, u32> {
    yield_from!(0..n);
}

/// Boxed and local.
#[async_generator]
pub async fn async_boxed_local(n: std::rc::Rc<u32>) -> LocalBoxAsyncGen<'static, u32> {
    yield_from!(0..*n);
}

/// Opaque.
#[async_generator]
pub async fn async_opaque(
    items: &[u32],
) -> impl AsyncGenerator<Yield = &u32, Send = (), Return = ()> + Unpin {
    for item in items {
        yield_!(item);
    }
}

impl Stack {
    /// By reference.
    #[async_generator]
    pub async fn stream(&self) -> AsyncGen<&u32> {
        for item in &self.items {
            yield_!(item);
        }
    }
}

/// Blocks: one that never ends, one that may, one without a yield, nested ones.
pub fn blocks(
    words: &[&str],
) -> (impl Iterator<Item = u32>, impl Iterator<Item = Result<u32, std::num::ParseIntError>>) {
    let endless = iter! { loop { yield 1; } };
    let parsed = try_iter! {
        move
        if words.is_empty() {
            return;
        }
        for word in words {
            yield word.parse()?;
        }
    };
    iter! {}.for_each(drop::<()>);
    (iter! { move yield_from!(endless.take(2)); yield iter!(x for x in 0..9 if x > 7).sum() }, parsed)
}

/// Asynchronous blocks.
pub fn async_blocks<S: futures::Stream<Item = u32>>(
    input: S,
) -> impl futures::Stream<Item = Result<u32, String>> {
    let doubled = stream! {
        for await item in input {
            std::future::ready(()).await;
            yield 2 * item;
        }
    };
    let doubled = stream! { for await item in doubled { yield item } };
    try_stream! {
        for await item in stream!(item + 1 for await item in doubled if item < 10) {
            if item == 20 {
                return end();
            }
            if item > 8 {
                Err("too much")?;
            }
            yield item;
        }
    }
}

const fn end() {}

/// A body that fails or goes on for ever.
pub fn endless_block() -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    try_iter! { loop { yield Ok(1)?; } }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wrong if a lint-free block did something else than it says.
    #[test]
    fn blocks_run() {
        let (ones, parsed) = blocks(&["1", "2"]);
        assert!(ones.eq([1, 1, 8]) && parsed.eq([Ok(1), Ok(2)]));
        assert_eq!(endless_block().take(2).count(), 2);
        let items = genfn_tests::block_on(futures::StreamExt::collect::<Vec<_>>(async_blocks(
            futures::stream::iter(0..9),
        )));
        assert_eq!(items, [Ok(1), Ok(3), Ok(5), Ok(7), Err("too much".into())]);
    }

    async fn count(mut generator: impl AsyncGenerator<Send = (), Return = ()> + Unpin) -> usize {
        let mut count = 0;
        while generator.next().await.is_some() {
            count += 1;
        }
        count
    }

    /// Wrong if a lint-free asynchronous body did something else than it says.
    #[test]
    fn they_run_asynchronously() {
        genfn_tests::block_on(async {
            assert_eq!(async_endless().next().await, Some(1));
            assert_eq!(count(async_empty(1)).await, 0);
            let mut everything = async_everything((1, 0), 1, String::new());
            let mut sum = 0;
            while let Some(item) = everything.next().await {
                sum += item.expect("no error");
            }
            assert_eq!(sum, 1);
            assert_eq!(count(std::pin::pin!(async_in_place(&[1, 2]))).await, 2);
            assert_eq!(count(async_boxed(3)).await, 3);
            assert_eq!(count(async_boxed_local(std::rc::Rc::new(4))).await, 4);
            assert_eq!(count(async_opaque(&[1])).await, 1);
            assert_eq!(count(Stack { items: vec![1] }.stream()).await, 1);
        });
    }

    /// Wrong if a lint-free body did something else than it says.
    #[test]
    fn they_run() {
        assert!(endless().take(2).eq([1, 1]));
        assert!(single().eq([1]));
        assert_eq!(empty(0).count() + returning(true).count(), 0);
        assert!(arguments((1, 2), 3, String::new(), String::new()).eq([4]));
        assert!(everything(1).eq([Ok(0), Ok(1), Ok(1)]));
        assert!(std::pin::pin!(in_place(&[1, 2])).eq([&1, &2]));
        assert!(boxed(2).eq([0, 1]));
        assert!(boxed_local(std::rc::Rc::new(2)).eq([0, 1]));
        assert!(opaque(&[3]).eq([&3]));
        assert!(guarded(&std::cell::RefCell::new(1), &std::sync::Mutex::new(2)).eq([1, 2]));
        let mut stack = Stack { items: vec![1, 2] };
        assert!(stack.iter().eq([&1, &2]));
        assert!((&stack).into_iter().eq([&1, &2]));
        assert!(stack.drain().eq([2, 1]));
        assert_eq!(stack.into_items().count(), 0);
        assert!(names(1, 2, 3).eq([1, 2, 3, 1, 2, 3]));
    }
}
