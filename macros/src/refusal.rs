//! What is said about a return type that cannot be used.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Lifetime, Path, PathArguments, TraitBound, Type};

use crate::mode::Mode;
use crate::tokens;

/// A return type that cannot be used.
pub(crate) struct Refusal {
    pub(crate) error: Error,
    pub(crate) instead: Instead,
}

/// What the function returns instead, so that its callers get no second error.
pub(crate) enum Instead {
    /// The type as written: it is something else than a generator, and known to the compiler.
    Written,
    /// An iterator, as the type is missing or would be an error of its own.
    Items,
    /// This type.
    Type(TokenStream),
}

impl Refusal {
    fn new(at: impl ToTokens, message: String, instead: Instead) -> Self {
        Self { error: Error::new_spanned(at, message), instead }
    }

    fn replaced(at: impl ToTokens, message: String) -> Self {
        Self::new(at, message, Instead::Items)
    }
}

pub(crate) fn no_type(mode: Mode, function: &Ident) -> Refusal {
    let owned = mode.owned();
    let message = format!(
        "a generator says what it yields; write `-> {owned}<YieldType>`, or `-> {owned}<()>` for `yield_!()`"
    );
    Refusal::replaced(function, message)
}

pub(crate) fn no_yielded_type(name: &Ident) -> Refusal {
    Refusal::replaced(name, format!("`{name}` needs the type that it yields; write `{name}<YieldType>`"))
}

pub(crate) fn lends_nothing(mode: Mode, name: &Ident, item: &Type) -> Refusal {
    let (written, owned) = (spelled(&item.to_token_stream()), mode.owned());
    let message = match item {
        Type::Reference(reference) if reference.lifetime.is_none() => {
            format!(
                "`{name}` lends for the lifetime `'lend`; write `{name}<{}>`",
                written.replacen('&', "&'lend ", 1)
            )
        }
        _ => format!(
            "`{name}` lends, and there is no `'lend` in its item; write `{name}<&'lend ..>`, or `{owned}<{written}>` for items that borrow nothing of the body's"
        ),
    };
    Refusal::replaced(item, message)
}

pub(crate) fn lends_invariantly(part: &Type) -> Refusal {
    let message = format!(
        "`{}` cannot be lent: whoever gets it could store something in it that ends before the generator uses it again; write another lifetime than `'lend` inside, that of an argument",
        spelled(&part.to_token_stream())
    );
    Refusal::replaced(part, message)
}

/// Whether values of the type have no known size, as far as it is seen.
pub(crate) fn is_unsized(ty: &Type) -> bool {
    match ty {
        Type::TraitObject(_) | Type::Slice(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

pub(crate) fn unsized_type(name: &Ident, ty: &Type) -> Refusal {
    let written = spelled(&ty.to_token_stream());
    let message =
        format!("`{name}` takes types whose size is known; write `{name}<Box<{written}>>` or a reference");
    Refusal::replaced(ty, message)
}

/// A lifetime where none is taken. The generator is expanded all the same.
pub(crate) fn lifetime(mode: Mode, name: &Ident, lifetime: &Lifetime) -> Error {
    let message = format!(
        "`{name}` takes no lifetime, as its body is part of its type, with all that it borrows; remove it, or write \
         `{}<{lifetime}, ..>`",
        mode.boxed()
    );
    Error::new_spanned(lifetime, message)
}

/// A `Result` or an `Option` of a generator: a body runs when it is iterated, so a call cannot fail. `instead` has the type that
/// is written with a generator that has a name.
pub(crate) fn set_up_can_fail(mode: Mode, ty: &Type, wrapper: &Ident, instead: TokenStream) -> Refusal {
    let variant = if wrapper == "Option" { "Some" } else { "Ok" };
    let (attribute, block) = (mode.attribute(), mode.block());
    let message = format!(
        "`{attribute}` makes the generator before any of the body runs, so making it cannot fail; write a plain `fn` that \
         checks its arguments and ends in `{variant}(inner(..))`, where `inner` has the attribute, or in \
         `{variant}({block} {{ move .. }})`"
    );
    Refusal::new(ty, message, Instead::Type(instead))
}

pub(crate) fn no_binding(bound: &TraitBound, name: &str, binding: &str) -> Refusal {
    let message = format!("say what the generator yields: `impl {name}<{binding} = YieldType>`");
    Refusal::replaced(bound, message)
}

pub(crate) fn opaque_of_other_mode(mode: Mode, bound: &TraitBound, name: &str) -> Refusal {
    Refusal::replaced(bound, format!("`impl {name}` is made by `{}`", mode.other().attribute()))
}

pub(crate) fn of_other_mode(mode: Mode, ty: &Type) -> Refusal {
    let message = format!(
        "`{}` is made by `{}`; `{}` returns {}",
        name_and_arguments(ty).0,
        mode.other().attribute(),
        mode.attribute(),
        return_types(mode)
    );
    Refusal::replaced(ty, message)
}

/// Types of the standard library that no generator can become. Of others the compiler knows.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "Arc", "BTreeMap", "BTreeSet", "Cow", "HashMap", "HashSet", "Option", "Rc", "Result", "String", "Vec", "VecDeque", "bool",
    "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16", "u32", "u64", "u8", "usize",
];

/// A name of the standard library, of a trait, or a type with an `impl` in it: the compiler has nothing to find there.
pub(crate) fn of_name(mode: Mode, ty: &Type) -> Option<Refusal> {
    let (name, _) = name_and_arguments(ty);
    let has_opaque = tokens::has_word(&ty.to_token_stream(), &["impl"]);
    let is_trait = is_protocol(mode, &name) || mode.has_items(&name);
    (is_trait || has_opaque || PLAIN.contains(&name.as_str())).then(|| not_a_generator(mode, ty))
}

fn is_protocol(mode: Mode, name: &str) -> bool {
    ["gen", "Generator", mode.protocol()].contains(&name)
}

pub(crate) fn not_a_generator(mode: Mode, ty: &Type) -> Refusal {
    let (name, arguments) = name_and_arguments(ty);
    let is_protocol = is_protocol(mode, &name);
    let is_trait = is_protocol || mode.has_items(&name);
    let hint = if is_protocol && arguments.contains('=') {
        format!("; write `-> impl {}{arguments}`", mode.protocol())
    } else if is_protocol {
        format!("; write `-> {}{arguments}`", mode.owned())
    } else if is_trait {
        format!("; write `-> impl {name}{arguments}`")
    } else if matches!(ty, Type::Path(_) | Type::Reference(_) | Type::Tuple(_)) {
        let written = spelled(&ty.to_token_stream());
        format!("; to yield `{written}`, write `-> {}<{written}>`", mode.owned())
    } else {
        String::new()
    };
    let article = mode.either("a generator", "an asynchronous generator");
    let message = format!("{article} returns {}{hint}", return_types(mode));
    Refusal::new(ty, message, if is_trait { Instead::Items } else { Instead::Written })
}

/// A `?` in a body that returns `()`.
pub(crate) fn question_mark(place: Span, ty: &Type, yielded: &TokenStream, sent: &TokenStream) -> Error {
    let (value, returned) = value_and_end(yielded);
    let instead = match ty {
        Type::Path(_) => {
            let (name, arguments) = name_and_arguments(ty);
            let lifetime = arguments.strip_prefix("<'").and_then(|rest| rest.split_once(", "));
            let lifetime = lifetime.map_or_else(String::new, |(lifetime, _)| format!("'{lifetime}, "));
            format!("-> {name}<{lifetime}{value}, {}, {returned}>", spelled(sent))
        }
        _ => format!("Yield = {value}, Return = {returned}"),
    };
    let message = format!(
        "`?` ends the body with an error, but this one returns `()`; write `{instead}`, yield plain values and end in \
         `Ok(())`: the error is then the last item"
    );
    Error::new(place, message)
}

/// What a generator of such items yields, and what it returns, where its errors are those of its body.
fn value_and_end(yielded: &TokenStream) -> (String, String) {
    let plain = || (spelled(yielded), "Result<(), X>".to_owned());
    let Ok(mut path) = syn::parse2::<Path>(yielded.clone()) else { return plain() };
    let Some(last) = path.segments.last_mut() else { return plain() };
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return plain() };
    let Some(first) = arguments.args.first_mut() else { return plain() };
    if last.ident != "Result" {
        return plain();
    }
    let value = std::mem::replace(first, syn::parse_quote!(()));
    (spelled(&value.to_token_stream()), spelled(&path.to_token_stream()))
}

/// Everything that can be written after the arrow.
fn return_types(mode: Mode) -> String {
    format!(
        "`{}<..>`, `{}<..>`, `{}<..>`, `{}<..>`, `impl {}<..>` or `impl {}<..>`",
        mode.owned(),
        mode.in_place(),
        mode.boxed(),
        mode.boxed_local(),
        mode.items(),
        mode.protocol()
    )
}

/// The last name of a path, and its arguments as one would write them; nothing for any other type.
fn name_and_arguments(ty: &Type) -> (String, String) {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or_else(Default::default, |last| {
            (last.ident.to_string(), spelled(&last.arguments.to_token_stream()))
        }),
        _ => Default::default(),
    }
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
        .replace(" :: ", "::")
}
