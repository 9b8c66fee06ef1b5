//! What is said about a return type that cannot be used.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Error, TraitBound, Type};

use crate::mode::Mode;

/// A return type that cannot be used.
pub(crate) struct Refusal {
    pub(crate) error: Error,
    /// What the function returns instead, so that its callers get no second error: the type as written, or an iterator.
    pub(crate) replace: bool,
}

impl Refusal {
    /// The type is something else than a generator, and known to the compiler.
    fn kept(at: impl ToTokens, message: String) -> Self {
        Self { error: Error::new_spanned(at, message), replace: false }
    }

    /// The type is missing, or would be an error of its own.
    fn replaced(at: impl ToTokens, message: String) -> Self {
        Self { error: Error::new_spanned(at, message), replace: true }
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

pub(crate) fn not_a_generator(mode: Mode, ty: &Type) -> Refusal {
    let (name, arguments) = name_and_arguments(ty);
    let is_protocol = ["gen", "Generator", mode.protocol()].contains(&name.as_str());
    let is_trait = is_protocol || mode.has_items(&name);
    let hint = if is_protocol && arguments.contains('=') {
        format!("; write `-> impl {}{arguments}`", mode.protocol())
    } else if is_protocol {
        format!("; write `-> {}{arguments}`", mode.owned())
    } else if is_trait {
        format!("; write `-> impl {name}{arguments}`")
    } else if name == "Box" || name == "Pin" {
        let (boxed, local) = (mode.boxed(), mode.boxed_local());
        format!("; a boxed generator is `{boxed}<'_, YieldType>`, or `{local}` if it is not `Send`")
    } else if matches!(ty, Type::Path(_) | Type::Reference(_) | Type::Tuple(_)) {
        let written = spelled(&ty.to_token_stream());
        format!("; to yield `{written}`, write `-> {}<{written}>`", mode.owned())
    } else {
        String::new()
    };
    let article = mode.either("a generator", "an asynchronous generator");
    let message = format!("{article} returns {}{hint}", return_types(mode));
    if is_trait { Refusal::replaced(ty, message) } else { Refusal::kept(ty, message) }
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
}
