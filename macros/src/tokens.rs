//! Tokens as they are: looking through them, replacing some, and the places where they stand.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};

/// All the tokens in their order; a group comes before what is in it.
pub(crate) fn walk(tokens: &TokenStream) -> impl Iterator<Item = TokenTree> + use<> {
    let mut open = vec![tokens.clone().into_iter()];
    std::iter::from_fn(move || {
        loop {
            let Some(tree) = open.last_mut()?.next() else {
                open.pop();
                continue;
            };
            if let TokenTree::Group(group) = &tree {
                open.push(group.stream().into_iter());
            }
            return Some(tree);
        }
    })
}

/// The tokens, each replaced by what `change` makes of it and of the one behind it. What is in a group comes before it.
pub(crate) fn replace<F>(tokens: TokenStream, change: &mut F) -> TokenStream
where
    F: FnMut(TokenTree, Option<&TokenTree>) -> TokenStream,
{
    let mut trees = tokens.into_iter().peekable();
    let mut done = TokenStream::new();
    while let Some(tree) = trees.next() {
        let tree = match tree {
            TokenTree::Group(old) => group(old.delimiter(), replace(old.stream(), change), old.span()).into(),
            other => other,
        };
        done.extend(change(tree, trees.peek()));
    }
    done
}

/// The tokens at other places.
pub(crate) fn respan(tokens: TokenStream, place: impl Fn(Span) -> Span) -> TokenStream {
    replace(tokens, &mut |mut tree, _| {
        tree.set_span(place(tree.span()));
        tree.into()
    })
}

/// The same place for a token that the macro writes: the compiler points there, and lints see generated code.
pub(crate) fn generated(place: Span) -> Span {
    place.resolved_at(Span::mixed_site())
}

/// Where the tokens begin.
pub(crate) fn start(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::mixed_site, |first| first.span())
}

/// Where the tokens end.
pub(crate) fn end(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().last().map_or_else(Span::mixed_site, |last| last.span())
}

/// Whether the token is one of the words.
pub(crate) fn is_word(tree: &TokenTree, words: &[&str]) -> bool {
    matches!(tree, TokenTree::Ident(name) if words.iter().any(|word| name == word))
}

/// Whether one of the words is anywhere among the tokens.
pub(crate) fn has_word(tokens: &TokenStream, words: &[&str]) -> bool {
    walk(tokens).any(|tree| is_word(&tree, words))
}

/// Whether the token is one of the characters.
pub(crate) fn is_punct(tree: &TokenTree, characters: &[char]) -> bool {
    matches!(tree, TokenTree::Punct(punct) if characters.contains(&punct.as_char()))
}

/// The tokens between delimiters that stand at `place`.
pub(crate) fn group(delimiter: Delimiter, tokens: TokenStream, place: Span) -> Group {
    let mut group = Group::new(delimiter, tokens);
    group.set_span(place);
    group
}

/// The block that the tokens are, written here or a fragment of a macro, unless they are something else: an editor's
/// stand-in for an unfinished one.
pub(crate) fn as_block(tokens: &TokenStream) -> Option<Group> {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(block)), None) if block.delimiter() == Delimiter::Brace => Some(block),
        (Some(TokenTree::Group(fragment)), None) if fragment.delimiter() == Delimiter::None => {
            as_block(&fragment.stream())
        }
        _ => None,
    }
}

/// What `read` finds in the tokens. It need not take all of them.
pub(crate) fn parse<T>(
    tokens: TokenStream,
    read: impl FnOnce(ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    let parser = |input: ParseStream<'_>| {
        let found = read(input)?;
        input.parse::<TokenStream>()?;
        Ok(found)
    };
    parser.parse2(tokens)
}
