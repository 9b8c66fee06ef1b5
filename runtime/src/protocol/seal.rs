//! What keeps the hidden methods of the traits to this crate.

/// An argument that nobody else can name: its path is private.
#[derive(Debug, Clone, Copy)]
pub struct Seal(pub(crate) ());
