//! What may stand in a closure where the user wrote none.

use proc_macro2::TokenStream;
use syn::parse::Parser as _;
use syn::visit::{self, Visit};
use syn::{Expr, Macro};

use crate::known::{STANDARD, is_one_of};
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
        let is_known = call.path.segments.len() == 1 && is_one_of(&call.path, STANDARD);
        self.stays &= is_known && stays_inside(&call.tokens);
    }
}

fn stays_inside(tokens: &TokenStream) -> bool {
    let leaves = ["await", "break", "continue", "return", "yield"];
    !walk(tokens).any(|tree| is_word(&tree, &leaves) || is_punct(&tree, &['?', '!']))
}
