//! What a delegation knows of a delegate that lends. Why it is sound is told in [`lend`](super::lend), which needs an allocator.

use core::fmt;
use core::marker::PhantomData;

use super::token::BodyTypes;

/// In the place of the mode, says that a body lends, and holds what its delegates need for that: a borrow of its token.
#[derive(Debug)]
pub struct Lends<'token, M>(PhantomData<fn(&'token (), M) -> (&'token (), M)>);

/// A lending frame, by value or by reference, as a delegate whose items live for `'x`, a borrow of its delegator's token.
///
/// It is made for a delegation, and nobody else ever has it (steps 4 and 5).
pub struct Delegated<'x, F> {
    #[cfg_attr(
        not(feature = "alloc"),
        allow(dead_code, reason = "without an allocator there is no lending frame")
    )]
    pub(super) frame: F,
    lends: PhantomData<fn(&'x ()) -> &'x ()>,
}

// It is a handle: the frame is in its box.
impl<F> Unpin for Delegated<'_, F> {}

impl<F> fmt::Debug for Delegated<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Delegated")
    }
}

impl<'x, F> Delegated<'x, F> {
    #[inline]
    pub(crate) fn new<M, Y, S, E>(frame: F, _: BodyTypes<Lends<'x, M>, Y, S, E>) -> Self {
        Self { frame, lends: PhantomData }
    }
}
