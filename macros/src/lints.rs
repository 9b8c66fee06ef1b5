//! The lints that generated code would raise in a user's crate.

use proc_macro2::TokenStream;
use quote::quote;

/// On the function: its signature gains an opaque type that the user did not write.
pub(crate) fn on_signature() -> TokenStream {
    quote! {
        // `Gen<Y, S, R, E, impl Future>` is long by nature.
        #[allow(clippy::type_complexity)]
    }
}

/// On the macros inside the body: a body need not use all of them.
pub(crate) fn on_body_macros() -> TokenStream {
    quote!(#[allow(unused_macros, unused_macro_rules)])
}
