//! The function with its body made a generator.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned as _;

use crate::args::Args;
use crate::check::{self, Around};
use crate::error::Mistakes;
use crate::item::Item;
use crate::keyword;
use crate::lints;
use crate::mode::Mode;
use crate::signature::{self, Parameters, Types, Unusable};

/// Expands the attribute on a function.
pub(crate) fn expand(mode: Mode, args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut mistakes = Mistakes::default();
    let args = Args::parse(args, &mut mistakes);
    let item = match syn::parse2::<Item>(item.clone()) {
        Ok(item) => item,
        Err(error) => {
            let error = syn::Error::new(
                error.span(),
                format!(
                    "`{}` goes on a function, as in `{}fn count() -> {}<u32> {{ .. }}`: {error}",
                    mode.attribute(),
                    if mode.is_async() { "async " } else { "" },
                    mode.owned()
                ),
            );
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let function = function(mode, &args, item, &mut mistakes);
    let mistakes = mistakes.into_tokens();
    quote!(#function #mistakes)
}

fn function(mode: Mode, args: &Args, item: Item, mistakes: &mut Mistakes) -> TokenStream {
    let is_declaration = item.is_declaration();
    let Item { attributes, visibility, defaultness, mut signature, body: tokens } = item;
    if is_declaration {
        mistakes.add(syn::Error::new_spanned(
            &signature.ident,
            format!(
                "`{}` needs a body; in the trait declare `-> impl {}<Item = ..>` without the attribute",
                mode.attribute(),
                mode.items()
            ),
        ));
        return quote!(#(#attributes)* #visibility #defaultness #signature #tokens);
    }
    signature::check(mode, &mut signature, mistakes);
    let tokens = keyword::replace_yields(mode, &args.runtime, tokens, mistakes);
    let parameters = Parameters::rewrite(&mut signature, mistakes);
    let types = Types::parse(mode, &args.runtime, &signature, mistakes);
    let misplaced = check::body(mode, Around::Function, &tokens, mistakes);
    let (arrow, here) = match &signature.output {
        syn::ReturnType::Type(arrow, ty) => {
            let here = ty.span().resolved_at(Span::mixed_site());
            (quote!(#arrow), here)
        }
        syn::ReturnType::Default => (quote!(->), Span::mixed_site()),
    };
    let runtime = &args.runtime;
    match types {
        Ok(types) => {
            let body = body(mode, runtime, &parameters, &types, &tokens, misplaced, here);
            let allow = if misplaced { lints::on_mistaken_bodies() } else { TokenStream::new() };
            let allow = [allow, lints::on_signature(mode)];
            let written = types.written;
            signature.output = syn::ReturnType::Default;
            let (head, clause) = split_where(&mut signature);
            quote!(#(#attributes)* #(#allow)* #visibility #defaultness #head #arrow #written #clause #body)
        }
        Err(Unusable { error, replace }) => {
            mistakes.add(error);
            let (written, result) = if replace {
                stand_in(mode, runtime)
            } else {
                let output = &signature.output;
                (quote!(#output), quote!(#runtime::__private::never()))
            };
            signature.output = syn::ReturnType::Default;
            let (head, clause) = split_where(&mut signature);
            let allow = lints::on_mistaken_bodies();
            let body = mistaken_body(runtime, &parameters, &tokens, &result);
            quote!(#(#attributes)* #allow #visibility #defaultness #head #written #clause #body)
        }
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

/// The signature without its `where` clause, and the clause: the return type stands between them.
fn split_where(signature: &mut syn::Signature) -> (TokenStream, TokenStream) {
    let clause = signature.generics.where_clause.take();
    (quote!(#signature), quote!(#clause))
}

// Input:  { BODY }
// Output: {
//     let token: Token<Synchronous, Y, S, E> = unsafe { Token::new() };
//     let types = Token::types(&token);
//     let body = async move {
//         let _ = &token;
//         if false { return never::<R>(); }
//         let _ = &parameter; ..
//         let token = Token::bind(token).await;      (asynchronous only)
//         return 'body: { macro_rules! .. BODY };
//     };
//     unsafe { owned(types, body) }
// }
//
// All of it stands at the return type, for that is where the compiler then sees what the body must be.
fn body(
    mode: Mode,
    runtime: &Path,
    parameters: &Parameters,
    types: &Types,
    tokens: &TokenStream,
    misplaced: bool,
    here: Span,
) -> TokenStream {
    let private = quote!(#runtime::__private);
    let [yielded, sent, value, thrown] =
        [&types.yielded, &types.sent, &types.returned, &types.thrown].map(signature::nameable);
    let macros = if misplaced { lenient_macros(&private) } else { body_macros(runtime, &written(&yielded)) };
    let user = with_macros(&macros, tokens);
    let Parameters { mentions, bindings } = parameters;
    let constructor = types.kind.constructor(mode, delegates(tokens.clone()));
    let label = label();
    let marker = mode.marker();
    let bind = if mode.is_async() {
        quote_spanned!(here=> let token = #private::Token::bind(token).await;)
    } else {
        TokenStream::new()
    };
    let generator = quote_spanned!(here=> unsafe { #private::#constructor(types, body) });
    let generator = types.kind.converted(mode, runtime, generator);
    quote_spanned! {here=> {
        let token: #private::Token<#private::#marker, #yielded, #sent, #thrown> =
            unsafe { #private::Token::new() };
        let types = #private::Token::types(&token);
        let body = async move {
            let _ = &token;
            if false {
                return #private::never::<#value>();
            }
            #mentions
            #bind
            #bindings
            return #label: #user;
        };
        #generator
    }}
}

// Input:  { BODY }
// Output: { let _ = async move { macro_rules! .. BODY }; RESULT }
fn mistaken_body(
    runtime: &Path,
    parameters: &Parameters,
    tokens: &TokenStream,
    result: &TokenStream,
) -> TokenStream {
    let user = with_macros(&lenient_macros(&quote!(#runtime::__private)), tokens);
    let Parameters { mentions, bindings } = parameters;
    quote_spanned! {Span::mixed_site()=> {
        let _ = async move { #mentions #bindings #user };
        #result
    }}
}

/// Whether a body delegates, as far as its tokens say. Nothing but speed depends on it.
pub(crate) fn delegates(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => delegates(group.stream()),
        TokenTree::Ident(name) => name == "yield_from" || name == "try_yield_from",
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The label of the body. Where it is out of reach, the compiler prints its name.
pub(crate) fn label() -> syn::Lifetime {
    syn::Lifetime::new("'this_yield_is_not_in_the_body_of_the_generator_itself", Span::mixed_site())
}

/// The user's block with the macros at its head, in the user's own braces: no second block, no lint about one.
pub(crate) fn with_macros(macros: &TokenStream, tokens: &TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(block)), None) if block.delimiter() == Delimiter::Brace => {
            let statements = block.stream();
            let mut inner = Group::new(Delimiter::Brace, quote!(#macros #statements));
            inner.set_span(block.span());
            quote!(#inner)
        }
        // Not a block: an editor's stand-in for an unfinished one.
        _ => quote!({ #macros #tokens }),
    }
}

/// The name by which the exported macros call the one inside the body. Where there is none, the compiler prints it.
fn dispatcher() -> proc_macro2::Ident {
    proc_macro2::Ident::new("this_macro_works_only_in_the_body_of_a_generator_function", Span::call_site())
}

/// How the operand of a yield gets the type that the signature says, so that it is reported there when it does not fit.
fn written(yielded: &TokenStream) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        (@bind $value:ident $operand:expr) => { let $value: #yielded = $operand; };
    }
}

/// What the body lends to the exported macros; see there.
pub(crate) fn body_macros(runtime: &Path, bind: &TokenStream) -> TokenStream {
    let allow = lints::on_body_macros();
    let dispatcher = dispatcher();
    let label = label();
    quote_spanned! {Span::mixed_site()=>
        #allow
        macro_rules! #dispatcher {
            (@inside $($code:tt)*) => { $($code)* };
            #bind
            (@types) => { #runtime::__private::Token::types(&token) };
            (@wait $never:expr; $await:tt $method:ident $($operand:ident)*) => {{
                if false { break #label $never; }
                #runtime::__token!(token $await $method $($operand)*)
            }};
        }
    }
}

/// Macros that check their operand and nothing else, for a body with a mistake that has been reported.
pub(crate) fn lenient_macros(private: &TokenStream) -> TokenStream {
    let allow = lints::on_body_macros();
    let dispatcher = dispatcher();
    quote_spanned! {Span::mixed_site()=>
        #allow
        macro_rules! #dispatcher {
            (@inside $crate_:tt::$name:ident!($operand:expr)) => {{
                let _ = $operand;
                #private::reported()
            }};
        }
    }
}
