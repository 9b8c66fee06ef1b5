//! `?`: which of them leave a body.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAsync, ExprClosure, ExprTry, Item, Macro, Token};

use crate::known::{BLOCKS, STANDARD, YIELDS, is_one_of};
use crate::tokens::{self, generated, is_punct, is_word};

/// What a `?` leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaves {
    /// The body itself.
    Body,
    /// The body, unless the macro whose argument it is puts it somewhere else.
    BodyByMacro,
    /// A closure, block or item in the body.
    Other,
}

/// A `?` that leaves the body.
pub(crate) struct QuestionMark {
    pub(crate) place: Span,
    /// Whether it is no argument of a macro that might do anything with it.
    pub(crate) is_certain: bool,
}

/// The first `?` that leaves the body, if possible one that does so for certain. In a body that does not parse, it is any.
pub(crate) fn find(body: &TokenStream) -> Option<QuestionMark> {
    let marks: Vec<_> = tokens::walk(body).filter(is_question_mark).map(|mark| mark.span()).collect();
    let first = *marks.first()?;
    let Some(exits) = Exits::of(body) else { return Some(QuestionMark { place: first, is_certain: false }) };
    let first_of = |leaves: Leaves| {
        let (place, _) = marks.iter().zip(&exits.question_marks).find(|(_, found)| **found == leaves)?;
        Some(QuestionMark { place: *place, is_certain: leaves == Leaves::Body })
    };
    first_of(Leaves::Body).or_else(|| first_of(Leaves::BodyByMacro))
}

/// The body with something in place of each `?` that leaves it for certain: the value, which is never had.
pub(crate) fn without(body: TokenStream) -> TokenStream {
    let Some(exits) = Exits::of(&body) else { return body };
    let mut marks = exits.question_marks.into_iter();
    tokens::replace(body, &mut |tree, _| {
        if is_question_mark(&tree) && marks.next() == Some(Leaves::Body) {
            quote_spanned!(generated(tree.span())=> .__genfn_reported())
        } else {
            tree.into()
        }
    })
}

fn is_question_mark(tree: &TokenTree) -> bool {
    is_punct(tree, &['?'])
}

/// What each `?` leaves, in the order of the tokens.
struct Exits {
    question_marks: Vec<Leaves>,
    /// What those leave that are found now.
    current: Leaves,
}

impl Exits {
    /// Nothing where the body does not parse.
    fn of(body: &TokenStream) -> Option<Self> {
        let block = syn::parse2::<Block>(body.clone()).ok()?;
        let mut exits = Self { question_marks: Vec::new(), current: Leaves::Body };
        exits.visit_block(&block);
        Some(exits)
    }

    fn inside(&mut self, leaves: Leaves, visit: impl FnOnce(&mut Self)) {
        let outer = self.current;
        if outer != Leaves::Other {
            self.current = leaves;
        }
        visit(self);
        self.current = outer;
    }

    /// Takes tokens for what they look like: those in an `async` block or a closure leave that.
    fn scan(&mut self, tokens: TokenStream) {
        let outer = self.current;
        let mut before_block = false;
        for tree in tokens {
            if is_question_mark(&tree) {
                self.question_marks.push(self.current);
            } else if is_punct(&tree, &['|']) {
                self.current = Leaves::Other;
            } else if is_punct(&tree, &[',', ';', '>']) {
                self.current = outer;
            } else if let TokenTree::Group(group) = &tree {
                let is_async = before_block && group.delimiter() == Delimiter::Brace;
                let leaves = if is_async { Leaves::Other } else { self.current };
                self.inside(leaves, |exits| exits.scan(group.stream()));
            }
            before_block = is_word(&tree, &["async"]) || before_block && is_word(&tree, &["move"]);
        }
        self.current = outer;
    }
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr_try(&mut self, expression: &'ast ExprTry) {
        visit::visit_expr_try(self, expression);
        self.question_marks.push(self.current);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.inside(Leaves::Other, |exits| visit::visit_expr_closure(exits, closure));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.inside(Leaves::Other, |exits| visit::visit_expr_async(exits, block));
    }

    // By its tokens, for it may have a `?Sized`.
    fn visit_item(&mut self, item: &'ast Item) {
        self.inside(Leaves::Other, |exits| exits.scan(item.to_token_stream()));
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let operands = Punctuated::<Expr, Token![,]>::parse_terminated;
        if is_one_of(&call.path, BLOCKS) {
            return self.inside(Leaves::Other, |exits| exits.scan(call.tokens.clone()));
        }
        match call.parse_body_with(operands) {
            Ok(operands) if is_one_of(&call.path, STANDARD) || is_one_of(&call.path, YIELDS) => {
                operands.iter().for_each(|operand| self.visit_expr(operand));
            }
            // What a macro makes of its arguments is its own business; mostly they end up where it stands.
            _ => self.inside(Leaves::BodyByMacro, |exits| exits.scan(call.tokens.clone())),
        }
    }
}
