//! The Fibonacci numbers as an iterator written by hand.

struct Fibonacci {
    a: u32,
    b: u32,
}

impl Iterator for Fibonacci {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let item = self.a;
        (self.a, self.b) = (self.b, self.a.wrapping_add(self.b));
        Some(item)
    }
}

/// The sum of the first `n` numbers.
#[unsafe(no_mangle)]
pub extern "C" fn sum(n: u32) -> u32 {
    Fibonacci { a: 0, b: 1 }.take(n as usize).fold(0, u32::wrapping_add)
}
