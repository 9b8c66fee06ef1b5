//! The words that a block has and a function has not: `yield`, `for await`, and `return` without a value in one that can
//! fail.
//!
//! Tokens are replaced where the words stand, also among the arguments of other macros. All other tokens stay as they
//! are, so that an editor sees the user's own, and an unfinished body still completes.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{Block, Error, Expr, Pat, Path, Token};

use crate::error::Mistakes;
use crate::mode::Mode;

/// Replaces the words in the body of a block.
pub(crate) struct Words<'m> {
    pub(crate) mode: Mode,
    pub(crate) runtime: &'m Path,
    /// Whether there was a `for await` where nothing can be awaited.
    pub(crate) misplaced: bool,
    pub(crate) mistakes: &'m mut Mistakes,
}

impl Words<'_> {
    /// The tokens with `yield` and `for await` replaced by what a function has in their place.
    pub(crate) fn replace(&mut self, tokens: TokenStream) -> TokenStream {
        let parser = |input: ParseStream<'_>| Ok(self.stream(input));
        // The parser takes all tokens, one by one if need be.
        parser.parse2(tokens).unwrap_or_default()
    }

    fn stream(&mut self, input: ParseStream<'_>) -> TokenStream {
        let mut done: Vec<TokenTree> = Vec::new();
        // Between a keyword like `if` and its block, a brace is that block.
        let mut before_block = false;
        while !input.is_empty() {
            if input.peek(Token![yield]) {
                let word: Token![yield] = parse(input);
                let operand = take_expression(input, before_block);
                done.extend(self.yielded(word.span, operand));
            } else if input.peek(Token![for]) && input.peek2(Token![await]) {
                let label = take_label(&mut done);
                done.extend(self.for_await(input, &label));
            } else if is_block(input) {
                // It replaces its words itself.
                done.extend((0..3).map(|_| parse::<TokenTree>(input)));
            } else {
                let tree: TokenTree = parse(input);
                match &tree {
                    TokenTree::Ident(word) => {
                        before_block |= ["if", "while", "match", "in"].iter().any(|head| word == head);
                    }
                    TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => before_block = false,
                    TokenTree::Punct(punct) if [';', ','].contains(&punct.as_char()) => before_block = false,
                    _ => {}
                }
                done.push(match tree {
                    TokenTree::Group(group) => TokenTree::Group(self.group(&group)),
                    other => other,
                });
            }
        }
        done.into_iter().collect()
    }

    fn group(&mut self, group: &Group) -> Group {
        let mut replaced = Group::new(group.delimiter(), self.replace(group.stream()));
        replaced.set_span(group.span());
        replaced
    }

    // Input:  yield OPERAND
    // Output: $crate::yield_!(OPERAND)
    fn yielded(&mut self, word: Span, operand: TokenStream) -> TokenStream {
        let operand = self.replace(operand);
        let runtime = located(self.runtime, word);
        let name = Ident::new("yield_", word.resolved_at(Span::mixed_site()));
        quote_spanned!(word.resolved_at(Span::mixed_site())=> #runtime::#name!(#operand))
    }

    // Input:  'label: for await PATTERN in STREAM BLOCK
    // Output: match STREAM {
    //     stream => {
    //         let stream = (a check that it is one)
    //         let mut stream = pin!(stream);
    //         'label: while let Some(item) = next(stream.as_mut()).await { let PATTERN = item; BLOCK }
    //     }
    // }
    fn for_await(&mut self, input: ParseStream<'_>, label: &TokenStream) -> TokenStream {
        let ahead = input.fork();
        let head = (|| {
            let word: Token![for] = ahead.parse()?;
            let wait: Token![await] = ahead.parse()?;
            let pattern = Pat::parse_multi_with_leading_vert(&ahead)?;
            ahead.parse::<Token![in]>()?;
            Ok((word, wait, pattern))
        })();
        let (word, wait, pattern) = match head {
            Ok(head) => head,
            Err(error) => {
                self.mistakes.add(error);
                let word: Token![for] = parse(input);
                let _: Token![await] = parse(input);
                return quote!(#label #word);
            }
        };
        skip_to(input, &ahead);
        let stream = take_expression(input, true);
        let stream = self.replace(stream);
        let body = match input.parse::<Group>() {
            Ok(body) => self.group(&body).into_token_stream(),
            Err(error) => {
                self.mistakes.add(error);
                quote!({})
            }
        };
        if !self.mode.is_async() {
            self.mistakes.add(Error::new(wait.span, FOR_AWAIT_IN_ITER));
            self.misplaced = true;
            let (here, runtime) = (word.span.resolved_at(Span::mixed_site()), self.runtime);
            return quote_spanned! {here=> #label while true {
                let (_, #pattern) = (#stream, #runtime::__private::reported());
                #body
            }};
        }
        for_await(self.runtime, word.span, label, &pattern, &stream, &body)
    }
}

pub(crate) const FOR_AWAIT_IN_ITER: &str =
    "a synchronous generator cannot await; use `stream!` in place of `iter!`";

/// The body of a function with every `yield` reported, for the keyword is not free there, and replaced all the same: the
/// compiler then has no more to say about it.
pub(crate) fn replace_yields(
    mode: Mode,
    runtime: &Path,
    tokens: TokenStream,
    mistakes: &mut Mistakes,
) -> TokenStream {
    let count = mistakes.len();
    report_yields(mode, tokens.clone(), mistakes);
    if mistakes.len() == count {
        return tokens;
    }
    Words { mode, runtime, misplaced: false, mistakes }.replace(tokens)
}

fn report_yields(mode: Mode, tokens: TokenStream, mistakes: &mut Mistakes) {
    let mut rest = tokens.into_iter().peekable();
    while let Some(tree) = rest.next() {
        match tree {
            TokenTree::Ident(word) if word == "yield" => mistakes.add(Error::new(
                word.span(),
                format!(
                    "`yield` is not free under an attribute; write `yield_!(..)`, or make the generator in place with `{}`",
                    if mode.is_async() { "stream!" } else { "iter!" }
                ),
            )),
            TokenTree::Ident(word) if names_block(&word) => {
                let is_macro = matches!(rest.peek(), Some(TokenTree::Punct(bang)) if bang.as_char() == '!');
                if is_macro {
                    // There it is free.
                    rest.nth(1);
                }
            }
            TokenTree::Group(group) => report_yields(mode, group.stream(), mistakes),
            _ => {}
        }
    }
}

/// The loop over the items of a stream.
pub(crate) fn for_await(
    runtime: &Path,
    word: Span,
    label: &TokenStream,
    pattern: &Pat,
    stream: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let here = word.resolved_at(Span::mixed_site());
    let runtime = located(runtime, word);
    let private = quote_spanned!(here=> #runtime::__private);
    quote_spanned! {here=>
        match #stream {
            stream => {
                #[allow(unused_imports)]
                use #private::{IsAwaited as _, IsNotAwaited as _};
                let stream = (&&#private::Awaited::is(&stream)).__genfn_answer().__genfn_stream(stream);
                let mut stream = ::core::pin::pin!(stream);
                #label while let ::core::option::Option::Some(item) = #private::next_item(::core::pin::Pin::as_mut(&mut stream)).await {
                    let #pattern = item;
                    #body
                }
            }
        }
    }
}

/// The path to the runtime, as if it stood at the word that it replaces.
pub(crate) fn located(runtime: &Path, word: Span) -> TokenStream {
    runtime
        .to_token_stream()
        .into_iter()
        .map(|mut tree| {
            tree.set_span(tree.span().located_at(word));
            tree
        })
        .collect()
}

/// What is known to come next.
fn parse<T: syn::parse::Parse>(input: ParseStream<'_>) -> T {
    match input.parse() {
        Ok(token) => token,
        Err(_) => unreachable!("it was seen before it was taken"),
    }
}

/// Takes an expression, as far as it goes. An unfinished one, as an editor hands it in, ends where something else begins.
pub(crate) fn take_expression(input: ParseStream<'_>, before_block: bool) -> TokenStream {
    let ahead = input.fork();
    let is_end = input.is_empty() || input.peek(Token![;]) || input.peek(Token![,]) || input.peek(Token![=>]);
    if is_end {
        return TokenStream::new();
    }
    let expression =
        if before_block { ahead.call(Expr::parse_without_eager_brace) } else { ahead.parse::<Expr>() };
    let mut taken = TokenStream::new();
    while !input.is_empty() {
        let at_end = match &expression {
            Ok(_) => input.cursor() == ahead.cursor(),
            Err(_) if input.peek(Token![;]) || input.peek(Token![,]) => true,
            Err(_) if taken.is_empty() => false,
            Err(_) if input.peek(Token![for]) || input.peek(Token![if]) => true,
            Err(_) => before_block && input.peek(syn::token::Brace),
        };
        if at_end {
            break;
        }
        taken.extend([parse::<TokenTree>(input)]);
    }
    taken
}

/// Goes on where `ahead` stands.
fn skip_to(input: ParseStream<'_>, ahead: ParseStream<'_>) {
    while input.cursor() != ahead.cursor() {
        let _: TokenTree = parse(input);
    }
}

/// The label at the end of the tokens, which belongs to the loop that comes.
fn take_label(done: &mut Vec<TokenTree>) -> TokenStream {
    match done.as_slice() {
        [.., TokenTree::Punct(quote), TokenTree::Ident(_), TokenTree::Punct(colon)]
            if quote.as_char() == '\'' && colon.as_char() == ':' =>
        {
            done.split_off(done.len() - 3).into_iter().collect()
        }
        _ => TokenStream::new(),
    }
}

/// Gives every `return` without a value that ends the body itself the value `Ok(())`.
///
/// A body that does not parse stays as it is.
pub(crate) fn return_ok(block: TokenStream) -> TokenStream {
    if !has_return(block.clone()) {
        return block;
    }
    let Ok(parsed) = syn::parse2::<Block>(block.clone()) else { return block };
    let mut returns = Returns { own: Vec::new(), nested: 0 };
    returns.visit_block(&parsed);
    let mut own = returns.own.into_iter();
    with_values(block, &mut own)
}

fn is_return(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Ident(word) if word == "return")
}

fn has_return(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => has_return(group.stream()),
        tree => is_return(&tree),
    })
}

fn count_returns(tokens: TokenStream) -> usize {
    tokens
        .into_iter()
        .map(|tree| match tree {
            TokenTree::Group(group) => count_returns(group.stream()),
            tree => usize::from(is_return(&tree)),
        })
        .sum()
}

fn with_values(tokens: TokenStream, own: &mut impl Iterator<Item = bool>) -> TokenStream {
    let mut done = TokenStream::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(tree) = rest.next() {
        if is_return(&tree) {
            let span = tree.span().resolved_at(Span::mixed_site());
            done.extend([tree]);
            let is_bare = match rest.peek() {
                None => true,
                Some(TokenTree::Punct(punct)) => [';', ','].contains(&punct.as_char()),
                Some(_) => false,
            };
            if own.next().unwrap_or(false) && is_bare {
                done.extend(quote_spanned!(span=> ::core::result::Result::Ok(())));
            }
            continue;
        }
        match tree {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), with_values(group.stream(), own));
                inner.set_span(group.span());
                done.extend([TokenTree::Group(inner)]);
            }
            tree => done.extend([tree]),
        }
    }
    done
}

/// Says of each `return`, in the order of the tokens, whether it ends the body itself.
struct Returns {
    own: Vec<bool>,
    nested: usize,
}

impl Returns {
    fn nest(&mut self, visit: impl FnOnce(&mut Self)) {
        self.nested += 1;
        visit(self);
        self.nested -= 1;
    }
}

impl<'ast> Visit<'ast> for Returns {
    fn visit_expr_return(&mut self, expression: &'ast syn::ExprReturn) {
        self.own.push(self.nested == 0);
        visit::visit_expr_return(self, expression);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.nest(|returns| visit::visit_expr_closure(returns, closure));
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.nest(|returns| visit::visit_expr_async(returns, block));
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.nest(|returns| visit::visit_item(returns, item));
    }

    // What a macro makes of its arguments is its own business; mostly they end up where it stands.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let count = count_returns(call.tokens.clone());
        let is_block = call.path.segments.last().is_some_and(|last| names_block(&last.ident));
        let is_own = self.nested == 0 && !is_block;
        self.own.extend(std::iter::repeat_n(is_own, count));
    }
}

/// The macros that are blocks, whether ours or another crate's.
fn names_block(name: &Ident) -> bool {
    ["iter", "try_iter", "stream", "try_stream"].iter().any(|block| name == block)
}

/// Whether a block comes next, inside another.
fn is_block(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.parse::<Ident>().is_ok_and(|name| names_block(&name))
        && ahead.parse::<Token![!]>().is_ok()
        && ahead.parse::<Group>().is_ok()
}
