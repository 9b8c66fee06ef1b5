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

    pub(crate) fn other(self) -> Self {
        self.either(Self::Asynchronous, Self::Synchronous)
    }

    /// What is written in this mode, of the two.
    pub(crate) fn either<T>(self, synchronous: T, asynchronous: T) -> T {
        match self {
            Self::Synchronous => synchronous,
            Self::Asynchronous => asynchronous,
        }
    }

    pub(crate) fn attribute(self) -> &'static str {
        self.either("#[generator]", "#[async_generator]")
    }

    /// The block that makes such a generator where it stands.
    pub(crate) fn block(self) -> &'static str {
        self.either("iter!", "stream!")
    }

    /// The type whose frame is in a box.
    pub(crate) fn owned(self) -> &'static str {
        self.either("Gen", "AsyncGen")
    }

    /// The type whose frame is in place.
    pub(crate) fn in_place(self) -> &'static str {
        self.either("PinGen", "PinAsyncGen")
    }

    /// The type whose items may borrow the frame.
    pub(crate) fn lending(self) -> &'static str {
        self.either("LendGen", "AsyncLendGen")
    }

    /// The type without its body.
    pub(crate) fn boxed(self) -> &'static str {
        self.either("BoxGen", "BoxAsyncGen")
    }

    /// The type without its body that stays on its thread.
    pub(crate) fn boxed_local(self) -> &'static str {
        self.either("LocalBoxGen", "LocalBoxAsyncGen")
    }

    /// The trait of its protocol.
    pub(crate) fn protocol(self) -> &'static str {
        self.either("Generator", "AsyncGenerator")
    }

    /// The trait by which its items are had.
    pub(crate) fn items(self) -> &'static str {
        self.either("Iterator", "Stream")
    }

    /// Whether an opaque type with this bound yields the bound's `Item`.
    pub(crate) fn has_items(self, bound: &str) -> bool {
        let bounds: &[&str] =
            self.either(&["Iterator", "FusedIterator", "ExactSizeIterator"], &["Stream", "FusedStream"]);
        bounds.contains(&bound)
    }

    /// The type in the runtime that stands for it.
    pub(crate) fn marker(self) -> Ident {
        Ident::new(self.either("Synchronous", "Asynchronous"), Span::mixed_site())
    }
}
