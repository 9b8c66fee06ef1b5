//! What may stand in a closure where the user wrote none.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{Expr, Macro};

/// Whether the tokens are an expression that means the same in a closure. An unfinished one is taken by its words, for an
/// editor compares what becomes of it with what becomes of a finished one.
pub(crate) fn holds(tokens: &TokenStream) -> bool {
    let parser = |input: ParseStream<'_>| input.call(Expr::parse_without_eager_brace);
    let Ok(expression) = parser.parse2(tokens.clone()) else { return stays_inside(tokens.clone()) };
    let mut inside = Inside { stays: true };
    inside.visit_expr(&expression);
    inside.stays
}

/// Whether nothing suspends or leaves what is around it.
struct Inside {
    stays: bool,
}

impl<'ast> Visit<'ast> for Inside {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Await(_)
            | Expr::Break(_)
            | Expr::Continue(_)
            | Expr::Return(_)
            | Expr::Try(_)
            | Expr::Verbatim(_)
            | Expr::Yield(_) => self.stays = false,
            _ => visit::visit_expr(self, expression),
        }
    }

    // Another macro may expand to anything, among its arguments too.
    fn visit_macro(&mut self, call: &'ast Macro) {
        let is_known = STANDARD.iter().any(|name| call.path.is_ident(name));
        self.stays &= is_known && stays_inside(call.tokens.clone());
    }
}

/// The macros of the standard library which are expressions that stand for themselves.
const STANDARD: [&str; 19] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "column",
    "concat",
    "dbg",
    "debug_assert",
    "env",
    "eprintln",
    "file",
    "format",
    "format_args",
    "line",
    "matches",
    "panic",
    "println",
    "stringify",
    "unreachable",
    "vec",
];

fn stays_inside(tokens: TokenStream) -> bool {
    tokens.into_iter().all(|tree| match tree {
        TokenTree::Ident(word) => {
            !["await", "break", "continue", "return", "yield"].iter().any(|leaves| word == leaves)
        }
        TokenTree::Punct(punct) => punct.as_char() != '?' && punct.as_char() != '!',
        TokenTree::Group(group) => stays_inside(group.stream()),
        TokenTree::Literal(_) => true,
    })
}
