//! A look at the body for yields and awaits where they cannot be. Nothing of the expansion depends on it: a body that
//! does not parse is not checked.

use proc_macro2::TokenStream;
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprAsync, ExprAwait, ExprClosure, Item, Macro};

use crate::error::Mistakes;
use crate::known::YIELDS;
use crate::mode::Mode;
use crate::tokens::{is_punct, is_word, walk};

/// Where the visitor is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Closure,
    AsyncBlock,
    NestedFunction,
}

/// What the body belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    Function,
    Block,
}

struct Check<'m> {
    mode: Mode,
    around: Around,
    place: Place,
    misplaced: bool,
    mistakes: &'m mut Mistakes,
}

/// Reports misplaced yields and awaits; says whether there was one.
pub(crate) fn body(mode: Mode, around: Around, tokens: &TokenStream, mistakes: &mut Mistakes) -> bool {
    // Most bodies have no place where one cannot be, and need not be parsed.
    let places: &[&str] = mode.either(&["async", "fn", "await"], &["async", "fn"]);
    if !walk(tokens).any(|tree| is_word(&tree, places) || is_punct(&tree, &['|'])) {
        return false;
    }
    let Ok(block) = syn::parse2::<Block>(tokens.clone()) else { return false };
    let mut check = Check { mode, around, place: Place::Body, misplaced: false, mistakes };
    check.visit_block(&block);
    check.misplaced
}

/// The name of a macro that suspends the generator.
fn yields(call: &Macro) -> Option<String> {
    let segments = &call.path.segments;
    let name = segments.last()?.ident.to_string();
    if name == "yield_" && segments.first()?.ident == "$crate" {
        // Replaced by us.
        return Some("yield".into());
    }
    YIELDS.contains(&name.as_str()).then(|| format!("{name}!"))
}

/// Why there is no generator that could be suspended.
fn obstacle(place: Place) -> Option<&'static str> {
    match place {
        Place::Body => None,
        Place::Closure => Some(
            "in a closure cannot suspend the generator around it; use a `for` loop, or collect in the closure and yield \
             afterwards, or `enter()` a context manager in place of `with`",
        ),
        Place::AsyncBlock => {
            Some("in an `async` block cannot suspend the generator around it; yield outside of the block")
        }
        Place::NestedFunction => Some(
            "in a nested function cannot suspend the generator around it; mark the function `#[generator]` and delegate \
             to it with `yield_from!`",
        ),
    }
}

impl Check<'_> {
    fn inside(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = self.place;
        if outer != Place::NestedFunction {
            self.place = place;
        }
        visit(self);
        self.place = outer;
    }
}

impl<'ast> Visit<'ast> for Check<'_> {
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.inside(Place::Closure, |check| visit::visit_expr_closure(check, closure));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.inside(Place::AsyncBlock, |check| visit::visit_expr_async(check, block));
    }

    fn visit_expr_await(&mut self, expression: &'ast ExprAwait) {
        if self.place == Place::Body && !self.mode.is_async() {
            let instead = match self.around {
                Around::Function => "make it `#[async_generator] async fn .. -> AsyncGen<..>`",
                Around::Block => "use `stream!` in place of `iter!`",
            };
            let message = format!("a synchronous generator cannot await; {instead}");
            self.mistakes.report(expression.await_token, message);
            self.misplaced = true;
        }
        visit::visit_expr_await(self, expression);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let Some(name) = yields(call) else { return };
        if let Some(obstacle) = obstacle(self.place) {
            self.mistakes.report(&call.path, format!("`{name}` {obstacle}"));
            self.misplaced = true;
        }
        if let Ok(operand) = call.parse_body::<Expr>() {
            self.visit_expr(&operand);
        }
    }

    // A nested function may be a generator of its own; what it cannot do is yield for the one around it.
    fn visit_item(&mut self, item: &'ast Item) {
        let Item::Fn(function) = item else { return };
        let is_generator = function.attrs.iter().any(|attribute| {
            let name = attribute.path().segments.last();
            name.is_some_and(|last| last.ident == "generator" || last.ident == "async_generator")
        });
        if !is_generator && self.place != Place::NestedFunction {
            self.inside(Place::NestedFunction, |check| check.visit_block(&function.block));
        }
    }
}
