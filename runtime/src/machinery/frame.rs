//! The frame: a pinned body with its header.

use core::mem::ManuallyDrop;

use super::body::Body;
use super::header::Header;
use super::mode::Mode;
#[cfg(doc)]
use super::{root::Root, typed::Typed};

/// The body until it ends, its return value from then until it is taken.
pub(super) union Content<B: Body> {
    pub(super) body: ManuallyDrop<B>,
    /// Never named: it makes room for the return value.
    _returned: ManuallyDrop<B::Output>,
}

/// One generator: header and body.
///
/// What is done with a frame is done by a [`Root`]; where the type of the body is known, by [`Typed`].
#[repr(C)]
pub(crate) struct Frame<M: Mode, Y, S, E, B: Body> {
    pub(super) header: Header<Y, S, E>,
    pub(super) slot: M::Slot,
    pub(super) content: Content<B>,
}
