//! The programs in the documentation of the crate async-stream, with its name replaced by `genfn`.
#![doc = include_str!(concat!(env!("OUT_DIR"), "/documentation.md"))]
#![forbid(unsafe_code)]
