//! Frames, channels and the driver: all the unsafe code of the crate.
//!
//! A *frame* is a pinned body with its header. A *channel* is what one resumption and the frame exchange. The
//! *driver* resumes the top frame of a root generator.

pub(crate) mod channel;
pub(crate) mod delegate;
pub(crate) mod driver;
#[cfg(feature = "alloc")]
pub(crate) mod expression;
pub(crate) mod frame;
pub(crate) mod handle;
pub(crate) mod mode;
#[cfg(all(test, feature = "std"))]
mod tests;
pub(crate) mod token;
pub(crate) mod turn;
