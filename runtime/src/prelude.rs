//! What most files with generators use: `use genfn::prelude::*;`.
//!
//! ```
//! use genfn::prelude::*;
//!
//! #[generator]
//! fn squares(n: u64) -> Gen<u64> {
//!     for i in 0..n {
//!         yield_!(i * i);
//!     }
//! }
//!
//! assert!(squares(3).eq(iter!(i * i for i in 0..3)));
//! ```

#[cfg(feature = "alloc")]
pub use crate::{
    AsyncGen, BoxAsyncGen, BoxGen, Gen, LocalBoxAsyncGen, LocalBoxGen, iter, stream, try_iter, try_stream,
};
pub use crate::{
    AsyncGenerator, Generator, GeneratorState, IteratorExt, PinAsyncGen, PinGen, Raised, async_generator,
    generator, raise, try_yield, try_yield_from, yield_, yield_from,
};
