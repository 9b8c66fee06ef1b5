//! Generator expressions: `x * x for x in numbers if x % 2 == 0` (PEP 289).

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::parse::ParseStream;
use syn::{Error, Expr, Pat, Path, Token};

use crate::closure;
use crate::error::Mistakes;
use crate::keyword::{FOR_AWAIT_IN_ITER, for_await, located, take_expression};
use crate::mode::Mode;
use crate::tokens::{self, generated, is_punct, is_word};

/// An element, and the clauses behind it.
pub(crate) struct Expression {
    element: TokenStream,
    clauses: Vec<Clause>,
}

/// One clause after the element.
enum Clause {
    For { word: Span, awaits: bool, pattern: Pat, items: TokenStream },
    If { condition: TokenStream },
}

/// The clauses as loops, the first of which goes over `outermost`. That is evaluated when the expression is.
pub(crate) struct Loops {
    pub(crate) outermost: TokenStream,
    pub(crate) loops: TokenStream,
}

/// What has been reported.
pub(crate) struct Reported;

impl Expression {
    /// Reads the tokens as an expression, unless they are statements.
    pub(crate) fn parse(
        mode: Mode,
        tokens: &TokenStream,
        mistakes: &mut Mistakes,
    ) -> Option<Result<Self, Reported>> {
        if let Some(error) = misspelled(mode, tokens) {
            mistakes.add(error);
            return Some(Err(Reported));
        }
        if !may_be_expression(tokens) {
            return None;
        }
        let expression = tokens::parse(tokens.clone(), |input| Ok(Self::read(mode, input))).ok()??;
        Some(expression.map_err(|error| {
            mistakes.add(error);
            Reported
        }))
    }

    fn read(mode: Mode, input: ParseStream<'_>) -> Option<syn::Result<Self>> {
        let is_unfinished = input.fork().parse::<Expr>().is_err();
        let element = take_expression(input, false);
        if !input.peek(Token![for]) {
            return None;
        }
        let mut clauses = Vec::new();
        while !input.is_empty() {
            let clause = Clause::parse(mode, input);
            if clauses.is_empty() && input.peek(syn::token::Brace) {
                // A statement, and then a loop.
                return None;
            }
            match clause {
                Ok(clause) => clauses.push(clause),
                // The compiler reports the first mistake, and an editor sees the element.
                Err(_) if is_unfinished => return None,
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(Self { element, clauses }))
    }

    // Input:  ELEMENT for PATTERN in X if A if B
    // Output: expression(X, |PATTERN, items| {
    //     if A { if B { let value = (ELEMENT, of the type of items); Some(value) } else { None } } else { None }
    // })
    //
    // A body without an `async` block, which LLVM makes the same of as of the chain of adapters. It is for one loop, for what
    // a closure keeps cannot refer to the item of an outer one.
    pub(crate) fn closure(&self, runtime: &Path, by_value: bool) -> Option<TokenStream> {
        let Self { element, clauses } = self;
        let [Clause::For { awaits: false, pattern, items, .. }, rest @ ..] = clauses.as_slice() else {
            return None;
        };
        if !closure::holds(element) {
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
        let first = generated(tokens::start(element));
        let bar = quote_spanned!(first=> |);
        let capture = by_value.then(|| quote_spanned!(first=> move));
        // A mistake in the types is reported where the items stand.
        let place = tokens::start(items);
        let runtime = located(runtime, place);
        let call = quote_spanned!(generated(place)=> #runtime::__private::expression);
        let comma = quote_spanned!(generated(tokens::end(items))=> ,);
        Some(quote_spanned!(here=> #call(#items #comma #capture #bar #pattern, items #bar { #choice })))
    }

    // Input:  ELEMENT for A in X if C for B in Y
    // Output: match IntoIterator::into_iter(X) {
    //     outermost => (a generator of:) (for A in outermost) { if C { for B in Y { yield_!(ELEMENT); } } }
    // }
    pub(crate) fn loops(self, runtime: &Path) -> Loops {
        let Self { element, clauses } = self;
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
                        outermost = if awaits { items } else { iterator(&items) };
                    }
                    if awaits {
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
        Loops { outermost, loops }
    }
}

/// What looks like an expression, but would be another language's.
fn misspelled(mode: Mode, tokens: &TokenStream) -> Option<Error> {
    let mut trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_statement = |tree: &TokenTree| is_punct(tree, &[';']) || is_brace(tree);
    if let [TokenTree::Group(list)] = &*trees {
        let is_list = list.delimiter() == Delimiter::Bracket
            && may_be_expression(&list.stream())
            && list.stream().into_iter().any(|tree| is_word(&tree, &["in"]));
        let message = "a generator expression has no brackets: `x * x for x in items`";
        return is_list.then(|| Error::new(list.span(), message));
    }
    let last = trees.pop()?;
    if is_punct(&last, &[';']) {
        let before: TokenStream = trees.into_iter().collect();
        let read = tokens::parse(before.clone(), |input| Ok(Expression::read(mode, input)));
        let is_expression = may_be_expression(&before) && matches!(read, Ok(Some(Ok(_))));
        return is_expression.then(|| Error::new(last.span(), "a generator expression ends without `;`"));
    }
    if let (Some(word), false) = (trees.first(), trees.iter().any(is_statement) || is_brace(&last)) {
        let is_loop = is_word(word, &["for"]) && trees.iter().any(|tree| is_word(tree, &["in"]));
        let message = "a generator expression begins with its element: `x for x in items`";
        if is_loop {
            return Some(Error::new(word.span(), message));
        }
    }
    let loop_begins = trees.iter().position(|tree| is_word(tree, &["for"]))?;
    let element = trees.get(..loop_begins)?;
    let begins_statement = element.first().is_none_or(|first| {
        is_word(first, &["if", "let", "loop", "match", "unsafe", "while"]) || is_punct(first, &['\''])
    });
    if begins_statement || element.iter().chain(trees.get(loop_begins..)?).any(is_statement) {
        return None;
    }
    let (at, message) = if let Some(comma) = element.iter().find(|tree| is_punct(tree, &[','])) {
        (comma, "a generator expression has one element; several go in a tuple: `(x, y) for ..`")
    } else if element.iter().any(|tree| is_word(tree, &["else"])) {
        let word = element.iter().find(|tree| is_word(tree, &["if"]))?;
        (word, "in Rust a choice is written `if condition { this } else { that }`")
    } else {
        let word = element.iter().find(|tree| is_word(tree, &["if"]))?;
        (word, "the condition comes after the loop: `x for x in items if condition`")
    };
    Some(Error::new(at.span(), message))
}

fn is_brace(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether there is a `for` that does not begin the tokens, and no statement.
fn may_be_expression(tokens: &TokenStream) -> bool {
    let mut trees = tokens.clone().into_iter();
    let begins_otherwise = trees.next().is_some_and(|first| !is_word(&first, &["for"]));
    let mut rest = trees.clone();
    begins_otherwise
        && rest.any(|tree| is_word(&tree, &["for"]))
        && !trees.any(|tree| is_punct(&tree, &[';']))
}

impl Clause {
    fn parse(mode: Mode, input: ParseStream<'_>) -> syn::Result<Self> {
        if let Some(word) = input.parse::<Option<Token![for]>>()? {
            let awaits = input.parse::<Option<Token![await]>>()?;
            if let (Some(awaits), false) = (awaits, mode.is_async()) {
                return Err(Error::new(awaits.span, FOR_AWAIT_IN_ITER));
            }
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let name = input.parse::<Token![in]>()?;
            let items = operand(input, name.span, "what the loop goes over")?;
            return Ok(Self::For { word: word.span, awaits: awaits.is_some(), pattern, items });
        }
        if let Some(word) = input.parse::<Option<Token![if]>>()? {
            return Ok(Self::If { condition: operand(input, word.span, "a condition")? });
        }
        Err(input.error(
            "expected `for` or `if`: a generator expression is `ELEMENT for PATTERN in ITEMS if CONDITION ..`",
        ))
    }
}

fn operand(input: ParseStream<'_>, after: Span, what: &str) -> syn::Result<TokenStream> {
    if input.is_empty() {
        return Err(Error::new(after, format!("{what} is missing after this")));
    }
    let is_unfinished = input.fork().call(Expr::parse_without_eager_brace).is_err();
    if let (true, Some(range)) = (is_unfinished, range_before_clause(input.fork().parse()?)) {
        let message = "an open range needs parentheses in a generator expression, as in `(0..)`";
        return Err(Error::new(range, message));
    }
    // The compiler reports any other, and an editor completes it.
    Ok(take_expression(input, true))
}

/// A `..` that a clause follows, where the compiler's grammar would have the range go on.
fn range_before_clause(tokens: TokenStream) -> Option<Span> {
    let trees: Vec<_> = tokens.into_iter().collect();
    trees.windows(3).find_map(|three| match three {
        [first, second, word] if is_punct(first, &['.']) && is_punct(second, &['.']) => {
            is_word(word, &["if", "for"]).then(|| first.span())
        }
        _ => None,
    })
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
    tokens::group(delimiter, tokens, generated(tokens::end(operand))).into_token_stream()
}
