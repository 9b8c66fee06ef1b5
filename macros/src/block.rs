//! Blocks that make a generator where they stand: `iter!`, `stream!`, and those that can fail.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::{Path, Token};

use crate::check::{self, Around};
use crate::error::Mistakes;
use crate::expand::{End, Expansion};
use crate::expression::{self, Expression};
use crate::keyword::{Words, is_named};
use crate::known::BLOCKS;
use crate::mode::Mode;
use crate::question_mark;
use crate::return_type::{Form, Types};
use crate::tokens::{self, is_word};

/// What the macros of the runtime crate pass on: `(RUNTIME) NAME move BODY`.
struct Block {
    runtime: Path,
    mode: Mode,
    /// Whether `?` ends it with the error as its last item.
    can_fail: bool,
    /// Whether it takes what it uses by value.
    by_value: bool,
    body: TokenStream,
}

impl Parse for Block {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime: Group = input.parse()?;
        let name = input.parse::<Ident>()?.to_string();
        let mode = if name.ends_with("stream") { Mode::Asynchronous } else { Mode::Synchronous };
        let is_move = input.parse::<Option<Token![move]>>()?.is_some();
        Ok(Self {
            runtime: syn::parse2(runtime.stream())?,
            mode,
            can_fail: name.starts_with("try_"),
            // A stream takes what it uses by value, as those of the crate async-stream do.
            by_value: is_move || mode.is_async(),
            body: input.parse()?,
        })
    }
}

/// Expands one of the blocks.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let block = match syn::parse2::<Block>(input) {
        Ok(block) => block,
        Err(error) => return error.into_compile_error(),
    };
    let mut mistakes = Mistakes::default();
    let generator = block.generator(&mut mistakes);
    let mistakes = mistakes.into_tokens();
    if mistakes.is_empty() { generator } else { quote!({ #mistakes #generator }) }
}

impl Block {
    fn generator(self, mistakes: &mut Mistakes) -> TokenStream {
        let (here, runtime) = (Span::mixed_site(), &self.runtime);
        let Some(expression) = Expression::parse(self.mode, &self.body, mistakes) else {
            let mut words = Words { mode: self.mode, runtime, is_block: true, misplaced: false, mistakes };
            let body = words.replace(self.body.clone());
            let misplaced = words.misplaced;
            return self.expansion(body, Span::call_site(), misplaced, mistakes);
        };
        let Ok(expression) = expression else {
            // The mistake has been reported.
            let boxed = Ident::new(self.mode.boxed(), here);
            return quote_spanned!(here=> #runtime::__private::never::<#runtime::#boxed<'static, ::core::convert::Infallible>>());
        };
        if let (Mode::Synchronous, false) = (self.mode, self.can_fail) {
            if let Some(generator) = expression.closure(runtime, self.by_value) {
                return generator;
            }
        }
        let expression::Loops { outermost, loops } = expression.loops(runtime);
        let generator = self.expansion(loops, here, false, mistakes);
        quote_spanned!(here=> match #outermost { outermost => #generator })
    }

    // The head of the block:
    //
    //     async {
    //         let token = token;                     (`Token::bind(token).await` in a stream)
    fn expansion(
        &self,
        statements: TokenStream,
        braces: Span,
        misplaced: bool,
        mistakes: &mut Mistakes,
    ) -> TokenStream {
        let (here, runtime) = (Span::mixed_site(), &self.runtime);
        // Where the body begins, for there the compiler proposes a `move`.
        let start = tokens::generated(tokens::start(&statements));
        let block = tokens::group(Delimiter::Brace, statements, braces);
        let block = quote!(#block);
        let misplaced = misplaced | check::body(self.mode, Around::Block, &block, mistakes);
        let end = match question_mark::find(&block) {
            _ if self.can_fail => End::Ok,
            Some(mark) => End::LastItem(mark.place),
            None => End::Value,
        };
        // With no yield at all, nothing says what the items are.
        let yields = yields(&block);
        let types = Types::new(if yields { quote!(_) } else { quote!(()) }, [None; 3]);
        let expansion = Expansion {
            mode: self.mode,
            runtime,
            place: here,
            form: if self.mode.is_async() { Form::StreamBlock } else { Form::Owned },
            types,
            capture: if self.by_value {
                quote_spanned!(start=> async move)
            } else {
                quote_spanned!(start=> async)
            },
            token: match self.mode {
                Mode::Synchronous => quote_spanned!(here=> let token = token;),
                Mode::Asynchronous => {
                    quote_spanned!(here=> let token = #runtime::__private::Token::bind(token).await;)
                }
            },
            bindings: TokenStream::new(),
            end,
            misplaced,
        };
        expansion.of(&block)
    }
}

/// Whether anything among the tokens yields, apart from blocks in the block.
fn yields(tokens: &TokenStream) -> bool {
    let read = |input: ParseStream<'_>| {
        let mut found = false;
        while !input.is_empty() {
            if is_named(input, BLOCKS) {
                input.parse::<TokenTree>()?;
                input.parse::<TokenTree>()?;
                input.parse::<TokenTree>()?;
                continue;
            }
            let tree: TokenTree = input.parse()?;
            found |= match &tree {
                TokenTree::Group(group) => yields(&group.stream()),
                tree => is_word(tree, &["yield_", "try_yield", "yield_from", "try_yield_from"]),
            };
        }
        Ok(found)
    };
    tokens::parse(tokens.clone(), read).unwrap_or(true)
}
