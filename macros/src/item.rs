//! The annotated function.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{AttrStyle, Attribute, Signature, Token, Visibility};

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
    let mut trees = body.clone().into_iter();
    let (Some(TokenTree::Group(block)), None) = (trees.next(), trees.next()) else { return body };
    if block.delimiter() != Delimiter::Brace {
        return body;
    }
    let parser = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_inner)?, input.parse()?));
    match parser.parse2(block.stream()) {
        Ok((inner, statements)) if !inner.is_empty() => {
            attributes.extend(
                inner.into_iter().map(|attribute| Attribute { style: AttrStyle::Outer, ..attribute }),
            );
            let mut rest = Group::new(Delimiter::Brace, statements);
            rest.set_span(block.span());
            TokenTree::Group(rest).into()
        }
        _ => body,
    }
}
