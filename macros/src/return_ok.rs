//! `return` in a block that can fail.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::ParseStream;
use syn::token::Brace;
use syn::{Expr, ExprClosure, Ident, Path, Token};

use crate::keyword::{is_block, is_named, located, take_expression};
use crate::known::STREAMS;
use crate::tokens::{self, generated, has_word, is_punct, is_word};

/// What the body of the block is.
#[derive(Clone, Copy)]
enum Returns {
    /// A `Result`.
    Result,
    /// A `Result`, unless it is the body of an `iter!` of ours, which is `()`.
    Either,
}

// Input:  return;               return OPERAND;
// Output: return Ok(());        return returned(OPERAND);
//
/// Makes a `Result` of what each `return` gives that leaves the body itself, be it nothing or `()`.
///
/// It goes by the tokens, as the words of a block do: so it knows what stands among the arguments of other macros.
pub(crate) fn return_ok(runtime: &Path, body: TokenStream) -> TokenStream {
    replaced(runtime, body, Returns::Result)
}

fn replaced(runtime: &Path, body: TokenStream, returns: Returns) -> TokenStream {
    if !has_word(&body, &["return"]) {
        return body;
    }
    tokens::parse(body.clone(), |input| replace_all(runtime, input, returns)).unwrap_or(body)
}

fn replace_all(runtime: &Path, input: ParseStream<'_>, returns: Returns) -> syn::Result<TokenStream> {
    let mut done: Vec<TokenTree> = Vec::new();
    while !input.is_empty() {
        let other_body = own_body(input, done.last())?;
        if !other_body.is_empty() {
            done.extend(other_body);
        } else if let Some(word) = input.parse::<Option<Token![return]>>()? {
            done.extend(quote!(#word));
            done.extend(operand(runtime, word, input, returns));
        } else if is_named(input, STREAMS) {
            done.extend([input.parse::<TokenTree>()?, input.parse()?, input.parse()?]);
        } else if is_named(input, &["iter"]) {
            done.extend([input.parse::<TokenTree>()?, input.parse()?]);
            done.push(group(runtime, &input.parse()?, Returns::Either));
        } else {
            done.push(match input.parse()? {
                TokenTree::Group(old) => group(runtime, &old, returns),
                other => other,
            });
        }
    }
    Ok(done.into_iter().collect())
}

fn group(runtime: &Path, old: &Group, returns: Returns) -> TokenTree {
    tokens::group(old.delimiter(), replaced(runtime, old.stream(), returns), old.span()).into()
}

/// What is to be returned in place of the operand that comes.
fn operand(runtime: &Path, word: Token![return], input: ParseStream<'_>, returns: Returns) -> TokenStream {
    let place = generated(word.span);
    let private = located(runtime, word.span);
    let private = quote_spanned!(place=> #private::__private);
    // What does not parse is for the compiler to report, and an editor sees it.
    let is_finished = input.fork().parse::<Expr>().is_ok();
    let operand = take_expression(input, false);
    if operand.is_empty() {
        return match returns {
            Returns::Result => quote_spanned!(place=> ::core::result::Result::Ok(())),
            Returns::Either => quote_spanned!(place=> #private::nothing_returned()),
        };
    }
    let is_result = operand.clone().into_iter().next().is_some_and(|first| is_word(&first, &["Ok", "Err"]));
    let operand = replaced(runtime, operand, returns);
    match returns {
        Returns::Result if is_finished && !is_result => {
            quote_spanned!(place=> #private::returned(#operand))
        }
        _ => operand,
    }
}

/// Takes what has a body of its own, if that comes next: a function, an `async` block or a closure.
fn own_body(input: ParseStream<'_>, before: Option<&TokenTree>) -> syn::Result<Vec<TokenTree>> {
    let mut taken = Vec::new();
    let is_function = input.peek(Token![fn]) && input.peek2(Ident);
    let is_async_block =
        input.peek(Token![async]) && (input.peek2(Brace) || input.peek2(Token![move]) && input.peek3(Brace));
    if is_function || is_async_block {
        let mut is_complete = false;
        while !is_complete && !input.is_empty() {
            let tree: TokenTree = input.parse()?;
            is_complete = is_block(&tree) || is_punct(&tree, &[';']);
            taken.push(tree);
        }
        return Ok(taken);
    }
    let ahead = input.fork();
    if !before.is_some_and(ends_operand) && ahead.parse::<ExprClosure>().is_ok() {
        while input.cursor() != ahead.cursor() {
            taken.push(input.parse()?);
        }
    }
    Ok(taken)
}

/// Whether a `|` behind this is an operator, or stands between two patterns.
fn ends_operand(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Ident(_) => {
            !is_word(tree, &["return", "break", "yield", "else", "in", "if", "while", "match"])
        }
        TokenTree::Literal(_) | TokenTree::Group(_) => true,
        TokenTree::Punct(_) => is_punct(tree, &['?']),
    }
}
