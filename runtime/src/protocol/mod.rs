//! What a generator can do, and what follows from it for any generator: the traits, their adapters, and the types that `boxed`
//! gives. For each synchronous file there is an asynchronous one.

#[cfg(feature = "alloc")]
pub(crate) mod async_boxed;
pub(crate) mod async_context;
pub(crate) mod async_forward;
pub(crate) mod async_framed;
pub(crate) mod async_generator;
pub(crate) mod async_inherent;
pub(crate) mod async_iter;
pub(crate) mod async_results;
#[cfg(feature = "alloc")]
pub(crate) mod boxed;
pub(crate) mod closing;
pub(crate) mod context;
pub(crate) mod debug;
pub(crate) mod forward;
pub mod future;
pub(crate) mod generator;
pub(crate) mod ignore_sent;
pub(crate) mod inherent;
pub(crate) mod iter;
pub(crate) mod seal;
