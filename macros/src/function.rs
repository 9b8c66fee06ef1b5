//! The function with its body made a generator.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Error, Path, ReturnType as Output};

use crate::args::Args;
use crate::check::{self, Around};
use crate::error::Mistakes;
use crate::expand::{End, Expansion, mistaken_body, mistaken_set_up, token_type};
use crate::item::{self, Item};
use crate::keyword;
use crate::lints;
use crate::mode::Mode;
use crate::parameters::Parameters;
use crate::question_mark;
use crate::refusal::{self, Instead};
use crate::return_type::ReturnType;
use crate::tokens;

/// Expands the attribute on a function.
pub(crate) fn expand(mode: Mode, args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let args = Args::parse(args, &mut mistakes);
    let expansion = match syn::parse2::<Item>(item.clone()) {
        Ok(item) => function(mode, &args.runtime, item, &mut mistakes),
        Err(error) => {
            let (attribute, owned) = (mode.attribute(), mode.owned());
            let example = format!("{}fn count() -> {owned}<u32> {{ .. }}", mode.either("", "async "));
            mistakes.add(Error::new(
                error.span(),
                format!("`{attribute}` goes on a function, as in `{example}`: {error}"),
            ));
            item.clone()
        }
    };
    let mistakes = mistakes.into_tokens();
    quote!(#expansion #mistakes)
}

fn function(mode: Mode, runtime: &Path, item: Item, mistakes: &mut Mistakes) -> TokenStream {
    let is_declaration = item.is_declaration();
    let Item { attributes, visibility, defaultness, mut signature, body } = item;
    if is_declaration {
        let (attribute, items) = (mode.attribute(), mode.items());
        let message = format!(
            "`{attribute}` needs a body; in the trait declare `-> impl {items}<Item = ..>` without the attribute"
        );
        mistakes.report(&signature.ident, message);
        return quote!(#(#attributes)* #visibility #defaultness #signature #body);
    }
    item::make_plain(&mut signature, mode, mistakes);
    let mut body = keyword::replace_yields(mode, runtime, body, mistakes);
    let Parameters { mentions, bindings } = Parameters::rewrite(&mut signature);
    let return_type = ReturnType::parse(mode, runtime, &signature, mistakes);
    let misplaced = check::body(mode, Around::Function, &body, mistakes);
    let output = std::mem::replace(&mut signature.output, Output::Default);
    let (allow, output, body) = match return_type {
        Ok(ReturnType { form, types, declared, has_only_items }) => {
            let mut end = End::Value;
            let mut bindings = bindings;
            if let Some(mark) = question_mark::find(&body) {
                if has_only_items && (mark.is_certain || says_result(&types.yielded)) {
                    end = End::LastItem(mark.place);
                } else if mark.is_certain && types.returned.to_string() == "()" {
                    if let Output::Type(_, ty) = &output {
                        mistakes.add(refusal::question_mark(mark.place, ty, &types.yielded, &types.sent));
                    }
                    body = question_mark::without(body);
                    bindings.extend(quote!(use #runtime::__private::Reported as _;));
                }
            }
            let (arrow, place) = match &output {
                Output::Type(arrow, ty) => (quote!(#arrow), tokens::generated(ty.span())),
                Output::Default => (quote!(->), Span::mixed_site()),
            };
            let bind = match mode {
                Mode::Synchronous => TokenStream::new(),
                Mode::Asynchronous => {
                    let token = token_type(form);
                    quote_spanned!(place=> let token = #runtime::__private::#token::bind(token).await;)
                }
            };
            let expansion = Expansion {
                mode,
                runtime,
                place,
                form,
                types: types.in_body(),
                capture: quote_spanned!(place=> async move),
                token: quote_spanned!(place=> let _ = &token;),
                bindings: quote!(#mentions #bind #bindings),
                end,
                misplaced,
            };
            let allow = if misplaced { lints::on_mistaken_bodies() } else { TokenStream::new() };
            let of_signature = lints::on_signature(mode);
            (quote!(#allow #of_signature), quote!(#arrow #declared), expansion.of(&body))
        }
        Err(refusal) => {
            mistakes.add(refusal.error);
            let bindings = quote!(#mentions #bindings);
            let (output, body) = match refusal.instead {
                Instead::Written => {
                    let never = quote!(#runtime::__private::never());
                    (quote!(#output), mistaken_body(runtime, &bindings, &body, &never))
                }
                Instead::Items => {
                    let (output, result) = stand_in(mode, runtime);
                    (output, mistaken_body(runtime, &bindings, &body, &result))
                }
                Instead::Type(ty) => (quote!(-> #ty), mistaken_set_up(runtime, &bindings, &body, &ty)),
            };
            (lints::on_mistaken_bodies(), output, body)
        }
    };
    // The return type stands between the rest of the signature and its `where` clause.
    let clause = signature.generics.where_clause.take();
    quote!(#(#attributes)* #allow #visibility #defaultness #signature #output #clause #body)
}

/// A return type for a function whose own cannot be used, and a value of it.
fn stand_in(mode: Mode, runtime: &Path) -> (TokenStream, TokenStream) {
    let never = quote!(::core::convert::Infallible);
    match mode {
        Mode::Synchronous => {
            (quote!(-> impl ::core::iter::Iterator<Item = #never>), quote!(::core::iter::empty()))
        }
        Mode::Asynchronous => {
            (quote!(-> #runtime::BoxAsyncGen<'static, #never>), quote!(#runtime::__private::never()))
        }
    }
}

/// Whether a type says that it is a `Result`.
fn says_result(ty: &TokenStream) -> bool {
    tokens::walk(ty)
        .any(|tree| matches!(tree, TokenTree::Ident(name) if name.to_string().ends_with("Result")))
}
