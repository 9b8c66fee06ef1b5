//! Blocks that make a generator where they stand: `iter!`, `stream!`, and those that can fail.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::{Path, Token};

use crate::check::{self, Around};
use crate::error::Mistakes;
use crate::expand::{body_macros, delegates, label, lenient_macros, with_macros};
use crate::expression::{self, Expression, Tokens};
use crate::keyword::{Words, return_ok};
use crate::lints;
use crate::mode::Mode;
use crate::signature::Kind;

/// Which block it is.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) mode: Mode,
    /// Whether `?` ends it with the error as its last item.
    pub(crate) fails: bool,
    /// Whether it takes what it uses by value.
    pub(crate) by_value: bool,
}

// Input:  (RUNTIME) NAME BODY, as the macros of the runtime crate pass it on
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        let runtime: Group = input.parse()?;
        let name: Ident = input.parse()?;
        let by_value: Option<Token![move]> = input.parse()?;
        Ok((syn::parse2::<Path>(runtime.stream())?, name, by_value.is_some(), input.parse::<TokenStream>()?))
    };
    let (runtime, name, by_value, body) = match parser.parse2(input) {
        Ok(parts) => parts,
        Err(error) => return error.into_compile_error(),
    };
    let name = name.to_string();
    let mode = if name.ends_with("stream") { Mode::Asynchronous } else { Mode::Synchronous };
    // A stream takes what it uses by value, as those of the crate async-stream do.
    let form = Form { mode, fails: name.starts_with("try_"), by_value: by_value || mode.is_async() };
    let mut mistakes = Mistakes::default();
    let here = Span::mixed_site();
    let generator = match expression::parse(form, &runtime, &body, &mut mistakes) {
        Tokens::Expression(Expression::Generator(generator)) => generator,
        Tokens::Expression(Expression::Loops { outermost, loops }) => {
            let generator = form.generator(&runtime, &braced(loops, here), false, &mut mistakes);
            quote_spanned!(here=> match #outermost { outermost => #generator })
        }
        Tokens::Mistake => {
            let boxed = Ident::new(mode.boxed(), here);
            quote_spanned!(here=> #runtime::__private::never::<#runtime::#boxed<'static, ::core::convert::Infallible>>())
        }
        Tokens::Statements => {
            let mut words = Words { mode, runtime: &runtime, misplaced: false, mistakes: &mut mistakes };
            let body = words.replace(body);
            let misplaced = words.misplaced;
            form.generator(&runtime, &braced(body, Span::call_site()), misplaced, &mut mistakes)
        }
    };
    let mistakes = mistakes.into_tokens();
    if mistakes.is_empty() { generator } else { quote!({ #mistakes #generator }) }
}

/// The tokens as if they stood where the block's own begin.
pub(crate) fn located_at_first(tokens: TokenStream, block: &TokenStream) -> TokenStream {
    let first = match block.clone().into_iter().next() {
        Some(TokenTree::Group(group)) => first_span(&group.stream()),
        _ => first_span(block),
    };
    let place = first.resolved_at(Span::mixed_site());
    tokens
        .into_iter()
        .map(|mut tree| {
            tree.set_span(place);
            tree
        })
        .collect()
}

/// Where the tokens begin.
pub(crate) fn first_span(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::mixed_site, |first| first.span())
}

fn braced(tokens: TokenStream, span: Span) -> TokenStream {
    let mut block = Group::new(Delimiter::Brace, tokens);
    block.set_span(span);
    TokenTree::Group(block).into()
}

impl Form {
    // Input:  { BODY }
    // Output: {
    //     let token: Token<Synchronous, _, (), Infallible> = unsafe { Token::new() };
    //     let types = Token::types(&token);
    //     let body = async {
    //         let token = token;                     (`Token::bind(token).await` in a stream)
    //         if false { return never::<R>(); }
    //         return 'body: { macro_rules! .. BODY };
    //     };
    //     unsafe { owned(types, body) }
    // }
    //
    // One that can fail goes on with `return Ok(())` behind its body.
    fn generator(
        self,
        runtime: &Path,
        block: &TokenStream,
        misplaced: bool,
        mistakes: &mut Mistakes,
    ) -> TokenStream {
        let here = Span::mixed_site();
        let private = quote_spanned!(here=> #runtime::__private);
        let misplaced = misplaced | check::body(self.mode, Around::Block, block, mistakes);
        let block = if self.fails { return_ok(block.clone()) } else { block.clone() };
        // With no yield at all, nothing says what the items are.
        let yielded = if yields(block.clone()) { quote!(_) } else { quote!(()) };
        let value = if self.fails { quote!(::core::result::Result<(), _>) } else { quote!(()) };
        let macros =
            if misplaced { lenient_macros(&private) } else { body_macros(runtime, &inferred(&private)) };
        let user = with_macros(&macros, &block);
        let (constructor, marker, label) =
            (Kind::Owned.constructor(self.mode, delegates(block.clone())), self.mode.marker(), label());
        // Where the body begins, for there the compiler proposes a `move`.
        let capture =
            located_at_first(if self.by_value { quote!(async move) } else { quote!(async) }, &block);
        let allow = if misplaced { lints::on_mistaken_bodies() } else { TokenStream::new() };
        let token = if self.mode.is_async() {
            quote_spanned!(here=> #private::Token::bind(token).await)
        } else {
            quote_spanned!(here=> token)
        };
        let run = if self.fails {
            quote_spanned! {here=>
                let end: () = #label: #user;
                #[allow(unreachable_code)]
                return ::core::result::Result::Ok(end);
            }
        } else {
            quote_spanned!(here=> #allow return #label: #user;)
        };
        quote_spanned! {here=> {
            let token: #private::Token<#private::#marker, #yielded, (), ::core::convert::Infallible> =
                unsafe { #private::Token::new() };
            let types = #private::Token::types(&token);
            let body = #capture {
                let token = #token;
                if false {
                    return #private::never::<#value>();
                }
                #run
            };
            unsafe { #private::#constructor(types, body) }
        }}
    }
}

/// How the operand of a yield gets its type where nobody has written it: from the yields before, or from whoever takes the
/// items. It is then reported at the operand when it does not fit.
fn inferred(private: &TokenStream) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        (@bind $value:ident $operand:expr) => {
            let $value;
            if false { $value = #private::any_item(#private::Token::types(&token)); } else { $value = $operand; }
        };
    }
}

/// Whether anything in the tokens yields.
fn yields(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => yields(group.stream()),
        TokenTree::Ident(name) => {
            ["yield_", "try_yield", "yield_from", "try_yield_from"].iter().any(|word| name == word)
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
