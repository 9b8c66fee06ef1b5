//! The lints that generated code would raise in a user's crate.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::mode::Mode;

/// On the function: its signature gains an opaque type that the user did not write.
pub(crate) fn on_signature(mode: Mode) -> TokenStream {
    // `Gen<Y, S, R, E, impl Future>` is long by nature.
    let signature = quote!(#[allow(clippy::type_complexity)]);
    match mode {
        Mode::Asynchronous => signature,
        // A yield is no await: whoever resumes the generator decides how long a guard is held, as with any iterator.
        Mode::Synchronous => quote! {
            #signature
            #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref, clippy::await_holding_invalid_type)]
        },
    }
}

/// On the macros inside the body: a body need not use all of them.
pub(crate) fn on_body_macros() -> TokenStream {
    quote!(#[allow(unused_macros, unused_macro_rules)])
}

/// On the mention of a parameter whose name says that the body does not use it.
pub(crate) fn on_mention(name: &Ident) -> TokenStream {
    if name.to_string().starts_with('_') {
        quote!(#[allow(clippy::used_underscore_binding, clippy::no_effect_underscore_binding)])
    } else {
        TokenStream::new()
    }
}

/// On a body with a mistake that has been reported: what stands for its yields never returns.
pub(crate) fn on_mistaken_bodies() -> TokenStream {
    quote!(#[allow(unused, unreachable_code)])
}
