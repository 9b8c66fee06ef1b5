//! The ground floor: what goes into a generator and comes out of it. Everything else imports from here.

pub(crate) mod context_failure;
pub(crate) mod error;
pub(crate) mod outcome;
pub(crate) mod state;
