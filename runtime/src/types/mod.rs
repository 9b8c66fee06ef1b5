//! The types around a body: in a box of its own, or in place.

#[cfg(feature = "alloc")]
pub(crate) mod async_lend;
#[cfg(feature = "alloc")]
pub(crate) mod async_owned;
pub(crate) mod async_pinned;
#[cfg(feature = "alloc")]
pub(crate) mod lend;
#[cfg(feature = "alloc")]
pub mod lend_future;
pub(crate) mod no_body;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod pinned;
pub(crate) mod returned;
