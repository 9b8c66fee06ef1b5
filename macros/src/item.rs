//! The annotated function.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{AttrStyle, Attribute, Signature, Token, Visibility};

use crate::error::Mistakes;
use crate::mode::Mode;
use crate::tokens;

/// A function whose body is not looked into.
///
/// An editor hands in unfinished bodies, some as a single made-up token; whatever comes after the signature is passed
/// on as it is.
pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) defaultness: Option<Token![default]>,
    pub(crate) signature: Signature,
    pub(crate) body: TokenStream,
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        let defaultness = if input.peek(Token![default]) { Some(input.parse()?) } else { None };
        let signature = input.parse()?;
        let body = lift_inner_attributes(input.parse()?, &mut attributes);
        Ok(Self { attributes, visibility, defaultness, signature, body })
    }
}

impl Item {
    /// A declaration without a body, as in a trait.
    pub(crate) fn is_declaration(&self) -> bool {
        matches!(self.body.clone().into_iter().next(), Some(TokenTree::Punct(punct)) if punct.as_char() == ';')
    }
}

// Input:  fn f() { #![allow(x)] .. }
// Output: #[allow(x)] fn f() { .. }
fn lift_inner_attributes(body: TokenStream, attributes: &mut Vec<Attribute>) -> TokenStream {
    let Some(block) = tokens::as_block(&body) else { return body };
    let read = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, input.parse()?));
    match tokens::parse(block.stream(), read) {
        Ok((inner, statements)) if !inner.is_empty() => {
            let outer = inner.into_iter().map(|attribute| Attribute { style: AttrStyle::Outer, ..attribute });
            attributes.extend(outer);
            TokenTree::Group(tokens::group(Delimiter::Brace, statements, block.span())).into()
        }
        _ => body,
    }
}

/// Reports what a generator cannot be. Leaves a plain signature: an asynchronous generator is returned by a plain
/// function too.
pub(crate) fn make_plain(signature: &mut Signature, mode: Mode, mistakes: &mut Mistakes) {
    if let (Some(token), Mode::Synchronous) = (signature.asyncness.take(), mode) {
        let message = "`#[generator]` is for plain functions; write `#[async_generator]` to await in the body, or remove `async`";
        mistakes.report(token, message);
    }
    if let Some(token) = signature.constness.take() {
        mistakes.report(token, "a generator cannot be `const`; remove it");
    }
    if let Some(abi) = signature.abi.take() {
        mistakes.report(abi, "a generator cannot have another ABI; remove it");
    }
    if let Some(variadic) = &signature.variadic {
        mistakes.report(variadic, "a generator cannot be variadic; take a slice instead");
    }
}
