//! Blinks a message in Morse code on an nRF52840, with embassy and without an allocator.
//!
//! The code is a synchronous generator, which knows nothing of time; an asynchronous one waits for the timer.

#![no_std]
#![no_main]
#![forbid(unsafe_code)]

use core::pin::pin;

use embassy_executor::Spawner;
use embassy_nrf::gpio::{Level, Output, OutputDrive};
use embassy_time::{Duration, Timer};
use genfn::{PinAsyncGen, PinGen, async_generator, generator, yield_};
use panic_halt as _;

/// For how many dots the light is on, then off, in turn.
#[generator]
fn morse(message: &str) -> PinGen<u32> {
    for letter in message.bytes() {
        let signals = match letter {
            b'E' => ".",
            b'M' => "--",
            b'O' => "---",
            b'R' => ".-.",
            b'S' => "...",
            _ => " ",
        };
        for (n, signal) in signals.bytes().enumerate() {
            if n > 0 {
                yield_!(1);
            }
            yield_!(match signal {
                b'.' => 1,
                b'-' => 3,
                _ => 0,
            });
        }
        yield_!(3);
    }
}

const DOT: Duration = Duration::from_millis(150);

/// Whether the light is to be on, at the time when it is.
#[async_generator]
async fn blinks(message: &str) -> PinAsyncGen<bool> {
    let mut on = false;
    loop {
        for dots in pin!(morse(message)) {
            on = !on;
            yield_!(on);
            Timer::after(DOT * dots).await;
        }
        Timer::after(DOT * 7).await;
    }
}

#[embassy_executor::main]
async fn main(_spawner: Spawner) {
    let board = embassy_nrf::init(embassy_nrf::config::Config::default());
    // Its light is on while the pin is low.
    let mut light = Output::new(board.P0_13, Level::High, OutputDrive::Standard);
    let mut blinks = pin!(blinks("SOS MORSE"));
    while let Some(on) = blinks.as_mut().next().await {
        light.set_level(if on { Level::Low } else { Level::High });
    }
}
