//! The lints that generated code would raise in a user's crate.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;

use crate::mode::Mode;
use crate::tokens;

/// On the function: its signature gains an opaque type that the user did not write.
pub(crate) fn on_signature() -> TokenStream {
    // `Gen<Y, S, R, E, impl Body>` is long by nature.
    quote!(#[allow(clippy::type_complexity)])
}

/// On the `async` block of a body.
pub(crate) fn on_body(mode: Mode) -> TokenStream {
    match mode {
        Mode::Asynchronous => TokenStream::new(),
        // A yield is no await: whoever resumes the generator decides how long a guard is held, as with any iterator.
        Mode::Synchronous => {
            quote!(#[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref, clippy::await_holding_invalid_type)])
        }
    }
}

/// On what the keywords take, as in `yield (a + b)`: where it ends up, its parentheses or braces may be needless. They are
/// seen as generated ones.
pub(crate) fn on_enclosed(expression: TokenStream) -> TokenStream {
    let mut trees = expression.clone().into_iter();
    let (Some(TokenTree::Group(whole)), None) = (trees.next(), trees.next()) else { return expression };
    let is_tuple =
        whole.stream().is_empty() || whole.stream().into_iter().any(|tree| tokens::is_punct(&tree, &[',']));
    let is_enclosed = match whole.delimiter() {
        Delimiter::Parenthesis => !is_tuple,
        Delimiter::Brace => true,
        Delimiter::Bracket | Delimiter::None => false,
    };
    if !is_enclosed {
        return expression;
    }
    let place = tokens::generated(whole.span());
    TokenTree::Group(tokens::group(whole.delimiter(), whole.stream(), place)).into()
}

/// On the macros inside the body: a body need not use all of them.
pub(crate) fn on_body_macros() -> TokenStream {
    quote!(#[allow(unused_macros, unused_macro_rules)])
}

/// On the variable that is unused in the stead of a parameter, and on one that is bound anew: they have the parameter's name.
pub(crate) fn on_same_name() -> TokenStream {
    quote!(#[allow(clippy::shadow_same, clippy::shadow_unrelated)])
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
