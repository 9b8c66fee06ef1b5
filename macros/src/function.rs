//! The function with its body made a generator.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
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
use crate::tokens::{self, is_punct, is_word};
use crate::wrapped::{Wrapped, YIELDS};

/// Expands the attribute on a function.
pub(crate) fn expand(mode: Mode, args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let args = Args::parse(args, &mut mistakes);
    let expansion = match syn::parse2::<Item>(item.clone()) {
        Ok(item) => function(mode, &args.runtime, item, &mut mistakes),
        Err(error) => {
            mistakes.add(Error::new(error.span(), not_a_function(mode, item, &error)));
            // What is no function has no generator for a yield to be in, which has been reported. A function that is not finished
            // stays, for an editor completes it.
            let is_function = item.clone().into_iter().any(|tree| is_word(&tree, &["fn"]));
            if is_function || !tokens::has_word(item, YIELDS) { item.clone() } else { TokenStream::new() }
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
    let is_async_by_mistake = mode == Mode::Synchronous && signature.asyncness.is_some();
    item::make_plain(&mut signature, mode, mistakes);
    let wrapped = Wrapped::find(&body);
    let body = match wrapped {
        Some(wrapped) => {
            mistakes.report(&signature.ident, below(mode, wrapped, &signature.output));
            let private = quote!(#runtime::__private);
            quote!({ #private::reported() })
        }
        None => body,
    };
    let mut body = keyword::replace_yields(mode, runtime, body, mistakes);
    let Parameters { mentions, bindings } = Parameters::rewrite(&mut signature, &body);
    if wrapped.is_some() && is_future(&signature.output) {
        let never = quote!(#runtime::__private::never());
        let body = mistaken_body(runtime, &quote!(#mentions #bindings), &body, &never);
        let allow = lints::on_mistaken_bodies();
        return quote!(#(#attributes)* #allow #visibility #defaultness #signature #body);
    }
    let return_type = ReturnType::parse(mode, runtime, &signature, mistakes);
    let misplaced = wrapped.is_some() | check::body(mode, Around::Function, &body, mistakes);
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
            let of_signature = lints::on_signature();
            (quote!(#allow #of_signature), quote!(#arrow #declared), in_braces_of(&body, expansion.of(&body)))
        }
        Err(refusal) => {
            // One mistake, one error.
            if wrapped.is_none() && !is_async_by_mistake {
                mistakes.add(refusal.error);
            }
            let instead = if wrapped.is_some() { Instead::Written } else { refusal.instead };
            let bindings = quote!(#mentions #bindings);
            let (output, body) = match instead {
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

/// Where the attribute goes, and where this one should be.
fn not_a_function(mode: Mode, item: &TokenStream, error: &Error) -> String {
    let (attribute, owned, block) = (mode.attribute(), mode.owned(), mode.block());
    let example = format!("{}fn count() -> {owned}<u32> {{ .. }}", mode.either("", "async "));
    let mut words = item.clone().into_iter();
    let instead = if words.any(|tree| is_word(&tree, &["impl", "trait", "mod"])) {
        "; write it on each function in here that yields".to_string()
    } else if tokens::walk(item).any(|tree| is_punct(&tree, &['|'])) {
        format!("; in place of a closure write `{block}`")
    } else {
        format!(": {error}")
    };
    format!("`{attribute}` goes on a function, as in `{example}`{instead}")
}

/// What to do about an attribute that was expanded first.
fn below(mode: Mode, wrapped: Wrapped, output: &Output) -> String {
    let (attribute, boxed) = (mode.attribute(), mode.boxed());
    if is_future(output) {
        return format!(
            "an attribute such as `#[async_trait]` has made this `async fn` return a future; write a plain `fn` that returns \
             `{boxed}<'_, YieldType>`"
        );
    }
    let what = match wrapped {
        Wrapped::InAsyncBlock => "put the body of this generator into an `async` block",
        Wrapped::WithReturn => "changed the body of this generator",
    };
    format!("an attribute above `{attribute}` has {what}; write that attribute below `{attribute}`")
}

/// Whether an attribute has made the function one that returns a future.
fn is_future(output: &Output) -> bool {
    tokens::has_word(&output.to_token_stream(), &["Future"])
}

/// The block at the place of the user's: a lint about the whole function sees one that the user wrote.
fn in_braces_of(body: &TokenStream, block: TokenStream) -> TokenStream {
    match (tokens::as_block(body), tokens::as_block(&block)) {
        (Some(written), Some(generated)) => {
            tokens::group(Delimiter::Brace, generated.stream(), written.span()).into_token_stream()
        }
        _ => block,
    }
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
