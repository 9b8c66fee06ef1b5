//! The written return type: how the generator is handed out, and its four types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, Lifetime, Path, PathArguments, ReturnType as Output,
    Signature, Token, TraitBound, Type, TypeParamBound,
};

use crate::error::Mistakes;
use crate::keyword::located;
use crate::mode::Mode;
use crate::refusal::{self, Refusal};
use crate::tokens;

/// How the generator is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `Gen` or `AsyncGen`, or an opaque type that is one.
    Owned,
    /// `PinGen` or `PinAsyncGen`.
    InPlace,
    /// `LendGen` or `AsyncLendGen`.
    Lending,
    /// `BoxGen` or `BoxAsyncGen`.
    Boxed,
    /// `LocalBoxGen` or `LocalBoxAsyncGen`.
    BoxedLocal,
    /// The `AsyncGen` of a `stream!`, which is a stream to its users before it is anything else.
    StreamBlock,
    /// Any other type that a generator can become; the compiler knows which.
    Any,
}

impl Form {
    /// The form with that name.
    fn named(mode: Mode, name: &Ident) -> Option<Self> {
        let names = [
            (mode.owned(), Self::Owned),
            (mode.in_place(), Self::InPlace),
            (mode.lending(), Self::Lending),
            (mode.boxed(), Self::Boxed),
            (mode.boxed_local(), Self::BoxedLocal),
        ];
        names.into_iter().find_map(|(known, form)| (name == known).then_some(form))
    }

    /// Whether the type of the body is one of its arguments.
    fn has_body(self) -> bool {
        matches!(self, Self::Owned | Self::InPlace | Self::Lending)
    }
}

/// The four types of a generator, as the user wrote them or by default.
pub(crate) struct Types {
    pub(crate) yielded: TokenStream,
    pub(crate) sent: TokenStream,
    pub(crate) returned: TokenStream,
    pub(crate) thrown: TokenStream,
}

impl Types {
    /// Those with the type that it yields, and the others as far as they are written.
    pub(crate) fn new(yielded: impl ToTokens, others: [Option<&Type>; 3]) -> Self {
        let [sent, returned, thrown] = others;
        Self {
            yielded: yielded.into_token_stream(),
            sent: sent.map_or_else(|| quote!(()), ToTokens::to_token_stream),
            returned: returned.map_or_else(|| quote!(()), ToTokens::to_token_stream),
            thrown: thrown.map_or_else(|| quote!(::core::convert::Infallible), ToTokens::to_token_stream),
        }
    }

    /// The types as they can be written inside a body, where no `impl` can. They are seen as generated code.
    pub(crate) fn in_body(self) -> Self {
        let nameable = |written: TokenStream| {
            if tokens::has_word(&written, &["impl"]) {
                quote!(_)
            } else {
                tokens::respan(written, tokens::generated)
            }
        };
        Self {
            yielded: nameable(self.yielded),
            sent: nameable(self.sent),
            returned: nameable(self.returned),
            thrown: nameable(self.thrown),
        }
    }
}

/// What is written after the arrow.
pub(crate) struct ReturnType {
    pub(crate) form: Form,
    pub(crate) types: Types,
    /// The type as the expansion has it.
    pub(crate) declared: TokenStream,
    /// Whether nothing but the items is seen of the generator, so that it may return what it likes.
    pub(crate) has_only_items: bool,
}

impl ReturnType {
    pub(crate) fn parse(
        mode: Mode,
        runtime: &Path,
        signature: &Signature,
        mistakes: &mut Mistakes,
    ) -> Result<Self, Refusal> {
        match &signature.output {
            Output::Default => Err(refusal::no_type(mode, &signature.ident)),
            Output::Type(_, ty) => Self::of_type(mode, runtime, ungrouped(ty), mistakes),
        }
    }

    fn of_type(mode: Mode, runtime: &Path, ty: &Type, mistakes: &mut Mistakes) -> Result<Self, Refusal> {
        match ty {
            Type::Path(path) if path.qself.is_none() => {
                Self::of_name(mode, runtime, ty, &path.path, mistakes)
            }
            Type::Path(_) => Ok(Self::of_any(mode, runtime, ty)),
            Type::ImplTrait(opaque) => Self::of_bounds(mode, ty, &opaque.bounds),
            _ => Err(refusal::not_a_generator(mode, ty)),
        }
    }

    fn of_name(
        mode: Mode,
        runtime: &Path,
        ty: &Type,
        path: &Path,
        mistakes: &mut Mistakes,
    ) -> Result<Self, Refusal> {
        let Some(last) = path.segments.last() else { return Err(refusal::not_a_generator(mode, ty)) };
        let name = &last.ident;
        let Some(form) = Form::named(mode, name) else {
            let refusal = if Form::named(mode.other(), name).is_some() {
                Some(refusal::of_other_mode(mode, ty))
            } else {
                Self::refuse_set_up(mode, runtime, ty, path).or_else(|| refusal::of_name(mode, ty))
            };
            return refusal.map_or_else(|| Ok(Self::of_any(mode, runtime, ty)), Err);
        };
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return Err(refusal::no_yielded_type(name));
        };
        let mut written = Vec::new();
        for argument in &arguments.args {
            match argument {
                GenericArgument::Type(ty) if refusal::is_unsized(ty) => {
                    return Err(refusal::unsized_type(name, ty));
                }
                GenericArgument::Type(ty) => written.push(ty),
                GenericArgument::Lifetime(lifetime) if form.has_body() => {
                    mistakes.add(refusal::lifetime(mode, name, lifetime));
                }
                _ => {}
            }
        }
        let mut written = written.into_iter();
        let Some(yielded) = written.next() else { return Err(refusal::no_yielded_type(name)) };
        let others = [written.next(), written.next(), written.next()];
        let types = if form == Form::Lending {
            let item = yielded.to_token_stream();
            if !has_lend(&item) {
                return Err(refusal::lends_nothing(mode, name, yielded));
            }
            if let Some(invariant) = invariant(yielded) {
                return Err(refusal::lends_invariantly(&invariant));
            }
            Types::new(family(runtime, &item), others)
        } else {
            Types::new(yielded, others)
        };
        if let Some(fifth) = written.next() {
            let message = format!(
                "`{name}` takes at most four types: what it yields, is sent, returns and can be thrown"
            );
            mistakes.report(fifth, message);
        }
        let declared =
            if form.has_body() { with_body(runtime, path, arguments, &types) } else { ty.to_token_stream() };
        Ok(Self { form, types, declared, has_only_items: false })
    }

    /// Refuses a `Result` or an `Option` of a generator.
    fn refuse_set_up(mode: Mode, runtime: &Path, ty: &Type, path: &Path) -> Option<Refusal> {
        let mut instead = path.clone();
        let last = instead.segments.last_mut()?;
        let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return None };
        let Some(GenericArgument::Type(inner)) = arguments.args.first_mut() else { return None };
        if last.ident != "Result" && last.ident != "Option" {
            return None;
        }
        let generator = Self::of_type(mode, runtime, inner, &mut Mistakes::default()).ok()?;
        if generator.form == Form::Any && !generator.has_only_items {
            return None;
        }
        let yielded = match generator.types.yielded {
            written if tokens::has_word(&written, &["impl"]) => quote!(::core::convert::Infallible),
            written => written,
        };
        let boxed = Ident::new(mode.boxed(), Span::mixed_site());
        *inner = Type::Verbatim(quote!(#runtime::#boxed<'static, #yielded>));
        let wrapper = last.ident.clone();
        Some(refusal::set_up_can_fail(mode, ty, &wrapper, quote!(#instead)))
    }

    /// A type that is found by the compiler: an alias, an associated type, a box.
    fn of_any(mode: Mode, runtime: &Path, ty: &Type) -> Self {
        let here = tokens::generated(ty.span());
        let found = Ident::new(mode.either("ReturnedByGenerator", "ReturnedByAsyncGenerator"), here);
        let of = |name: &str| {
            let name = Ident::new(name, here);
            quote_spanned!(here=> <#ty as #runtime::#found>::#name)
        };
        let written = ty.to_token_stream();
        Self {
            form: Form::Any,
            types: Types {
                yielded: of("Yield"),
                sent: of("Send"),
                returned: of("Return"),
                thrown: of("Throw"),
            },
            has_only_items: tokens::has_word(&written, &["dyn", "BoxStream", "LocalBoxStream"]),
            declared: written,
        }
    }

    fn of_bounds(
        mode: Mode,
        ty: &Type,
        bounds: &Punctuated<TypeParamBound, Token![+]>,
    ) -> Result<Self, Refusal> {
        for bound in bounds {
            let TypeParamBound::Trait(bound) = bound else { continue };
            let Some(last) = bound.path.segments.last() else { continue };
            let name = last.ident.to_string();
            let what_it_yields = if mode.has_items(&name) {
                "Item"
            } else if name == mode.protocol() {
                "Yield"
            } else if mode.other().has_items(&name) || name == mode.other().protocol() {
                return Err(refusal::opaque_of_other_mode(mode, bound, &name));
            } else {
                continue;
            };
            let Some(yielded) = binding(bound, what_it_yields) else {
                return Err(refusal::no_binding(bound, &name, what_it_yields));
            };
            let others = ["Send", "Return", "Throw"].map(|name| binding(bound, name));
            return Ok(Self {
                form: Form::Owned,
                types: Types::new(yielded, others),
                declared: at_macro_site(ty),
                has_only_items: what_it_yields == "Item",
            });
        }
        Err(refusal::not_a_generator(mode, ty))
    }
}

/// Whether the lifetime of what is lent is among the tokens.
fn has_lend(tokens: &TokenStream) -> bool {
    tokens::has_word(tokens, &["lend"])
}

/// The part of an item that is known not to be covariant in `'lend`. Of any other the compiler finds out.
fn invariant(item: &Type) -> Option<Type> {
    const CELLS: &[&str] = &["Cell", "Mutex", "OnceCell", "OnceLock", "RefCell", "RwLock", "UnsafeCell"];
    let lends = |ty: &Type| has_lend(&ty.to_token_stream());
    match item {
        Type::Group(group) => invariant(&group.elem),
        Type::Paren(inner) => invariant(&inner.elem),
        Type::Reference(reference) if reference.mutability.is_some() && lends(&reference.elem) => {
            Some(item.clone())
        }
        Type::Reference(reference) => invariant(&reference.elem),
        Type::Slice(slice) => invariant(&slice.elem),
        Type::Array(array) => invariant(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(invariant),
        Type::Path(path) => path.path.segments.iter().find_map(|segment| {
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
            let mut types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            if tokens::is_word(&segment.ident.clone().into(), CELLS) {
                types.any(lends).then(|| item.clone())
            } else {
                types.find_map(invariant)
            }
        }),
        _ => None,
    }
}

// Input:  &'lend [u8]
// Output: dyn for<'lend> Lend<'lend, Item = &'lend [u8]>
fn family(runtime: &Path, item: &TokenStream) -> TokenStream {
    // The name is the user's, so that it is the one in the item.
    let lend = Lifetime::new("'lend", Span::call_site());
    quote!(dyn for<#lend> #runtime::Lend<#lend, Item = #item>)
}

/// The type that the bound gives an associated one.
fn binding<'b>(bound: &'b TraitBound, name: &str) -> Option<&'b Type> {
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(binding) if binding.ident == name => Some(&binding.ty),
        _ => None,
    })
}

// Input:  Gen<Y, S>
// Output: Gen<Y, S, (), Infallible, impl Body<Output = ()>>
fn with_body(
    runtime: &Path,
    path: &Path,
    arguments: &AngleBracketedGenericArguments,
    types: &Types,
) -> TokenStream {
    let mut head = path.clone();
    if let Some(last) = head.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    let Types { yielded, sent, returned, thrown } = types;
    let (open, close) = (&arguments.lt_token, &arguments.gt_token);
    // As the macro's own token, `impl` captures every lifetime, whatever the edition of the user's crate. It stands where the
    // user's type begins, for there the compiler points when it speaks of the type that the function returns.
    let place = tokens::generated(path.span());
    let runtime = located(runtime, place);
    let body = quote_spanned!(place=> impl #runtime::Body<Output = #returned>);
    // What the caller may know of the body: that the generator has a `boxed` of its own, which that of a block has not.
    let boxes = path.segments.last().is_some_and(|last| last.ident == "AsyncGen");
    let boxes = boxes.then(|| quote_spanned!(place=> + #runtime::BoxesAsAGenerator));
    quote!(#head #open #yielded, #sent, #returned, #thrown, #body #boxes #close)
}

/// The type with its outermost `impl` at the macro's site, so that it captures every lifetime in every edition.
fn at_macro_site(ty: &Type) -> TokenStream {
    let mut trees = ty.to_token_stream().into_iter();
    let first = trees.next().map(|mut word| {
        word.set_span(tokens::generated(word.span()));
        word
    });
    first.into_iter().chain(trees).collect()
}

/// The type inside of the groups that a macro of the user's has put around it.
fn ungrouped(mut ty: &Type) -> &Type {
    while let Type::Group(group) = ty {
        ty = &group.elem;
    }
    ty
}
