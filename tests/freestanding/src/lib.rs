//! A static library for a machine without an operating system.
//!
//! It brings its own panic handler, so `std` cannot be linked, and no allocator, so `alloc` cannot.

#![no_std]

use core::pin::pin;

use genfn::{PinGen, generator, yield_, yield_from};

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

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
