//! The ground floor: what goes into a generator and comes out of it. Everything else imports from here.

pub(crate) mod context_failure;
pub(crate) mod error;
#[cfg(feature = "alloc")]
pub(crate) mod lend;
pub(crate) mod outcome;
pub(crate) mod state;
