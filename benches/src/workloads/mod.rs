//! What is measured.

pub mod asynchronous;
pub mod lending;
pub mod peers;
pub mod plain;
pub mod protocol;
pub mod recursive;
