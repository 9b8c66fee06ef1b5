//! The Fibonacci numbers as a generator in place.

use std::pin::pin;

use genfn::{PinGen, generator, yield_};

#[generator]
fn fibonacci() -> PinGen<u32> {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, u32::wrapping_add(a, b));
    }
}

/// The sum of the first `n` numbers.
#[unsafe(no_mangle)]
pub extern "C" fn sum(n: u32) -> u32 {
    pin!(fibonacci()).take(n as usize).fold(0, u32::wrapping_add)
}
