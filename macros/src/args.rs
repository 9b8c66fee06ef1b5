//! The attribute's arguments.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, LitStr, Path, Token};

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
                args.runtime = runtime(input)?;
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

/// `crate = "path"`, with or without the quotes.
fn runtime(input: ParseStream<'_>) -> syn::Result<Path> {
    if !input.peek(Token![crate]) {
        return Err(unknown(&input.parse()?));
    }
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    let place = input.span();
    let path = if input.peek(LitStr) {
        input.parse::<LitStr>()?.parse_with(Path::parse_mod_style)?
    } else {
        Path::parse_mod_style(input)?
    };
    let is_relative = path.leading_colon.is_none()
        && path.segments.first().is_some_and(|first| first.ident != "crate" && first.ident != "$crate");
    if is_relative {
        let names = path.segments.iter().map(|segment| segment.ident.to_string());
        let written: Vec<_> = names.filter(|name| name != "self" && name != "super").collect();
        let written = written.join("::");
        let message = format!(
            "`crate` needs a path that means the same everywhere; write `::{written}` or `crate::{written}`"
        );
        return Err(Error::new(place, message));
    }
    Ok(path)
}

fn unknown(found: &TokenTree) -> Error {
    let hint = match found.to_string().as_str() {
        "item" | "yield" | "Item" | "Yield" => {
            "; what it yields is written in the return type: `-> Gen<YieldType>`"
        }
        "boxed" => "; for a boxed generator write `-> BoxGen<'_, YieldType>`",
        "pin" | "pinned" => "; for a generator in place write `-> PinGen<YieldType>`",
        _ => "",
    };
    Error::new(
        found.span(),
        format!("unknown argument `{found}`; the only argument is `crate = \"path\"`{hint}"),
    )
}
