// `clippy::await_holding_lock` nowhere
pub fn one(n: &std::sync::Mutex<Vec<u32>>) -> impl Iterator<Item = u32> {
    iter! {
        move
        let n = n.lock().unwrap();
        for item in n.iter() {
            yield *item;
        }
    }
}

// `clippy::await_holding_refcell_ref` nowhere
pub fn one(n: &std::cell::RefCell<Vec<u32>>) -> impl Iterator<Item = u32> {
    iter! {
        move
        let n = n.borrow();
        for item in n.iter() {
            yield *item;
        }
    }
}

// `clippy::await_holding_lock` nowhere
pub fn one(n: &std::sync::Mutex<Vec<&'static str>>) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    try_iter! {
        move
        let n = n.lock().unwrap();
        for item in n.iter() {
            yield item.parse()?;
        }
    }
}

// `clippy::await_holding_lock` at `n`
pub fn one(n: &std::sync::Mutex<Vec<u32>>) -> impl Stream<Item = u32> {
    stream! {
        let n = n.lock().unwrap();
        std::future::ready(()).await;
        yield n[0];
    }
}

// `unused_parens` nowhere
pub fn one(a: u32, b: u32) -> impl Iterator<Item = u32> {
    iter! { move yield (a + b); }
}

// `unused_parens` nowhere
pub fn one(a: u32, b: u32) -> impl Stream<Item = u32> {
    stream! { yield (a + b); }
}

// `unused_parens` nowhere
pub fn one(n: Vec<u32>) -> impl Iterator<Item = u32> {
    iter!((x + 1) for x in (n) if (x > 1))
}

// `unused_parens` nowhere
pub fn one(n: Vec<u32>) -> impl Iterator<Item = u32> {
    iter! { (x + y) for x in (n) for y in (0..x) if (y > 1) }
}

// `unused_braces` nowhere
pub fn one(a: u32) -> impl Iterator<Item = u32> {
    iter! { move yield { a }; }
}

// `unused_braces` nowhere
pub fn one(a: u32) -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    try_iter! { move yield { a }; }
}

// `unused_parens` nowhere
pub fn one(items: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    stream! {
        for await item in (items) {
            yield item;
        }
    }
}

// `unused_variables` at `item`
pub fn one(items: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    stream! {
        for await item in items {
            yield 1;
        }
    }
}

// `unused_variables` at `n`
pub fn one() -> impl Iterator<Item = u32> {
    iter! {
        let n = 1;
        yield 1;
    }
}

// `unused_mut` at `mut n`
pub fn one() -> impl Iterator<Item = u32> {
    iter! {
        let mut n = 1;
        yield n;
    }
}

// `unused_variables` nowhere
#[allow(clippy::diverging_sub_expression, unreachable_code)]
pub fn one() -> impl Iterator<Item = u32> {
    iter! { yield todo!(); }
}

// `unused_variables` nowhere
#[allow(clippy::diverging_sub_expression, unreachable_code)]
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(unimplemented!());
}

// `unused_braces` nowhere
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!({ n });
}

// `unreachable_code` nowhere
pub fn one() -> impl Iterator<Item = u32> {
    iter! {
        loop {
            yield 1;
        }
    }
}
