//! Bodies that another attribute has changed: one that stands above ours is expanded first.

use proc_macro2::{TokenStream, TokenTree};

use crate::tokens::{self, is_word};

/// The macros that suspend the body that they stand in.
pub(crate) const YIELDS: &[&str] = &["yield_", "try_yield", "yield_from", "try_yield_from", "raise"];

/// What an attribute has made of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapped {
    /// There is an `async` block around yields, as `#[tokio::main]` and others write it.
    InAsyncBlock,
    /// There is a `return` of a value that only the attribute knows, as `#[tracing::instrument]` writes it.
    WithReturn,
}

impl Wrapped {
    /// Looks for tokens that the user has not written, next to yields that they have.
    pub(crate) fn find(body: &TokenStream) -> Option<Self> {
        if has_written_yield(body) { Self::around_yields(body) } else { None }
    }

    fn around_yields(tokens: &TokenStream) -> Option<Self> {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        trees.iter().enumerate().find_map(|(index, tree)| {
            let next = trees.get(index + 1);
            match tree {
                TokenTree::Group(group) => Self::around_yields(&group.stream()),
                word if is_word(word, &["async"]) && !is_written(word) => {
                    let is_move = next.is_some_and(|next| is_word(next, &["move"]));
                    let block = trees.get(index + 1 + usize::from(is_move));
                    let yields =
                        matches!(block, Some(TokenTree::Group(block)) if has_written_yield(&block.stream()));
                    yields.then_some(Self::InAsyncBlock)
                }
                word if is_word(word, &["return"]) && !is_written(word) => {
                    let is_internal =
                        matches!(next, Some(TokenTree::Ident(name)) if name.to_string().starts_with("__"));
                    is_internal.then_some(Self::WithReturn)
                }
                _ => None,
            }
        })
    }
}

fn has_written_yield(tokens: &TokenStream) -> bool {
    tokens::walk(tokens).any(|tree| is_word(&tree, YIELDS) && is_written(&tree))
}

/// Whether the token is what stands in the source at its place. Where there is no source, as in some editors, it is.
fn is_written(tree: &TokenTree) -> bool {
    tree.span().source_text().is_none_or(|text| text == tree.to_string())
}
