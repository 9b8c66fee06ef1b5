// `dead_code` at `never_called`
#[generator]
fn never_called() -> Gen<u32> {
    yield_!(1);
}

// `dead_code` at `never_called`
pub struct Numbers;
impl Numbers {
    #[generator]
    fn never_called(&self) -> Gen<u32> {
        yield_!(1);
    }
}

// `dead_code` at `plain`
pub struct Numbers;
impl Numbers {
    fn plain(&self) {}
    #[generator]
    pub fn all(&self) -> Gen<u32> {
        yield_!(1);
    }
}

// `dead_code` at `never_called`
#[async_generator]
async fn never_called() -> AsyncGen<u32> {
    yield_!(1);
}

// `unused_variables` at `n`
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!(1);
}

// `unused_variables` at `mut n`
#[generator]
pub fn one(mut n: u32) -> Gen<u32> {
    yield_!(1);
}

// `unused_variables` at `n`
#[async_generator]
pub async fn one(n: u32) -> AsyncGen<u32> {
    yield_!(1);
}

// `unused_variables` at `n`
#[generator]
pub fn one(n: u32, m: u32) -> Gen<u32> {
    yield_!(m);
}

// `unused_variables` at `n`
#[generator]
pub fn one(n: u32, (m, _): (u32, u32)) -> Gen<u32> {
    yield_!(m);
}

// `unused_variables` at `m`
#[generator]
pub fn one((m, n): (u32, u32)) -> Gen<u32> {
    yield_!(n);
}

// `unused_variables` at `n`
#[generator]
pub fn one() -> Gen<u32> {
    let n = 1;
    yield_!(1);
}

// `unused_variables` nowhere
#[generator]
pub fn one(_n: u32, _: String) -> Gen<u32> {
    yield_!(1);
}

// `unused_variables` nowhere
#[generator]
pub fn one(n: u32) -> Gen<String> {
    yield_!(format!("{n}"));
}

// `unused_variables` nowhere
#[generator]
pub fn one(#[allow(unused_variables)] n: u32) -> Gen<u32> {
    yield_!(1);
}

// `unused_variables` nowhere
#[generator]
pub fn one(#[expect(unused_variables)] n: u32) -> Gen<u32> {
    yield_!(1);
}

// `unused_mut` at `mut n`
#[generator]
pub fn one(mut n: u32) -> Gen<u32> {
    yield_!(n);
}

// `unused_mut` at `mut n`
#[generator]
pub fn one(mut n: u32, (m, _): (u32, u32)) -> Gen<u32> {
    yield_!(n + m);
}

// `unused_mut` at `mut n`
#[generator]
pub fn one() -> Gen<u32> {
    let mut n = 1;
    yield_!(n);
}

// `unused_assignments` at `n = 2`
#[generator]
pub fn one() -> Gen<u32> {
    let mut n = 1;
    yield_!(n);
    n = 2;
}

// `unused_parens` at `(`, `(`
#[generator]
pub fn one() -> Gen<u32> {
    let n = (1);
    if (n > 0) {
        yield_!(n);
    }
}

// `unused_parens` at `(`
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!((n + 1));
}

// `unused_braces` at `{ `
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    if { n > 1 } {
        yield_!(n);
    }
}

// `unused_braces` nowhere
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!({ n });
}

// `unused_braces` nowhere
macro_rules! make { ($n:ident, $b:block) => {
#[generator]
pub fn $n() -> Gen<u32> $b } }
make!(one, {
    yield_!(1);
});

// `unused_must_use` at `must()`
#[must_use]
pub fn must() -> u32 {
    1
}
#[generator]
pub fn one() -> Gen<u32> {
    must();
    yield_!(1);
}

// `unreachable_code` at `drop(2);`
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
    return;
    drop(2);
}

// `unreachable_code` nowhere
#[generator]
pub fn one() -> Gen<u32> {
    loop {
        yield_!(1);
    }
}

// `unreachable_pub` at `pub fn one() -> Gen<u32>`
mod inner {
    use super::*;
    #[generator]
    pub fn one() -> Gen<u32> {
        yield_!(1);
    }
}


// `unused_labels` at `'outer`
#[generator]
pub fn one() -> Gen<u32> {
    'outer: loop {
        yield_!(1);
    }
}

// `unused_imports` at `std::fmt::Debug`
#[generator]
pub fn one() -> Gen<u32> {
    use std::fmt::Debug;
    yield_!(1);
}

// `unused_doc_comments` at `/// Of nothing.`
#[generator]
pub fn one() -> Gen<u32> {
    /// Of nothing.
    match 1 {
        0 => {}
        n => yield_!(n),
    }
}

// `unused_lifetimes` at `'a`
#[generator]
pub fn one<'a>() -> Gen<u32> {
    yield_!(1);
}

// `single_use_lifetimes` at `'a`
#[generator]
pub fn one<'a>(n: &'a u32) -> Gen<u32> {
    yield_!(*n);
}

// `non_snake_case` at `One`
#[generator]
pub fn One() -> Gen<u32> {
    yield_!(1);
}

// `non_snake_case` at `N`
#[generator]
pub fn one(N: u32) -> Gen<u32> {
    yield_!(N);
}

// `private_interfaces` at `pub fn one(n: Private) -> Gen<u32>`
pub(crate) struct Private(u32);

#[generator]
pub fn one(n: Private) -> Gen<u32> {
    yield_!(n.0);
}

// `missing_docs` at `pub fn one() -> Gen<u32>`
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
}

// `deprecated` at `old`
#[deprecated]
pub fn old() -> u32 {
    1
}
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(old());
}

// `unsafe_code` nowhere
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
}

// `unsafe_code` at `unsafe { std::mem::zeroed::<u32>() }`
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(unsafe { std::mem::zeroed::<u32>() });
}

// `unused_unsafe` at `unsafe`
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(unsafe { 1 });
}

// `unused_qualifications` at `std::fmt::Error`, `Option::Some`
use std::fmt;
#[generator]
pub fn one() -> Gen<fmt::Error> {
    yield_!(std::fmt::Error);
}
#[generator]
pub fn two() -> Gen<Option<u32>> {
    yield_!(Option::Some(1));
}

// `let_underscore_drop` at `let _ = String::new();`
#[generator]
pub fn one() -> Gen<u32> {
    let _ = String::new();
    yield_!(1);
}

// `unused_qualifications` at `std::fmt::Error`
use std::fmt;
#[generator]
pub fn one() -> Gen<std::fmt::Error> {
    yield_!(fmt::Error);
}
