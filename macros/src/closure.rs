//! What may stand in a closure where the user wrote none.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::visit::{self, Visit};
use syn::{Expr, Macro};

use crate::tokens::{is_punct, is_word, walk};

/// Whether the tokens are an expression that means the same in a closure. An unfinished one is taken by its words, for an
/// editor compares what becomes of it with what becomes of a finished one.
pub(crate) fn holds(tokens: &TokenStream) -> bool {
    let Ok(expression) = Expr::parse_without_eager_brace.parse2(tokens.clone()) else {
        return stays_inside(tokens);
    };
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
        self.stays &= is_known && stays_inside(&call.tokens);
    }
}

/// The macros of the standard library which are expressions that stand for themselves.
#[rustfmt::skip]
const STANDARD: [&str; 19] = [
    "assert", "assert_eq", "assert_ne", "column", "concat", "dbg", "debug_assert", "env", "eprintln", "file", "format",
    "format_args", "line", "matches", "panic", "println", "stringify", "unreachable", "vec",
];

fn stays_inside(tokens: &TokenStream) -> bool {
    let leaves = ["await", "break", "continue", "return", "yield"];
    !walk(tokens).any(|tree| is_word(&tree, &leaves) || is_punct(&tree, &['?', '!']))
}
