//! A loop in a program that has nothing else, chosen by the features. What it takes is the difference to the program without.

#![no_std]
#![no_main]

use core::hint::black_box;
use core::panic::PanicInfo;

use cortex_m_rt::entry;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

#[entry]
fn main() -> ! {
    let n = black_box(10);
    #[cfg(feature = "by-hand")]
    let n = sum(&mut by_hand::Fibonacci { a: 0, b: 1 }, n);
    #[cfg(feature = "by-pin-gen")]
    let n = sum(&mut core::pin::pin!(by_pin_gen::fibonacci()), n);
    loop {
        black_box(n);
    }
}

#[cfg(all(any(feature = "by-hand", feature = "by-pin-gen"), not(feature = "behind-dyn")))]
fn sum(items: &mut impl Iterator<Item = u32>, n: u32) -> u32 {
    items.take(n as usize).fold(0, u32::wrapping_add)
}

#[cfg(all(any(feature = "by-hand", feature = "by-pin-gen"), feature = "behind-dyn"))]
fn sum(items: &mut dyn Iterator<Item = u32>, n: u32) -> u32 {
    // What the compiler does not know is what it was told to forget.
    black_box(items).take(n as usize).fold(0, u32::wrapping_add)
}

#[cfg(feature = "by-hand")]
mod by_hand {
    pub(super) struct Fibonacci {
        pub(super) a: u32,
        pub(super) b: u32,
    }

    impl Iterator for Fibonacci {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            let item = self.a;
            (self.a, self.b) = (self.b, self.a.wrapping_add(self.b));
            Some(item)
        }
    }
}

#[cfg(feature = "by-pin-gen")]
mod by_pin_gen {
    use genfn::{PinGen, generator, yield_};

    #[generator]
    pub(super) fn fibonacci() -> PinGen<u32> {
        let (mut a, mut b) = (0, 1);
        loop {
            yield_!(a);
            (a, b) = (b, u32::wrapping_add(a, b));
        }
    }
}
