//! Random programs, as this crate and as CPython run them.
#![forbid(unsafe_code)]

pub mod check;
pub mod choices;
pub mod differences;
pub mod make;
pub mod python;
pub mod run;
pub mod rust;
pub mod shrink;
mod text;
pub mod tree;
