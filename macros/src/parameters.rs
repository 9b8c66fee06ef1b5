//! The parameters: how they are declared, and how the body gets hold of them.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::{Attribute, FnArg, Pat, PatType, Signature};

use crate::lints;
use crate::tokens;

/// What stands in the body for the parameters.
pub(crate) struct Parameters {
    /// Statements that make the body hold all of them, in the order in which they drop.
    pub(crate) mentions: TokenStream,
    /// Statements that bind the patterns.
    pub(crate) bindings: TokenStream,
}

impl Parameters {
    /// Makes every parameter live as long as the body and drop as in a plain function.
    ///
    /// With names only, each is captured as it is. A body drops what it captured in the order of the first mention,
    /// so they are mentioned from the last to the first.
    //
    // Input:  fn f(a: A, mut b: B)
    // Output: fn f(a: A, mut b: B) { async move { let _ = &b; let _ = &a; .. } }
    //
    /// With a pattern among them, all are bound anew, as an `async fn` does it: a binding drops before the rest of its
    /// own argument, and that before the arguments to its left.
    //
    // Input:  fn f(a: A, (x, _): (X, Z))
    // Output: fn f(a: A, argument1: (X, Z)) { async move {
    //             let _ = &argument1; let _ = &a;
    //             let a = a;
    //             let argument1 = argument1; let (x, _) = argument1;
    //             ..
    //         } }
    //
    /// That they are mentioned would hide that one is unused. So where the body never names one, a variable of that name, at the
    /// same place, is unused in its stead.
    //
    // Input:  fn f(a: A) { }
    // Output: fn f(a: A) { async move { let _ = &a; { let a = (); } } }
    pub(crate) fn rewrite(signature: &mut Signature, body: &TokenStream) -> Self {
        let only_names = signature.inputs.iter().all(|input| match input {
            FnArg::Receiver(_) => true,
            FnArg::Typed(typed) => is_name(&typed.pat),
        });
        let mut mentions = Vec::new();
        let mut bindings = TokenStream::new();
        for (index, input) in signature.inputs.iter_mut().enumerate() {
            let (conditions, name) = match input {
                FnArg::Receiver(receiver) => {
                    (conditions(&receiver.attrs), Ident::new("self", receiver.self_token.span))
                }
                FnArg::Typed(typed) => {
                    let conditions = conditions(&typed.attrs);
                    let (name, binding) = if only_names {
                        let name = name(&typed.pat, index);
                        let is_named = names(body, &name.to_string());
                        let unused = if is_named { TokenStream::new() } else { unused(typed, &conditions) };
                        (name, unused)
                    } else {
                        bind(&mut typed.pat, index, &conditions)
                    };
                    bindings.extend(binding);
                    (conditions, name)
                }
            };
            let allow = lints::on_mention(&name);
            mentions.push(quote!(#conditions #allow let _ = &#name;));
        }
        mentions.reverse();
        Self { mentions: mentions.into_iter().collect(), bindings }
    }
}

/// Leaves a name in the place of a parameter's pattern. Gives it, and what binds the pattern.
fn bind(pattern: &mut Pat, index: usize, conditions: &TokenStream) -> (Ident, TokenStream) {
    let (name, is_name) = (name(pattern, index), is_name(pattern));
    let binding = match pattern {
        Pat::Ident(written) if is_name => {
            let mutability = written.mutability.take();
            let (mention, same_name) = (lints::on_mention(&name), lints::on_same_name());
            quote!(#conditions #mention #same_name let #mutability #name = #name;)
        }
        pattern => {
            let pattern = std::mem::replace(pattern, syn::parse_quote!(#name));
            // Nothing else needs another binding, as moving it through one would only make the frame larger.
            let parts = match pattern {
                Pat::Wild(_) => TokenStream::new(),
                pattern => quote!(#conditions let #pattern = #name;),
            };
            quote!(#conditions let #name = #name; #parts)
        }
    };
    (name, binding)
}

/// Whether the body may use the name: as a word, or in what may be the string of a `format!`.
fn names(body: &TokenStream, name: &str) -> bool {
    let name = name.trim_start_matches("r#");
    name.starts_with('_')
        || tokens::walk(body).any(|tree| match tree {
            TokenTree::Ident(word) => word.to_string().trim_start_matches("r#") == name,
            TokenTree::Literal(literal) => literal.to_string().contains(name),
            TokenTree::Group(_) | TokenTree::Punct(_) => false,
        })
}

/// An unused variable in the stead of an unused parameter, with the attributes that say something of that.
fn unused(parameter: &mut PatType, conditions: &TokenStream) -> TokenStream {
    let is_about_it = |attribute: &Attribute| {
        tokens::has_word(&attribute.to_token_stream(), &["unused_variables", "unused"])
    };
    let attributes: Vec<_>;
    (attributes, parameter.attrs) = std::mem::take(&mut parameter.attrs).into_iter().partition(is_about_it);
    let (pattern, allow) = (&parameter.pat, lints::on_same_name());
    quote!({ #conditions #(#attributes)* #allow let #pattern = (); })
}

/// The name that the parameter is declared with.
fn name(pattern: &Pat, index: usize) -> Ident {
    match pattern {
        Pat::Ident(name) if is_name(pattern) => name.ident.clone(),
        _ => Ident::new(&format!("argument{index}"), Span::mixed_site()),
    }
}

fn is_name(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none())
}

/// The `#[cfg]`s of a parameter; those the compiler has not evaluated yet.
fn conditions(attributes: &[Attribute]) -> TokenStream {
    attributes.iter().filter(|a| a.path().is_ident("cfg")).map(|a| quote!(#a)).collect()
}
