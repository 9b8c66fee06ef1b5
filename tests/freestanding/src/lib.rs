//! A static library for a machine without an operating system.
//!
//! It brings its own panic handler, so `std` cannot be linked, and no allocator, so `alloc` cannot.

#![no_std]

use core::pin::pin;

use core::task::{Context, Poll, Waker};

use genfn::{
    AsyncGenerator, GeneratorState, PinAsyncGen, PinGen, async_generator, generator, yield_, yield_from,
};

#[generator]
fn count(n: u32) -> PinGen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn twice(n: u32) -> PinGen<u32> {
    yield_from!(count(n));
    yield_from!(count(n));
}

/// The sum of what the generator yields.
#[unsafe(no_mangle)]
pub extern "C" fn sum(n: u32) -> u32 {
    pin!(twice(n)).sum()
}

#[async_generator]
async fn awaits(n: u32) -> PinAsyncGen<u32> {
    core::future::ready(()).await;
    yield_from!(twice(n));
}

/// The sum of what the asynchronous generator yields.
#[unsafe(no_mangle)]
pub extern "C" fn async_sum(n: u32) -> u32 {
    let mut generator = pin!(awaits(n));
    let mut context = Context::from_waker(Waker::noop());
    let mut sum = 0;
    while let Poll::Ready(Ok(GeneratorState::Yielded(value))) =
        AsyncGenerator::poll_resume(generator.as_mut(), &mut context, &mut Some(()))
    {
        sum += value;
    }
    sum
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
