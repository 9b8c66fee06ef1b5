//! What keeps a loop from being made slower by a transformation that takes it for another.

/// What an expression does before it takes an item that a condition may reject, where its loop is in an `async` block: nothing,
/// but LLVM cannot know.
///
/// It would make a search with vectors of the loop that looks for the next item, which takes twenty times as long where few
/// are rejected (`x * x for x in 0..n if x % 2 == 0`).
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call would cost more than all that it prevents")]
pub fn keep_scalar() {
    #[cfg(all(
        not(miri),
        any(target_arch = "x86", target_arch = "x86_64", target_arch = "arm", target_arch = "aarch64")
    ))]
    // SAFETY: there is no instruction in it, and it says that it touches nothing.
    unsafe {
        core::arch::asm!("", options(nomem, nostack, preserves_flags));
    }
}
