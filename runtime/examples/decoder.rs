//! A decoder that is sent its input: bytes arrive in pieces that cut through the messages.
//!
//! A message is its length, as a number of seven bits a byte, and that many bytes of text. The decoder is written as if it
//! read from a file. It yields a message where one is complete and `None` where it needs more. Whoever has bytes sends
//! them. The parts of a message are generators of their own, and `yield_from!` gives what they return. Closing tells
//! whether the input ended between two messages or cut one off.
//!
//! ```console
//! $ cargo run -p genfn --example decoder
//! "hello"
//! "a message of 151 bytes: ...."
//! 2 messages
//! a message is cut off
//! ```

#![forbid(unsafe_code)]

use std::io::{self, Write};

use genfn::{Gen, GeneratorState, generator, try_yield, yield_, yield_from};

/// A number of seven bits a byte, the lowest first. The highest bit of a byte says that more follow.
#[generator]
fn number(first: u8) -> Gen<Option<String>, u8, usize> {
    let (mut byte, mut number, mut shift) = (first, 0, 0);
    loop {
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return number;
        }
        shift += 7;
        byte = yield_!(None);
    }
}

#[generator]
fn text(length: usize) -> Gen<Option<String>, u8, String> {
    let mut bytes = Vec::new();
    while bytes.len() < length {
        bytes.push(yield_!(None));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Is sent bytes and yields messages. Returns their number if it is closed between two of them.
#[generator]
fn decoder() -> Gen<Option<String>, u8, usize> {
    let (mut complete, mut count) = (None, 0);
    loop {
        // Only here a close is caught. Anywhere else it drops the body, and there is no return value.
        let Ok(first) = try_yield!(complete) else { return count };
        let length = yield_from!(number(first));
        complete = Some(yield_from!(text(length)));
        count += 1;
    }
}

fn decode(pieces: &[&[u8]], out: &mut dyn Write) -> io::Result<()> {
    let mut decoder = decoder();
    decoder.start().expect("just made");
    for &byte in pieces.iter().copied().flatten() {
        let state = decoder.send(byte).expect("waits at a yield until it is closed");
        if let GeneratorState::Yielded(Some(message)) = state {
            writeln!(out, "{:?}", message.replace(&".".repeat(128), "...."))?;
        }
    }
    match decoder.close().expect("answers a close by its end") {
        Some(count) => writeln!(out, "{count} messages"),
        None => writeln!(out, "a message is cut off"),
    }
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    let long = format!("a message of 151 bytes: {}", ".".repeat(128));
    assert_eq!(long.len(), 0x98, "its length takes two bytes");
    decode(&[b"\x05hel", b"lo\x98", b"\x01", long.as_bytes()], out)?;
    decode(&[b"\x05hel"], out)
}

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}
