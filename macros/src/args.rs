//! The attribute's arguments.

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Error, Ident, LitStr, Path, Token};

use crate::error::Mistakes;

/// What can be written in `#[generator(..)]`.
pub(crate) struct Args {
    /// Where the runtime crate is.
    pub(crate) runtime: Path,
}

impl Default for Args {
    fn default() -> Self {
        let genfn = Ident::new("genfn", Span::call_site());
        Self { runtime: syn::parse_quote!(::#genfn) }
    }
}

impl Args {
    /// Reads the arguments; a mistake leaves the default in place, so that the function still expands.
    pub(crate) fn parse(tokens: TokenStream, mistakes: &mut Mistakes) -> Self {
        let mut args = Self::default();
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match input.parse::<Argument>() {
                    Ok(Argument::Crate(path)) => args.runtime = path,
                    Err(error) => {
                        let _rest: TokenStream = input.parse()?;
                        return Err(error);
                    }
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            mistakes.add(error);
        }
        args
    }
}

enum Argument {
    Crate(Path),
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Token![crate]) {
            let found: TokenStream = input.fork().parse()?;
            let first = found.into_iter().next();
            let span = first.as_ref().map_or_else(Span::call_site, proc_macro2::TokenTree::span);
            let found = first.map(|token| token.to_string()).unwrap_or_default();
            let hint = match found.as_str() {
                "item" | "yield" | "Item" | "Yield" => {
                    "; what it yields is written in the return type: `-> Gen<YieldType>`"
                }
                "boxed" => "; for a boxed generator write `-> BoxGen<'_, YieldType>`",
                "pin" | "pinned" => "; for a generator in place write `-> PinGen<YieldType>`",
                _ => "",
            };
            return Err(Error::new(
                span,
                format!("unknown argument `{found}`; the only argument is `crate = \"path\"`{hint}"),
            ));
        }
        input.parse::<Token![crate]>()?;
        input.parse::<Token![=]>()?;
        let (path, span) = if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            (text.parse_with(Path::parse_mod_style)?, text.span())
        } else {
            let path = Path::parse_mod_style(input)?;
            let span = path.segments.first().map_or_else(Span::call_site, |s| s.ident.span());
            (path, span)
        };
        let relative = path.leading_colon.is_none()
            && path.segments.first().is_some_and(|first| first.ident != "crate" && first.ident != "$crate");
        if relative {
            let written = path_text(&path);
            return Err(Error::new(
                span,
                format!(
                    "`crate` needs a path that means the same everywhere; write `::{written}` or `crate::{written}`"
                ),
            ));
        }
        Ok(Self::Crate(path))
    }
}

fn path_text(path: &Path) -> String {
    path.segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .filter(|name| name != "self" && name != "super")
        .collect::<Vec<_>>()
        .join("::")
}
