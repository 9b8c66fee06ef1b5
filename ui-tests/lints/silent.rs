// A generator borrows its argument for as long as it lives, and Clippy does not look into what it is captured by.
// `clippy::ptr_arg` at `&Vec<u32>`
#[generator]
pub fn one(n: &Vec<u32>) -> Gen<usize> {
    yield_!(n.len());
}

// The generator refers to its argument: by value it would be another type.
// `clippy::trivially_copy_pass_by_ref` at `&u8`
#[generator]
pub(crate) fn one(n: &u8) -> Gen<u8> {
    yield_!(*n);
}

// A generator needs what it owns: with a reference it could not outlive the caller.
// `clippy::needless_pass_by_value` at `String`
#[generator]
pub(crate) fn one(n: String) -> Gen<usize> {
    yield_!(n.len());
}

// Behind the `return` the expansion goes on, as in any `async` block.
// `clippy::needless_return` at `return`
#[generator]
pub fn one() -> Gen<u32> {
    yield_!(1);
    return;
}

// The type of the generator has the lifetime in it once more.
// `clippy::needless_lifetimes` at `'a`
#[generator]
pub fn one<'a>(n: &'a u32) -> Gen<&'a u32> {
    yield_!(n);
}

// The body follows the macros that the expansion puts at its head.
// `clippy::items_after_statements` at `const M: u32 = 1;`
#[generator]
pub fn one(n: u32) -> Gen<u32> {
    yield_!(n);
    const M: u32 = 1;
    yield_!(M);
}

// Nothing is awaited in either, but a generator that is `async` may yield only.
// `clippy::unused_async` at `pub async fn one() -> AsyncGen<u32> {`
#[async_generator]
pub async fn one() -> AsyncGen<u32> {
    yield_!(1);
}

// The generator holds `self` for as long as it lives, whether its body names it or not.
// `clippy::unused_self` at `&self`
pub struct Numbers;
impl Numbers {
    #[generator]
    fn one(&self) -> Gen<u32> {
        yield_!(1);
    }
}

// The block of the body is the expansion's, as the macros at its head are.
// `clippy::semicolon_if_nothing_returned` at `one.push(1)`
#[generator]
pub fn one(one: &mut Vec<u32>) -> Gen<u32> {
    one.push(1)
}
