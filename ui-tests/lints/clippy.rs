// `clippy::too_many_arguments` at `pub fn one(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> Gen<u8>`
#[generator]
pub fn one(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8) -> Gen<u8> {
    yield_!(a + b + c + d + e + f + g + h);
}

// `clippy::many_single_char_names` at `a`
#[generator]
pub fn one() -> Gen<u8> {
    let (a, b, c, d, e) = (1, 2, 3, 4, 5);
    yield_!(a + b + c + d + e);
}

// `clippy::missing_panics_doc` at `pub fn one(n: Option<u32>) -> Gen<u32>`
/// One.
#[generator]
pub fn one(n: Option<u32>) -> Gen<u32> {
    yield_!(n.unwrap());
}

// `clippy::fn_params_excessive_bools` at `pub fn one(a: bool, b: bool, c: bool, d: bool) -> Gen<bool> {`
#[generator]
pub fn one(a: bool, b: bool, c: bool, d: bool) -> Gen<bool> {
    yield_!(a && b && c && d);
}

// `clippy::used_underscore_binding` at `_n`
#[generator]
pub fn one(_n: u32) -> Gen<u32> {
    yield_!(_n + 1);
}

// `clippy::unwrap_used` at `n.unwrap()`
#[generator]
pub fn one(n: Option<u32>) -> Gen<u32> {
    yield_!(n.unwrap());
}

// `clippy::needless_range_loop` at `0..n.len()`
#[generator]
pub fn one(n: &[u32]) -> Gen<u32> {
    for i in 0..n.len() {
        yield_!(n[i]);
    }
}

// `clippy::shadow_reuse` at `n`
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    let n = n + 1;
    yield_!(n);
}

// `clippy::shadow_reuse` nowhere
#[generator]
pub fn one(n: u32, (m, _): (u32, u32)) -> Gen<u32> {
    yield_!(n + m);
}

// `clippy::shadow_same` nowhere
#[generator]
pub fn one(n: u32, (m, _): (u32, u32)) -> Gen<u32> {
    yield_!(n + m);
}

// `clippy::shadow_unrelated` nowhere
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!(1);
}

// `clippy::let_unit_value` nowhere
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
}

// `clippy::semicolon_if_nothing_returned` nowhere
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
}

// `clippy::await_holding_lock` nowhere
#[generator]
pub fn one(n: &std::sync::Mutex<u32>) -> Gen<u32> {
    let n = n.lock().unwrap();
    yield_!(*n);
    yield_!(*n);
}

// `clippy::await_holding_refcell_ref` nowhere
#[generator]
pub fn one(n: &std::cell::RefCell<u32>) -> Gen<u32> {
    let n = n.borrow();
    yield_!(*n);
    yield_!(*n);
}

// `clippy::await_holding_lock` at `n`
#[async_generator]
pub async fn one(n: &std::sync::Mutex<u32>) -> AsyncGen<u32> {
    let n = n.lock().unwrap();
    std::future::ready(()).await;
    yield_!(*n);
}

// `clippy::type_complexity` nowhere
#[generator]
pub fn one() -> Gen<Vec<Option<Box<u32>>>> {
    yield_!(Vec::<Option<Box<u32>>>::new());
}

// `clippy::cognitive_complexity` nowhere
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    if n > 1 {
        yield_!(1);
    } else {
        yield_!(2);
    }
}

// `clippy::unused_async` nowhere
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
}

// `clippy::no_effect_underscore_binding` nowhere
#[generator]
pub fn one(_n: u32) -> Gen<u32> {
    yield_!(1);
}
