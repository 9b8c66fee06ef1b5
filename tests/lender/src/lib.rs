//! Lending generators under the adapters of the crate `lender`: the feature of the same name.
//!
//! An item that borrows an argument is none of a `Lender`, whose items are good for any lifetime. Wrong if this compiled, for then
//! the guide says less than there is:
//!
//! ```compile_fail,E0597
//! use genfn::{LendGen, generator, yield_};
//! use lender::Lender;
//!
//! #[generator]
//! fn twice<'a>(text: &'a str) -> LendGen<(&'lend str, &'a str)> {
//!     let copy = text.to_owned();
//!     yield_!((&copy, text));
//! }
//!
//! let text = String::from("ab");
//! assert_eq!(Lender::count(twice(&text)), 1);
//! ```

#![forbid(unsafe_code)]
#![cfg(test)]

use std::io::{self, Read};

use genfn::{LendGen, generator, yield_};
use lender::{Lender, Lending, covar_mut};

#[generator]
fn prefixes(text: &str) -> LendGen<&'lend str> {
    let mut prefix = String::new();
    for letter in text.chars() {
        prefix.push(letter);
        yield_!(&prefix);
    }
}

#[generator]
fn counters(to: u32) -> LendGen<&'lend mut u32> {
    let mut count = 0;
    while count < to {
        count += 1;
        yield_!(&mut count);
    }
}

#[generator]
fn chunks(mut reader: impl Read) -> LendGen<&'lend [u8], (), io::Result<()>> {
    let mut buffer = [0; 4];
    loop {
        let length = reader.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        yield_!(&buffer[..length]);
    }
}

/// A reader that fails after its first bytes.
struct Fails(bool);

impl Read for Fails {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 {
            return Err(io::Error::other("worn out"));
        }
        self.0 = true;
        buffer[..2].copy_from_slice(b"ok");
        Ok(2)
    }
}

/// Wrong if an adapter saw other items than `next` gives, or another order.
#[test]
fn adapters_take_a_lending_generator() {
    let lengths = prefixes("abcd")
        .filter(|prefix| prefix.len() % 2 == 0)
        .map(covar_mut!(for<'all> |prefix: &'all str| -> usize { prefix.len() }));
    let mut seen = Vec::new();
    lengths.for_each(|length| seen.push(length));
    assert_eq!(seen, [2, 4]);

    assert_eq!(Lender::count(prefixes("abc")), 3);
    let mut skipping = prefixes("abcd").skip(1).step_by(2);
    assert_eq!(skipping.next(), Some("ab"));
    assert_eq!(skipping.next(), Some("abcd"));
    assert_eq!(skipping.next(), None);
    let joined = prefixes("ab").chain(prefixes("xy")).fold(String::new(), |all, prefix| all + prefix);
    assert_eq!(joined, "aabxxy");
}

/// Wrong if what a consumer wrote into a lent item did not come back to the body.
#[test]
fn what_is_lent_exclusively_comes_back() {
    let mut counters = counters(10).take(3);
    let mut seen = Vec::new();
    while let Some(count) = counters.next() {
        seen.push(*count);
        *count *= 2;
    }
    assert_eq!(seen, [1, 3, 7]);
}

/// Wrong if the error of a generator that can fail were not its last item.
#[test]
fn an_error_is_the_last_item() {
    let mut items = Vec::new();
    let mut failing = chunks(Fails(false)).enumerate();
    while let Some((index, chunk)) = failing.next() {
        items.push((index, chunk.map(<[u8]>::to_vec).map_err(|error| error.to_string())));
    }
    assert_eq!(items, [(0, Ok(b"ok".to_vec())), (1, Err("worn out".to_owned()))]);
}

/// Wrong if a function for any lender did not take a lending generator, by value or by reference.
#[test]
fn functions_for_lenders_take_it() {
    fn total<G>(mut lender: G) -> usize
    where
        G: Lender + for<'all> Lending<'all, Lend = &'all str>,
    {
        let mut total = 0;
        while let Some(text) = lender.next() {
            total += text.len();
        }
        total
    }

    assert_eq!(total(prefixes("abc")), 1 + 2 + 3);
    let mut by_reference = prefixes("abc");
    assert_eq!(total(Lender::by_ref(&mut by_reference).take(2)), 1 + 2);
    assert_eq!(by_reference.next(), Some("abc"));
}
