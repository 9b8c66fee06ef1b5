//! A look at the body for yields and awaits where they cannot be. Nothing of the expansion depends on it: a body that
//! does not parse is not checked.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Error, Expr, ExprAsync, ExprAwait, ExprClosure, Item, Macro};

use crate::error::Mistakes;
use crate::mode::Mode;

/// Where the visitor is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Body,
    Closure,
    AsyncBlock,
}

/// What the body belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    Function,
    Block,
}

struct Check<'m> {
    around: Around,
    place: Place,
    awaits: bool,
    misplaced: bool,
    mistakes: &'m mut Mistakes,
}

/// Reports misplaced yields and awaits; says whether there was a misplaced yield.
pub(crate) fn body(mode: Mode, around: Around, tokens: &TokenStream, mistakes: &mut Mistakes) -> bool {
    if !may_misplace(mode, tokens.clone()) {
        return false;
    }
    let Ok(block) = syn::parse2::<Block>(tokens.clone()) else { return false };
    let mut check = Check { around, place: Place::Body, awaits: mode.is_async(), misplaced: false, mistakes };
    check.visit_block(&block);
    check.misplaced
}

/// Whether there is a place in the body where a yield or an await cannot be. Most bodies have none, and need not be parsed.
fn may_misplace(mode: Mode, tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "async" || name == "fn" || !mode.is_async() && name == "await",
        TokenTree::Punct(punct) => punct.as_char() == '|',
        TokenTree::Group(group) => may_misplace(mode, group.stream()),
        TokenTree::Literal(_) => false,
    })
}

/// The macros that suspend the generator.
fn yields(call: &Macro) -> Option<String> {
    let segments = &call.path.segments;
    let name = segments.last()?.ident.to_string();
    if name == "yield_" && segments.first()?.ident == "$crate" {
        // Replaced by us.
        return Some("yield".into());
    }
    ["yield_", "try_yield", "yield_from", "try_yield_from", "raise"]
        .contains(&name.as_str())
        .then(|| format!("{name}!"))
}

impl Check<'_> {
    fn inside(&mut self, place: Place, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
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
        if self.place == Place::Body && !self.awaits {
            let instead = match self.around {
                Around::Function => "make it `#[async_generator] async fn .. -> AsyncGen<..>`",
                Around::Block => "use `stream!` in place of `iter!`",
            };
            self.mistakes.add(Error::new(
                expression.await_token.span,
                format!("a synchronous generator cannot await; {instead}"),
            ));
            self.misplaced = true;
        }
        visit::visit_expr_await(self, expression);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        if let (Some(name), place) = (yields(call), self.place) {
            let why = match place {
                Place::Body => None,
                Place::Closure => Some(format!(
                    "`{name}` in a closure cannot suspend the generator around it; use a `for` loop, or collect in the \
                     closure and yield afterwards, or `enter()` a context manager in place of `with`"
                )),
                Place::AsyncBlock => Some(format!(
                    "`{name}` in an `async` block cannot suspend the generator around it; yield outside of the block"
                )),
            };
            if let Some(why) = why {
                self.misplaced = true;
                self.mistakes.add(Error::new_spanned(&call.path, why));
            }
            if let Ok(operand) = call.parse_body::<Expr>() {
                // The operand lives in this visit only, so it is visited by a checker of its own.
                let mut inner = Check { place, misplaced: false, mistakes: &mut *self.mistakes, ..*self };
                inner.visit_expr(&operand);
                self.misplaced |= inner.misplaced;
            }
        }
    }

    fn visit_item(&mut self, item: &'ast Item) {
        // A nested function may be a generator of its own; what it cannot do is yield for the one around it.
        if let Item::Fn(function) = item {
            let is_generator = function.attrs.iter().any(|attribute| {
                attribute
                    .path()
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == "generator" || last.ident == "async_generator")
            });
            if !is_generator {
                let mut nested = Nested { misplaced: false, mistakes: &mut *self.mistakes };
                nested.visit_block(&function.block);
                self.misplaced |= nested.misplaced;
            }
        }
    }
}

/// The inside of a nested plain function.
struct Nested<'m> {
    misplaced: bool,
    mistakes: &'m mut Mistakes,
}

impl<'ast> Visit<'ast> for Nested<'_> {
    fn visit_macro(&mut self, call: &'ast Macro) {
        if let Some(name) = yields(call) {
            self.misplaced = true;
            self.mistakes.add(Error::new_spanned(
                &call.path,
                format!(
                    "`{name}` in a nested function cannot suspend the generator around it; mark the function \
                     `#[generator]` and delegate to it with `yield_from!`"
                ),
            ));
        }
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
