//! The words that a block has and a function has not: `yield` and `for await`.
//!
//! Tokens are replaced where the words stand, also among the arguments of other macros. All other tokens stay as they
//! are, so that an editor sees the user's own, and an unfinished body still completes.

use std::fmt::Display;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::{Expr, Lit, Pat, Path, Token};

use crate::error::Mistakes;
use crate::known::{BLOCKS, STREAMS};
use crate::lints;
use crate::mode::Mode;
use crate::tokens::{self, generated, has_word, is_punct, is_word, respan};

pub(crate) const FOR_AWAIT_IN_ITER: &str =
    "a synchronous generator cannot await; use `stream!` in place of `iter!`";

/// Slips of the pen for `yield`.
const SLIPS: &[&str] = &["yeild", "yeld", "yied", "yiedl", "yields", "yild", "yiled"];

/// The body of a function with every `yield` and `for await` reported, for stable Rust rejects them there, and replaced all the
/// same: the compiler then has no more to say about them.
pub(crate) fn replace_yields(
    mode: Mode,
    runtime: &Path,
    body: TokenStream,
    mistakes: &mut Mistakes,
) -> TokenStream {
    let has_loop = has_word(&body, &["for"]) && has_word(&body, &["await"]);
    if !has_loop && !has_word(&body, &["yield"]) {
        return body;
    }
    let mut words = Words { mode, runtime, is_block: false, misplaced: false, mistakes };
    let replaced = words.replace(body.clone());
    if words.misplaced { replaced } else { body }
}

/// Replaces the words in a body.
pub(crate) struct Words<'m> {
    pub(crate) mode: Mode,
    pub(crate) runtime: &'m Path,
    /// Whether the body is a block's, so that the words are free.
    pub(crate) is_block: bool,
    /// Whether there was a word where it cannot be, which has been reported.
    pub(crate) misplaced: bool,
    pub(crate) mistakes: &'m mut Mistakes,
}

impl Words<'_> {
    /// The tokens with `yield` and `for await` replaced by what a function has in their place.
    pub(crate) fn replace(&mut self, tokens: TokenStream) -> TokenStream {
        // The parser takes all tokens, one by one if need be.
        tokens::parse(tokens, |input| self.replace_all(input)).unwrap_or_default()
    }

    fn replace_all(&mut self, input: ParseStream<'_>) -> syn::Result<TokenStream> {
        let mut done: Vec<TokenTree> = Vec::new();
        // Between a keyword like `if` and its block, a brace is that block.
        let mut before_block = false;
        while !input.is_empty() {
            if let Some(word) = input.parse::<Option<Token![yield]>>()? {
                let mut name = "yield_";
                if let Some(from) = take_from(input) {
                    name = "yield_from";
                    self.report(from, "to yield all that another generator yields, write `yield_from!(..)`");
                } else if !self.is_block {
                    let block = self.mode.block();
                    self.report(
                        word,
                        format!(
                            "stable Rust rejects `yield` below an attribute; write `yield_!(..)`, or make the generator in \
                             place with `{block}`"
                        ),
                    );
                }
                let operand = take_expression(input, before_block);
                done.extend(self.yielded(word, name, operand));
            } else if let Some(slip) = take_slip(input) {
                let name = slip.to_string();
                self.report(&slip, format!("cannot find a keyword `{name}`; write `yield`"));
                let operand = take_expression(input, before_block);
                done.extend(self.yielded(Token![yield](slip.span()), "yield_", operand));
            } else if input.peek(Token![for]) && input.peek2(Token![await]) {
                let label = take_label(&mut done);
                done.extend(self.for_await(input, &label)?);
            } else if is_named(input, if self.is_block { STREAMS } else { BLOCKS }) {
                // It replaces its words itself.
                for _ in 0..3 {
                    done.push(input.parse()?);
                }
            } else {
                let tree: TokenTree = input.parse()?;
                let is_arrow =
                    is_punct(&tree, &['>']) && done.last().is_some_and(|last| is_punct(last, &['=']));
                if is_word(&tree, &["if", "while", "match", "in"]) {
                    before_block = true;
                } else if is_block(&tree) || is_arrow || is_punct(&tree, &[';', ',']) {
                    before_block = false;
                }
                done.push(match tree {
                    TokenTree::Group(group) => self.group(&group).into(),
                    other => other,
                });
            }
        }
        Ok(done.into_iter().collect())
    }

    fn report(&mut self, at: impl ToTokens, message: impl Display) {
        self.mistakes.report(at, message);
        self.misplaced = true;
    }

    fn group(&mut self, group: &Group) -> Group {
        tokens::group(group.delimiter(), self.replace(group.stream()), group.span())
    }

    // Input:  yield OPERAND
    // Output: $crate::yield_!(OPERAND)
    fn yielded(&mut self, word: Token![yield], name: &str, operand: TokenStream) -> TokenStream {
        let operand = self.replace(operand);
        let here = generated(word.span);
        let runtime = located(self.runtime, word.span);
        let name = Ident::new(name, here);
        quote_spanned!(here=> #runtime::#name!(#operand))
    }

    fn for_await(&mut self, input: ParseStream<'_>, label: &TokenStream) -> syn::Result<TokenStream> {
        let (word, wait): (Token![for], Token![await]) = (input.parse()?, input.parse()?);
        let ahead = input.fork();
        let head = Pat::parse_multi_with_leading_vert(&ahead).and_then(|pattern| {
            ahead.parse::<Token![in]>()?;
            Ok(pattern)
        });
        let pattern = match head {
            Ok(pattern) => pattern,
            Err(error) => {
                self.mistakes.add(error);
                return Ok(quote!(#label #word));
            }
        };
        while input.cursor() != ahead.cursor() {
            input.parse::<TokenTree>()?;
        }
        let stream = take_expression(input, true);
        let stream = self.replace(stream);
        let body = if let Ok(TokenTree::Group(body)) = input.fork().parse() {
            input.parse::<TokenTree>()?;
            self.group(&body).into_token_stream()
        } else {
            self.mistakes.add(input.error("expected a block"));
            quote!({})
        };
        if self.mode.is_async() && !self.is_block {
            self.report(
                wait,
                "stable Rust rejects `for await` below an attribute; write `while let Some(item) = stream.next().await`, or \
                 make the generator in place with `stream!`",
            );
        }
        if self.mode.is_async() {
            return Ok(for_await(self.runtime, word.span, label, &pattern, &stream, &body));
        }
        self.report(wait, FOR_AWAIT_IN_ITER);
        let runtime = self.runtime;
        Ok(quote_spanned! {generated(word.span)=> #label while true {
            let (_, #pattern) = (#stream, #runtime::__private::reported());
            #body
        }})
    }
}

// Input:  'label: for await PATTERN in STREAM { STATEMENTS }
// Output: {
//     let stream = STREAM;
//     let stream = (a check that it is one)
//     let mut stream = pin!(stream);
//     'label: while let Some(item) = next(stream.as_mut()).await { let PATTERN = item; STATEMENTS }
// }
//
// A `let`, so that the temporaries of the head end with it: a lock, or what is not `Send`, is not held over the awaits.
pub(crate) fn for_await(
    runtime: &Path,
    word: Span,
    label: &TokenStream,
    pattern: &Pat,
    stream: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let here = generated(word);
    let runtime = located(runtime, word);
    let private = quote_spanned!(here=> #runtime::__private);
    // In the user's own braces: no second block, no lint about one.
    let body = if let Some(block) = tokens::as_block(body) {
        let statements = block.stream();
        let statements = quote_spanned!(here=> let #pattern = item; #statements);
        tokens::group(Delimiter::Brace, statements, block.span()).into_token_stream()
    } else {
        quote_spanned!(here=> { let #pattern = item; #body })
    };
    quote_spanned! {here=> {
        #[allow(unused_imports)]
        use #private::{IsAwaited as _, IsNotAwaited as _};
        let stream = #stream;
        let stream = (&&#private::Awaited::is(&stream)).__genfn_answer().__genfn_stream(stream);
        let mut stream = ::core::pin::pin!(stream);
        #label while let ::core::option::Option::Some(item) = #private::next_item(::core::pin::Pin::as_mut(&mut stream)).await
            #body
    }}
}

/// The path to the runtime, as if it stood at the word that it replaces.
pub(crate) fn located(runtime: &Path, word: Span) -> TokenStream {
    respan(runtime.to_token_stream(), |span| span.located_at(word))
}

/// Takes an expression, as far as it goes. An unfinished one, as an editor hands it in, ends where something else begins.
pub(crate) fn take_expression(input: ParseStream<'_>, before_block: bool) -> TokenStream {
    let mut taken = TokenStream::new();
    if input.peek(Token![;]) || input.peek(Token![,]) || input.peek(Token![=>]) {
        return taken;
    }
    let ahead = input.fork();
    let expression =
        if before_block { ahead.call(Expr::parse_without_eager_brace) } else { ahead.parse::<Expr>() };
    let at_end = |taken: &TokenStream| match &expression {
        Ok(_) => input.cursor() == ahead.cursor(),
        Err(_) if input.peek(Token![;]) || input.peek(Token![,]) => true,
        Err(_) if taken.is_empty() => false,
        Err(_) if input.peek(Token![for]) || input.peek(Token![if]) => true,
        Err(_) => before_block && input.peek(syn::token::Brace),
    };
    while !at_end(&taken) {
        let Ok(tree) = input.parse::<TokenTree>() else { break };
        taken.extend([tree]);
    }
    lints::on_enclosed(taken)
}

/// Takes the word `from`, as Python has it behind `yield`, where it is not the name of a value.
fn take_from(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let is_from = ahead.parse::<Ident>().is_ok_and(|name| name == "from");
    let goes_on =
        ahead.peek(syn::Ident) || ahead.peek(Lit) || ahead.peek(syn::token::Bracket) || ahead.peek(Token![&]);
    if is_from && goes_on { input.parse().ok() } else { None }
}

/// Takes a misspelled `yield` in front of its operand.
fn take_slip(input: ParseStream<'_>) -> Option<Ident> {
    let ahead = input.fork();
    let is_slip = ahead.parse::<Ident>().is_ok_and(|name| SLIPS.iter().any(|slip| name == slip));
    if is_slip && (ahead.peek(syn::Ident) || ahead.peek(Lit)) { input.parse().ok() } else { None }
}

/// The label at the end of the tokens, which belongs to the loop that comes.
fn take_label(done: &mut Vec<TokenTree>) -> TokenStream {
    match done.as_slice() {
        [rest @ .., quote, TokenTree::Ident(_), colon]
            if is_punct(quote, &['\'']) && is_punct(colon, &[':']) =>
        {
            done.split_off(rest.len()).into_iter().collect()
        }
        _ => TokenStream::new(),
    }
}

/// Whether a call of one of the macros comes next.
pub(crate) fn is_named(input: ParseStream<'_>, names: &[&str]) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|name| names.iter().any(|block| name == block))
        && ahead.parse::<Token![!]>().is_ok()
        && ahead.parse::<Group>().is_ok()
}

/// Whether it is a block.
pub(crate) fn is_block(tree: &TokenTree) -> bool {
    tokens::as_block(&tree.clone().into()).is_some()
}
