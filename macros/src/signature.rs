//! The return type and the parameters.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, Error, FnArg, GenericArgument, Pat, Path, PathArguments, ReturnType,
    Signature, Token, Type, TypeParamBound,
};

use crate::error::Mistakes;
use crate::lints;
use crate::mode::Mode;

/// How the generator is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `Gen` or `AsyncGen`, or an opaque type that is one.
    Owned,
    /// `PinGen` or `PinAsyncGen`.
    InPlace,
    /// `BoxGen` or `BoxAsyncGen`.
    Boxed,
    /// `LocalBoxGen` or `LocalBoxAsyncGen`.
    BoxedLocal,
}

impl Kind {
    /// The function of the runtime that makes it.
    pub(crate) fn constructor(self, mode: Mode, delegates: bool) -> Ident {
        let name = match self {
            Self::Owned | Self::Boxed | Self::BoxedLocal => "owned",
            Self::InPlace => "in_place",
        };
        let suffix = if mode.is_async() { "_async" } else { "" };
        let hint = if delegates { "_delegating" } else { "" };
        Ident::new(&format!("{name}{suffix}{hint}"), Span::mixed_site())
    }

    /// What makes it the written type.
    ///
    /// By the path of the function: a method of that name could be found in a trait of the user's.
    pub(crate) fn converted(self, mode: Mode, runtime: &Path, generator: TokenStream) -> TokenStream {
        let protocol = Ident::new(mode.protocol(), Span::mixed_site());
        match self {
            Self::Owned | Self::InPlace => generator,
            Self::Boxed => quote!(#runtime::#protocol::boxed(#generator)),
            Self::BoxedLocal => quote!(#runtime::#protocol::boxed_local(#generator)),
        }
    }
}

/// A return type that cannot be used.
pub(crate) struct Unusable {
    pub(crate) error: Error,
    /// What the function returns instead, so that its callers get no second error: the type as written, or an iterator.
    pub(crate) replace: bool,
}

impl Unusable {
    /// The type is something else than a generator, and known to the compiler.
    fn kept(error: Error) -> Self {
        Self { error, replace: false }
    }

    /// The type is missing, or would be an error of its own.
    fn replaced(error: Error) -> Self {
        Self { error, replace: true }
    }
}

/// The four types of a generator, as the user wrote them or by default, and the type to be returned.
pub(crate) struct Types {
    pub(crate) kind: Kind,
    pub(crate) yielded: TokenStream,
    pub(crate) sent: TokenStream,
    pub(crate) returned: TokenStream,
    pub(crate) thrown: TokenStream,
    pub(crate) written: TokenStream,
}

impl Types {
    pub(crate) fn parse(
        mode: Mode,
        runtime: &Path,
        signature: &Signature,
        mistakes: &mut Mistakes,
    ) -> Result<Self, Unusable> {
        let ty = match &signature.output {
            ReturnType::Default => {
                return Err(Unusable::replaced(Error::new_spanned(
                    &signature.ident,
                    format!(
                        "a generator says what it yields; write `-> {0}<YieldType>`, or `-> {0}<()>` for `yield_!()`",
                        mode.owned()
                    ),
                )));
            }
            ReturnType::Type(_, ty) => ty,
        };
        match ungrouped(ty) {
            Type::Path(path) if path.qself.is_none() => {
                Self::from_path(mode, runtime, ty, &path.path, mistakes)
            }
            Type::ImplTrait(opaque) => Self::from_bounds(mode, ty, &opaque.bounds),
            other => Err(not_a_generator(mode, other)),
        }
    }

    fn from_path(
        mode: Mode,
        runtime: &Path,
        ty: &Type,
        path: &Path,
        mistakes: &mut Mistakes,
    ) -> Result<Self, Unusable> {
        let Some(last) = path.segments.last() else { return Err(not_a_generator(mode, ty)) };
        let Some((kind, lifetimes)) = named_kind(mode, &last.ident) else {
            if named_kind(mode.other(), &last.ident).is_some() {
                return Err(Unusable::replaced(Error::new_spanned(
                    ty,
                    format!(
                        "`{}` is made by `{}`; `{}` returns {}",
                        last.ident,
                        mode.other().attribute(),
                        mode.attribute(),
                        mode.return_types()
                    ),
                )));
            }
            return Err(not_a_generator(mode, ty));
        };
        let name = &last.ident;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return Err(Unusable::replaced(Error::new_spanned(
                name,
                format!("`{name}` needs the type that it yields; write `{name}<YieldType>`"),
            )));
        };
        let types: Vec<&Type> = arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect();
        let Some(yielded) = types.first() else {
            return Err(Unusable::replaced(Error::new_spanned(
                name,
                format!("`{name}` needs the type that it yields; write `{name}<YieldType>`"),
            )));
        };
        if let Some(fifth) = types.get(4) {
            mistakes.add(Error::new_spanned(
                fifth,
                format!(
                    "`{name}` takes at most four types: what it yields, is sent, returns and can be thrown"
                ),
            ));
        }
        let or = |index: usize, default: TokenStream| {
            types.get(index).map_or(default, quote::ToTokens::to_token_stream)
        };
        let sent = or(1, quote!(()));
        let returned = or(2, quote!(()));
        let thrown = or(3, quote!(::core::convert::Infallible));
        let written = if lifetimes == 0 {
            with_body(runtime, path, arguments, &types, [&sent, &returned, &thrown])
        } else {
            ty.to_token_stream()
        };
        Ok(Self { kind, yielded: yielded.to_token_stream(), sent, returned, thrown, written })
    }

    fn from_bounds(
        mode: Mode,
        ty: &Type,
        bounds: &Punctuated<TypeParamBound, Token![+]>,
    ) -> Result<Self, Unusable> {
        for bound in bounds {
            let TypeParamBound::Trait(bound) = bound else { continue };
            let Some(last) = bound.path.segments.last() else { continue };
            let binding = |name: &str| match &last.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    arguments.args.iter().find_map(|argument| match argument {
                        GenericArgument::AssocType(binding) if binding.ident == name => {
                            Some(binding.ty.to_token_stream())
                        }
                        _ => None,
                    })
                }
                _ => None,
            };
            let name = last.ident.to_string();
            let binding_name = if mode.has_items(&name) {
                "Item"
            } else if name == mode.protocol() {
                "Yield"
            } else if mode.other().has_items(&name) || name == mode.other().protocol() {
                return Err(Unusable::replaced(Error::new_spanned(
                    bound,
                    format!("`impl {name}` is made by `{}`", mode.other().attribute()),
                )));
            } else {
                continue;
            };
            let yielded = binding(binding_name);
            let Some(yielded) = yielded else {
                return Err(Unusable::replaced(Error::new_spanned(
                    bound,
                    format!("say what the generator yields: `impl {name}<{binding_name} = YieldType>`"),
                )));
            };
            return Ok(Self {
                kind: Kind::Owned,
                yielded,
                sent: binding("Send").unwrap_or_else(|| quote!(())),
                returned: binding("Return").unwrap_or_else(|| quote!(())),
                thrown: binding("Throw").unwrap_or_else(|| quote!(::core::convert::Infallible)),
                written: at_macro_site(ty),
            });
        }
        Err(not_a_generator(mode, ty))
    }
}

/// How a generator of that type is handed out, and how many lifetimes its name takes.
fn named_kind(mode: Mode, name: &Ident) -> Option<(Kind, usize)> {
    [
        (mode.owned(), Kind::Owned, 0),
        (mode.in_place(), Kind::InPlace, 0),
        (mode.boxed(), Kind::Boxed, 1),
        (mode.boxed_local(), Kind::BoxedLocal, 1),
    ]
    .into_iter()
    .find_map(|(known, kind, lifetimes)| (name == known).then_some((kind, lifetimes)))
}

fn not_a_generator(mode: Mode, ty: &Type) -> Unusable {
    let mut is_trait = false;
    let hint = match ungrouped(ty) {
        Type::Path(path) => {
            let last = path.path.segments.last();
            let name = last.map(|last| last.ident.to_string()).unwrap_or_default();
            let arguments = last.map(|last| last.arguments.to_token_stream()).unwrap_or_default();
            let of_protocol = ["gen", "Generator", mode.protocol()].contains(&name.as_str());
            is_trait = of_protocol || mode.has_items(&name);
            if of_protocol && arguments.to_string().contains('=') {
                format!("; write `-> impl {}{}`", mode.protocol(), spelled(&arguments))
            } else if of_protocol {
                format!("; write `-> {}{}`", mode.owned(), spelled(&arguments))
            } else if mode.has_items(&name) {
                format!("; write `-> impl {name}{}`", spelled(&arguments))
            } else if name == "Box" || name == "Pin" {
                format!(
                    "; a boxed generator is `{}<'_, YieldType>`, or `{}` if it is not `Send`",
                    mode.boxed(),
                    mode.boxed_local()
                )
            } else {
                to_yield(mode, ty)
            }
        }
        Type::Reference(_) | Type::Tuple(_) => to_yield(mode, ty),
        _ => String::new(),
    };
    let what = if mode.is_async() { "an asynchronous generator" } else { "a generator" };
    let error = Error::new_spanned(ty, format!("{what} returns {}{hint}", mode.return_types()));
    if is_trait { Unusable::replaced(error) } else { Unusable::kept(error) }
}

fn to_yield(mode: Mode, ty: &Type) -> String {
    let written = spelled(&ty.to_token_stream());
    format!("; to yield `{written}`, write `-> {}<{written}>`", mode.owned())
}

/// The tokens of a type as one would write them.
fn spelled(tokens: &TokenStream) -> String {
    tokens
        .to_string()
        .replace(" < ", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace("& ", "&")
        .replace(" ,", ",")
}

fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}

// Input:  Gen<Y, S>
// Output: Gen<Y, S, (), Infallible, impl Body<Output = ()>>
fn with_body(
    runtime: &Path,
    path: &Path,
    arguments: &AngleBracketedGenericArguments,
    types: &[&Type],
    rest: [&TokenStream; 3],
) -> TokenStream {
    let mut head = path.clone();
    if let Some(last) = head.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    let yielded = types.first();
    let [sent, returned, thrown] = rest;
    let (open, close) = (&arguments.lt_token, &arguments.gt_token);
    // At the macro's site the opaque type captures every lifetime, whatever the edition of the user's crate.
    let body = quote!(impl #runtime::Body<Output = #returned>);
    quote!(#head #open #yielded, #sent, #returned, #thrown, #body #close)
}

/// The type with its outermost `impl` at the macro's site, so that it captures every lifetime in every edition.
fn at_macro_site(ty: &Type) -> TokenStream {
    let mut tokens = ty.to_token_stream().into_iter();
    let first = tokens.next().map(|mut token| {
        token.set_span(token.span().resolved_at(Span::mixed_site()));
        token
    });
    first.into_iter().chain(tokens).collect()
}

/// The parameters: how they are declared, and how the body gets hold of them.
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
    // Output: fn f(a: A, mut b: B) { async move { let _ = (&b, &a); .. } }
    //
    /// With a pattern among them, all are bound anew, as an `async fn` does it: a binding drops before the rest of its
    /// own argument, and that before the arguments to its left.
    //
    // Input:  fn f(a: A, (x, _): (X, Z))
    // Output: fn f(a: A, argument1: (X, Z)) { async move {
    //             let _ = (&argument1, &a);
    //             let a = a;
    //             let argument1 = argument1; let (x, _) = argument1;
    //             ..
    //         } }
    pub(crate) fn rewrite(signature: &mut Signature, mistakes: &mut Mistakes) -> Self {
        if let Some(variadic) = &signature.variadic {
            mistakes
                .add(Error::new_spanned(variadic, "a generator cannot be variadic; take a slice instead"));
        }
        let only_names = signature.inputs.iter().all(|input| match input {
            FnArg::Receiver(_) => true,
            FnArg::Typed(typed) => is_name(&typed.pat),
        });
        let mut mentions = Vec::new();
        let mut bindings = TokenStream::new();
        for (index, input) in signature.inputs.iter_mut().enumerate() {
            let (conditions, name) = match input {
                FnArg::Receiver(receiver) => {
                    let name = Ident::new("self", receiver.self_token.span);
                    (conditions(&receiver.attrs), name)
                }
                FnArg::Typed(typed) => {
                    let conditions = conditions(&typed.attrs);
                    let name = if let (true, Pat::Ident(pattern)) = (is_name(&typed.pat), &mut *typed.pat) {
                        let name = pattern.ident.clone();
                        if !only_names {
                            let mutability = pattern.mutability.take();
                            let allow = lints::on_mention(&name);
                            bindings.extend(quote!(#conditions #allow let #mutability #name = #name;));
                        }
                        name
                    } else {
                        let name = Ident::new(&format!("argument{index}"), Span::mixed_site());
                        let pattern = std::mem::replace(&mut *typed.pat, syn::parse_quote!(#name));
                        // A name is bound straight away, as moving it through another would only make the frame larger.
                        let whole = if matches!(pattern, Pat::Wild(_)) {
                            TokenStream::new()
                        } else {
                            quote!(#conditions let #pattern = #name;)
                        };
                        bindings.extend(quote!(#conditions let #name = #name; #whole));
                        name
                    };
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

/// The `#[cfg]`s of a parameter; those the compiler has not evaluated yet.
fn conditions(attributes: &[syn::Attribute]) -> TokenStream {
    attributes.iter().filter(|a| a.path().is_ident("cfg")).map(|a| quote!(#a)).collect()
}

fn is_name(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none())
}

/// Reports what a generator cannot be. Leaves a plain signature: an asynchronous generator is returned by a plain
/// function too.
pub(crate) fn check(mode: Mode, signature: &mut Signature, mistakes: &mut Mistakes) {
    if let (Some(token), Mode::Synchronous) = (signature.asyncness.take(), mode) {
        mistakes.add(Error::new_spanned(
            token,
            "`#[generator]` is for plain functions; write `#[async_generator]` to await in the body, or remove `async`",
        ));
    }
    if let Some(token) = signature.constness.take() {
        mistakes.add(Error::new_spanned(token, "a generator cannot be `const`; remove it"));
    }
    if let Some(abi) = signature.abi.take() {
        mistakes.add(Error::new_spanned(abi, "a generator cannot have another ABI; remove it"));
    }
}

/// Whether the type contains an `impl`, which cannot be written inside a body.
pub(crate) fn nameable(tokens: &TokenStream) -> TokenStream {
    fn has_impl(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(name) => name == "impl",
            TokenTree::Group(group) => has_impl(group.stream()),
            _ => false,
        })
    }
    if has_impl(tokens.clone()) { quote!(_) } else { respan(tokens.clone()) }
}

/// The same tokens as if the macro had written them at the user's place: lints see generated code.
fn respan(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), respan(group.stream()));
                inner.set_span(group.span().resolved_at(Span::mixed_site()));
                TokenTree::Group(inner)
            }
            mut token => {
                token.set_span(token.span().resolved_at(Span::mixed_site()));
                token
            }
        })
        .collect()
}
