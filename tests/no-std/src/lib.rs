//! A crate without `std` and `alloc`: generators in place.

#![forbid(unsafe_code)]
#![no_std]
#![deny(warnings)]

use genfn::{AsyncGenerator, PinAsyncGen, async_generator};
use genfn::{Generator, GeneratorState, PinGen, generator, try_yield, yield_, yield_from};

/// Numbers.
#[generator]
pub fn count(n: u32) -> PinGen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Delegates to generators pushed by value.
#[generator]
pub fn twice(n: u32) -> PinGen<u32> {
    yield_from!(count(n));
    yield_from!(count(n));
}

/// Is sent, returns, and answers a close.
#[generator]
pub fn sum() -> PinGen<u32, u32, u32> {
    let mut sum = 0;
    while let Ok(sent) = try_yield!(sum) {
        sum += sent;
    }
    sum
}

/// Drives a generator as a trait object.
pub fn drive(
    object: &mut dyn Generator<Yield = u32, Send = u32, Return = u32, Throw = core::convert::Infallible>,
) -> Option<u32> {
    let _ = object.start();
    for n in 1..=4 {
        if !matches!(object.send(n), Ok(GeneratorState::Yielded(_))) {
            return None;
        }
    }
    object.close().ok()?
}

/// Awaits, and delegates to asynchronous and synchronous generators in place.
#[async_generator]
pub async fn countdown(n: u32) -> PinAsyncGen<u32> {
    core::future::ready(()).await;
    if n > 0 {
        yield_!(n);
        yield_from!(twice(n));
    }
}

/// Drives an asynchronous generator as a trait object, with a waker that does nothing.
pub fn sum_of(
    mut object: core::pin::Pin<
        &mut dyn AsyncGenerator<Yield = u32, Send = (), Return = (), Throw = core::convert::Infallible>,
    >,
) -> u32 {
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    let mut sum = 0;
    while let core::task::Poll::Ready(Ok(GeneratorState::Yielded(value))) =
        object.as_mut().poll_resume(&mut context, &mut Some(()))
    {
        sum += value;
    }
    sum
}

/// A context manager.
#[generator]
pub fn lent(of: &core::cell::Cell<u32>) -> PinGen<u32> {
    let amount = of.replace(0);
    yield_!(amount);
    of.set(amount);
}

/// An asynchronous one.
#[async_generator]
pub async fn lent_async(of: &core::cell::Cell<u32>) -> PinAsyncGen<u32> {
    let amount = of.replace(0);
    yield_!(amount);
    core::future::ready(()).await;
    of.set(amount);
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::pin::pin;

    /// Wrong if a generator in place needed an allocator, or lost part of the protocol.
    #[test]
    fn generators_in_place() {
        assert!(pin!(twice(2)).eq([0, 1, 0, 1]));
        assert_eq!(drive(&mut pin!(sum())), Some(10));
        assert_eq!(sum_of(pin!(countdown(3))), 3 + 2 * (1 + 2));
    }
    /// Wrong if a context manager in place needed an allocator, or was not left.
    #[test]
    fn context_managers_in_place() {
        let account = core::cell::Cell::new(5);
        assert_eq!(pin!(lent(&account)).with(|amount| Ok((amount, account.get()))), Ok(Some((5, 0))));
        {
            let manager = pin!(lent(&account));
            let _amount = manager.enter().unwrap();
            assert_eq!(account.get(), 0);
        }
        let block = async |amount| Ok((amount, account.get()));
        let done = pin!(pin!(lent_async(&account)).with(block))
            .poll(&mut core::task::Context::from_waker(core::task::Waker::noop()));
        assert_eq!(done, core::task::Poll::Ready(Ok(Some((5, 0)))));
        assert_eq!(account.get(), 5);
    }
}
