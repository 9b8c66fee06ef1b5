//! Synchronous or asynchronous: what the two attributes say and do differently.

use proc_macro2::{Ident, Span};

/// Which attribute it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Synchronous,
    Asynchronous,
}

impl Mode {
    pub(crate) fn is_async(self) -> bool {
        self == Self::Asynchronous
    }

    pub(crate) fn attribute(self) -> &'static str {
        if self.is_async() { "#[async_generator]" } else { "#[generator]" }
    }

    pub(crate) fn other(self) -> Self {
        if self.is_async() { Self::Synchronous } else { Self::Asynchronous }
    }

    /// The type whose frame is in a box.
    pub(crate) fn owned(self) -> &'static str {
        if self.is_async() { "AsyncGen" } else { "Gen" }
    }

    /// The type whose frame is in place.
    pub(crate) fn in_place(self) -> &'static str {
        if self.is_async() { "PinAsyncGen" } else { "PinGen" }
    }

    /// The type without its body.
    pub(crate) fn boxed(self) -> &'static str {
        if self.is_async() { "BoxAsyncGen" } else { "BoxGen" }
    }

    /// The type without its body that stays on its thread.
    pub(crate) fn boxed_local(self) -> &'static str {
        if self.is_async() { "LocalBoxAsyncGen" } else { "LocalBoxGen" }
    }

    /// The trait of its protocol.
    pub(crate) fn protocol(self) -> &'static str {
        if self.is_async() { "AsyncGenerator" } else { "Generator" }
    }

    /// The trait by which its items are had.
    pub(crate) fn items(self) -> &'static str {
        if self.is_async() { "Stream" } else { "Iterator" }
    }

    /// Whether an opaque type with this bound yields the bound's `Item`.
    pub(crate) fn has_items(self, bound: &str) -> bool {
        if self.is_async() {
            ["Stream", "FusedStream"].contains(&bound)
        } else {
            ["Iterator", "FusedIterator", "ExactSizeIterator"].contains(&bound)
        }
    }

    /// Everything that can be written after the arrow.
    pub(crate) fn return_types(self) -> String {
        format!(
            "`{}<..>`, `{}<..>`, `{}<..>`, `{}<..>`, `impl {}<..>` or `impl {}<..>`",
            self.owned(),
            self.in_place(),
            self.boxed(),
            self.boxed_local(),
            self.items(),
            self.protocol()
        )
    }

    /// The type in the runtime that stands for it.
    pub(crate) fn marker(self) -> Ident {
        Ident::new(if self.is_async() { "Asynchronous" } else { "Synchronous" }, Span::mixed_site())
    }
}
