//! `return` without a value, in a block that can fail.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote_spanned;
use syn::visit::{self, Visit};
use syn::{Block, ExprAsync, ExprClosure, ExprReturn, Item, Macro};

use crate::keyword::BLOCKS;
use crate::tokens::{self, generated, has_word, is_punct, is_word};

const RETURN: &[&str] = &["return"];

/// Gives every `return` without a value that ends the body itself the value `Ok(())`.
///
/// A body that does not parse stays as it is.
pub(crate) fn return_ok(block: TokenStream) -> TokenStream {
    if !has_word(&block, RETURN) {
        return block;
    }
    let Ok(parsed) = syn::parse2::<Block>(block.clone()) else { return block };
    let mut returns = Returns { own: Vec::new(), nested: 0 };
    returns.visit_block(&parsed);
    let mut own = returns.own.into_iter();
    tokens::replace(block, &mut |tree, next| {
        let is_own = is_word(&tree, RETURN) && own.next().unwrap_or(false);
        let is_bare = next.is_none_or(|next| is_punct(next, &[';', ',']));
        let place = generated(tree.span());
        let mut done = TokenStream::from(tree);
        if is_own && is_bare {
            done.extend(quote_spanned!(place=> ::core::result::Result::Ok(())));
        }
        done
    })
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
    fn visit_expr_return(&mut self, expression: &'ast ExprReturn) {
        self.own.push(self.nested == 0);
        visit::visit_expr_return(self, expression);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.nest(|returns| visit::visit_expr_closure(returns, closure));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.nest(|returns| visit::visit_expr_async(returns, block));
    }

    fn visit_item(&mut self, item: &'ast Item) {
        self.nest(|returns| visit::visit_item(returns, item));
    }

    // What a macro makes of its arguments is its own business; mostly they end up where it stands.
    fn visit_macro(&mut self, call: &'ast Macro) {
        let is_block =
            call.path.segments.last().is_some_and(|last| BLOCKS.iter().any(|block| last.ident == block));
        let is_own = self.nested == 0 && !is_block;
        let returns = tokens::walk(&call.tokens).filter(|tree: &TokenTree| is_word(tree, RETURN));
        self.own.extend(returns.map(|_| is_own));
    }
}
