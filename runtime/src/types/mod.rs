//! The types around a body: in a box of its own, or in place.

#[cfg(feature = "alloc")]
pub(crate) mod async_owned;
pub(crate) mod async_pinned;
pub(crate) mod no_body;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod pinned;
pub(crate) mod returned;
