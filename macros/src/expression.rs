//! Generator expressions: `x * x for x in numbers if x % 2 == 0` (PEP 289).

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, Expr, Pat, Path, Token};

use crate::block::{Form, first_span, located_at_first};
use crate::closure;
use crate::error::Mistakes;
use crate::keyword::{FOR_AWAIT_IN_ITER, for_await, located, take_expression};
use crate::mode::Mode;

/// What the tokens of a block are.
pub(crate) enum Tokens {
    Statements,
    Expression(Expression),
    /// An expression with a mistake, which has been reported.
    Mistake,
}

/// A generator expression.
pub(crate) enum Expression {
    /// A call that makes the generator.
    Generator(TokenStream),
    /// Loops, the first of which goes over `outermost`. That is evaluated when the expression is.
    Loops { outermost: TokenStream, loops: TokenStream },
}

/// One clause after the element.
enum Clause {
    For { word: Span, awaits: Option<Span>, pattern: Pat, items: TokenStream },
    If { condition: TokenStream },
}

/// Reads the tokens as an expression, unless they are statements.
pub(crate) fn parse(form: Form, runtime: &Path, tokens: &TokenStream, mistakes: &mut Mistakes) -> Tokens {
    if !may_be_expression(tokens) {
        return Tokens::Statements;
    }
    let parser = |input: ParseStream<'_>| {
        let is_unfinished = input.fork().parse::<Expr>().is_err();
        let element = take_expression(input, false);
        if !input.peek(Token![for]) {
            let _: TokenStream = input.parse()?;
            return Ok(None);
        }
        let mut clauses = Some(Vec::new());
        let mut is_first = true;
        while !input.is_empty() {
            let clause = clause(form.mode, input);
            if is_first && input.peek(syn::token::Brace) {
                // A statement, and then a loop.
                let _: TokenStream = input.parse()?;
                return Ok(None);
            }
            is_first = false;
            match (clause, &mut clauses) {
                (Ok(clause), Some(clauses)) => clauses.push(clause),
                (Ok(_), None) => {}
                // The compiler reports the first mistake, and an editor sees the element.
                (Err(_), _) if is_unfinished => {
                    let _: TokenStream = input.parse()?;
                    return Ok(None);
                }
                (Err(error), _) => {
                    mistakes.add(error);
                    clauses = None;
                    let _: TokenStream = input.parse()?;
                }
            }
        }
        Ok(Some((element, clauses)))
    };
    match parser.parse2(tokens.clone()) {
        Ok(Some((element, Some(clauses)))) => {
            Tokens::Expression(match choice(form, runtime, &element, &clauses) {
                Some(choice) => choice,
                None => loops(runtime, &element, clauses),
            })
        }
        Ok(Some((_, None))) => Tokens::Mistake,
        Ok(None) | Err(_) => Tokens::Statements,
    }
}

/// Whether there is a `for` that does not begin the tokens, and no statement.
fn may_be_expression(tokens: &TokenStream) -> bool {
    let mut trees = tokens.clone().into_iter();
    let is_for = |tree: &TokenTree| matches!(tree, TokenTree::Ident(word) if word == "for");
    if trees.next().is_none_or(|first| is_for(&first)) {
        return false;
    }
    let mut has_loop = false;
    for tree in trees {
        match &tree {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return false,
            tree => has_loop |= is_for(tree),
        }
    }
    has_loop
}

fn clause(mode: Mode, input: ParseStream<'_>) -> syn::Result<Clause> {
    if input.peek(Token![for]) {
        let word = input.parse::<Token![for]>()?.span;
        let awaits: Option<Span> = input.parse::<Option<Token![await]>>()?.map(|wait| wait.span);
        if let (Some(span), false) = (awaits, mode.is_async()) {
            return Err(Error::new(span, FOR_AWAIT_IN_ITER));
        }
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let name = input.parse::<Token![in]>()?;
        let items = operand(input, name.span, "what the loop goes over")?;
        return Ok(Clause::For { word, awaits, pattern, items });
    }
    if input.peek(Token![if]) {
        let word: Token![if] = input.parse()?;
        return Ok(Clause::If { condition: operand(input, word.span, "a condition")? });
    }
    Err(input.error(
        "expected `for` or `if`: a generator expression is `ELEMENT for PATTERN in ITEMS if CONDITION ..`",
    ))
}

fn operand(input: ParseStream<'_>, after: Span, what: &str) -> syn::Result<TokenStream> {
    if input.is_empty() {
        return Err(Error::new(after, format!("{what} is missing after this")));
    }
    let is_unfinished = input.fork().call(Expr::parse_without_eager_brace).is_err();
    if let (true, Some(range)) = (is_unfinished, range_before_clause(&input.fork().parse()?)) {
        let message = "an open range needs parentheses in a generator expression, as in `(0..)`";
        return Err(Error::new(range, message));
    }
    // The compiler reports any other, and an editor completes it.
    Ok(take_expression(input, true))
}

/// A `..` that a clause follows, where the compiler's grammar would have the range go on.
fn range_before_clause(tokens: &TokenStream) -> Option<Span> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    trees.windows(3).find_map(|three| match three {
        [TokenTree::Punct(first), TokenTree::Punct(second), TokenTree::Ident(word)] => {
            let is_range = first.as_char() == '.' && second.as_char() == '.';
            (is_range && (word == "if" || word == "for")).then(|| first.span())
        }
        _ => None,
    })
}

// Input:  ELEMENT for PATTERN in X if A if B
// Output: expression(X, |PATTERN, items| {
//     if A { if B { let value = (ELEMENT, of the type of items); Some(value) } else { None } } else { None }
// })
//
// A body without an `async` block, which LLVM makes the same of as of the chain of adapters. It is for one loop, for what
// a closure keeps cannot refer to the item of an outer one.
fn choice(form: Form, runtime: &Path, element: &TokenStream, clauses: &[Clause]) -> Option<Expression> {
    let [Clause::For { awaits: None, pattern, items, .. }, rest @ ..] = clauses else { return None };
    if form.mode.is_async() || form.fails || !closure::holds(element) {
        return None;
    }
    let here = Span::mixed_site();
    let value = enclosed(Delimiter::Brace, quote_spanned!(here=> value = #element), element);
    // The braces around the `if` are for Clippy, which would have it in one with the `let`.
    let mut choice = quote_spanned! {here=>
        let value;
        { if false { value = #runtime::__private::any_item(items) } else #value }
        ::core::option::Option::Some(value)
    };
    for clause in rest.iter().rev() {
        let Clause::If { condition } = clause else { return None };
        if !closure::holds(condition) {
            return None;
        }
        let block = enclosed(Delimiter::Brace, choice, condition);
        choice = quote_spanned!(here=> if #condition #block else { ::core::option::Option::None });
    }
    let pattern = grouped(pattern);
    // Where the expression begins, for there the compiler proposes a `move`.
    let bar = located_at_first(quote_spanned!(here=> |), element);
    let capture = form.by_value.then(|| located_at_first(quote_spanned!(here=> move), element));
    // A mistake in the types is reported where the items stand.
    let place = first_span(items);
    let runtime = located(runtime, place);
    let call = quote_spanned!(place.resolved_at(here)=> #runtime::__private::expression);
    let comma = quote_spanned!(end(items).resolved_at(here)=> ,);
    let generator =
        quote_spanned!(here=> #call(#items #comma #capture #bar #pattern, items #bar { #choice }));
    Some(Expression::Generator(generator))
}

// Input:  ELEMENT for A in X if C for B in Y
// Output: match IntoIterator::into_iter(X) {
//     outermost => (a generator of:) (for A in outermost) { if C { for B in Y { yield_!(ELEMENT); } } }
// }
fn loops(runtime: &Path, element: &TokenStream, clauses: Vec<Clause>) -> Expression {
    let here = Span::mixed_site();
    let mut outermost = TokenStream::new();
    let mut loops = quote_spanned!(here=> #runtime::yield_!(#element););
    let mut rejects = false;
    let last = clauses.len();
    for (outwards, clause) in clauses.into_iter().rev().enumerate() {
        let is_first = outwards + 1 == last;
        let is_condition = matches!(clause, Clause::If { .. });
        loops = match clause {
            Clause::If { condition } => {
                let block = enclosed(Delimiter::Brace, loops, &condition);
                quote_spanned!(here=> if #condition #block)
            }
            Clause::For { word, awaits, pattern, items } => {
                let block = enclosed(Delimiter::Brace, loops, &items);
                let over = if is_first { quote_spanned!(here=> outermost) } else { items.clone() };
                if is_first {
                    outermost = if awaits.is_some() { items } else { iterator(&items) };
                }
                if awaits.is_some() {
                    for_await(runtime, word, &TokenStream::new(), &pattern, &over, &block)
                } else if rejects {
                    search(runtime, &pattern, &over, &block)
                } else {
                    quote_spanned!(here=> for #pattern in #over #block)
                }
            }
        };
        rejects = is_condition;
    }
    Expression::Loops { outermost, loops }
}

fn iterator(items: &TokenStream) -> TokenStream {
    let operand = enclosed(Delimiter::Parenthesis, items.clone(), items);
    quote_spanned!(Span::mixed_site()=> ::core::iter::IntoIterator::into_iter #operand)
}

// Input:  for PATTERN in ITEMS BLOCK
// Output: match IntoIterator::into_iter(ITEMS) {
//     mut items => loop {
//         keep_scalar();
//         match items.next() { None => break, Some(item) => { let PATTERN = item; BLOCK } }
//     }
// }
//
// A `for` loop whose items a condition may reject; see `keep_scalar`.
fn search(runtime: &Path, pattern: &Pat, items: &TokenStream, block: &TokenStream) -> TokenStream {
    let (items, pattern) = (iterator(items), grouped(pattern));
    quote_spanned! {Span::mixed_site()=>
        match #items {
            mut items => loop {
                #runtime::__private::keep_scalar();
                match ::core::iter::Iterator::next(&mut items) {
                    ::core::option::Option::None => break,
                    ::core::option::Option::Some(item) => {
                        let #pattern = item;
                        #block
                    }
                }
            }
        }
    }
}

/// A pattern where `let` takes it.
fn grouped(pattern: &Pat) -> TokenStream {
    match pattern {
        Pat::Or(pattern) => quote_spanned!(Span::mixed_site()=> (#pattern)),
        pattern => pattern.to_token_stream(),
    }
}

/// A group whose delimiters stand at the end of the operand before, where the compiler misses what an unfinished one lacks.
fn enclosed(delimiter: Delimiter, tokens: TokenStream, operand: &TokenStream) -> TokenStream {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(end(operand).resolved_at(Span::mixed_site()));
    TokenTree::Group(group).into()
}

/// Where the tokens end.
fn end(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().last().map_or_else(Span::mixed_site, |last| last.span())
}
