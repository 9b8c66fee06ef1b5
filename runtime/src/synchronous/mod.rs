//! Synchronous generators: the protocol, and the types that have it.

pub(crate) mod adapters;
#[cfg(feature = "alloc")]
pub(crate) mod boxed;
pub(crate) mod context;
pub(crate) mod generator;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod pinned;
mod protocol;
