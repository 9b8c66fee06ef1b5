//! A body made a generator, in a function or where a block stands.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Lifetime, Path};

use crate::keyword::located;
use crate::lints;
use crate::mode::Mode;
use crate::return_ok::return_ok;
use crate::return_type::{Form, Types};
use crate::tokens::{self, generated};

/// What the end of a body gives.
#[derive(Clone, Copy)]
pub(crate) enum End {
    /// The value of its block.
    Value,
    /// `Ok(())`, as it can fail: a `return Ok(())` stands behind its block.
    Ok,
    /// The same, and the error is made the last item. Where the items are no `Result`s, the compiler says so at this `?`.
    LastItem(Span),
}

/// What the expansion of a body consists of.
pub(crate) struct Expansion<'r> {
    pub(crate) mode: Mode,
    pub(crate) runtime: &'r Path,
    /// Where the compiler sees what the body must be.
    pub(crate) place: Span,
    pub(crate) form: Form,
    pub(crate) types: Types,
    /// The head of the `async` block.
    pub(crate) capture: TokenStream,
    /// How the block gets hold of the token.
    pub(crate) token: TokenStream,
    /// What stands before the user's statements.
    pub(crate) bindings: TokenStream,
    pub(crate) end: End,
    /// Whether its yields have been reported, and only their operands are looked at.
    pub(crate) misplaced: bool,
}

impl Expansion<'_> {
    // Input:  { BODY }
    // Output: {                                           (of a lending one with a `LendToken`, made from `|item, _| item`)
    //     let token: Token<Synchronous, Y, S, E> = unsafe { Token::new() };
    //     let types = Token::types(&token);
    //     let body = async move {
    //         TOKEN
    //         if false { return never::<R>(); }
    //         BINDINGS
    //         return 'body: { macro_rules! .. BODY };
    //     };
    //     unsafe { owned(types, body) }
    // }
    pub(crate) fn of(self, body: &TokenStream) -> TokenStream {
        let Self { mode, runtime, place, form, types, capture, token, bindings, end, misplaced } = self;
        let (path, runtime) = (runtime, &located(runtime, place));
        let private = quote_spanned!(place=> #runtime::__private);
        let lends = form == Form::Lending;
        let macros = if misplaced {
            reporting_macros(&private)
        } else if lends {
            body_macros(runtime, &private, &lent_type(&private, &types.yielded), lends)
        } else {
            body_macros(runtime, &private, &operand_type(&private, form, &types.yielded), lends)
        };
        let user = match end {
            End::Value => with_macros(&macros, body),
            End::Ok | End::LastItem(_) => with_macros(&macros, &return_ok(path, body.clone())),
        };
        let Types { yielded, sent, returned, thrown } = types;
        let closing = tokens::as_block(body).map_or(place, |block| closing(&block));
        let (marker, label, make) = (mode.marker(), label(closing), constructor(mode, form, body));
        let allow_in_body = lints::on_body(mode);
        let allow = if misplaced { lints::on_mistaken_bodies() } else { TokenStream::new() };
        let (returned, run) = match end {
            End::Value => (returned, quote_spanned!(place=> #allow return #label: #user;)),
            End::Ok | End::LastItem(_) => {
                let run = quote_spanned! {place=>
                    let end: () = #label: #user;
                    #[allow(unreachable_code)]
                    return ::core::result::Result::Ok(end);
                };
                (quote_spanned!(place=> ::core::result::Result<(), _>), run)
            }
        };
        let last_item = match end {
            End::Value | End::Ok => TokenStream::new(),
            End::LastItem(mark) => {
                quote_spanned!(generated(mark)=> let body = #runtime::__private::question_mark(types, body);)
            }
        };
        let generator = converted(
            mode,
            form,
            runtime,
            place,
            quote_spanned!(place=> unsafe { #private::#make(types, body) }),
        );
        let name = token_type(form);
        // That there is such a function shows that the family is covariant.
        let covariant = lends.then(|| quote_spanned!(place=> |item, _| item));
        quote_spanned! {place=> {
            let token: #private::#name<#private::#marker, #yielded, #sent, #thrown> =
                unsafe { #private::#name::new(#covariant) };
            let types = #private::#name::types(&token);
            #allow_in_body
            let body = #capture {
                #token
                if false {
                    return #private::never::<#returned>();
                }
                #bindings
                #run
            };
            #last_item
            #generator
        }}
    }
}

/// The function of the runtime that makes it. That it delegates is a hint, which decides about speed alone.
fn constructor(mode: Mode, form: Form, body: &TokenStream) -> Ident {
    let mode = mode.either("", "_async");
    let name = match form {
        Form::Owned | Form::Boxed | Form::BoxedLocal | Form::Any => format!("owned{mode}"),
        Form::InPlace => format!("in_place{mode}"),
        Form::Lending => format!("lending{mode}"),
        Form::StreamBlock => "stream_block".into(),
    };
    let delegates = tokens::has_word(body, &["yield_from", "try_yield_from"]);
    let hint = if delegates { "_delegating" } else { "" };
    Ident::new(&format!("{name}{hint}"), Span::mixed_site())
}

/// The type in the runtime of the token.
pub(crate) fn token_type(form: Form) -> Ident {
    Ident::new(if form == Form::Lending { "LendToken" } else { "Token" }, Span::mixed_site())
}

/// The generator as the type that is written.
///
/// By the path of the function: a method of that name could be found in a trait of the user's.
fn converted(
    mode: Mode,
    form: Form,
    runtime: &TokenStream,
    place: Span,
    generator: TokenStream,
) -> TokenStream {
    let protocol = Ident::new(mode.protocol(), place);
    match form {
        Form::Owned | Form::InPlace | Form::Lending | Form::StreamBlock => generator,
        Form::Boxed => quote_spanned!(place=> #runtime::#protocol::boxed(#generator)),
        Form::BoxedLocal => quote_spanned!(place=> #runtime::#protocol::boxed_local(#generator)),
        Form::Any => quote_spanned!(place=> #runtime::__private::FromGenerator::from_generator(#generator)),
    }
}

// Input:  { BODY }
// Output: { let _ = async move { BINDINGS macro_rules! .. BODY }; RESULT }
//
// For a function whose return type has been reported: an editor sees the body, and it never runs.
pub(crate) fn mistaken_body(
    runtime: &Path,
    bindings: &TokenStream,
    body: &TokenStream,
    result: &TokenStream,
) -> TokenStream {
    let user = with_macros(&reporting_macros(&quote!(#runtime::__private)), body);
    quote_spanned! {Span::mixed_site()=> {
        let _ = async move { #bindings #user };
        #result
    }}
}

/// The same for a body that may return a `Result` or an `Option`, of the type `returned`, and may also end in nothing.
pub(crate) fn mistaken_set_up(
    runtime: &Path,
    bindings: &TokenStream,
    body: &TokenStream,
    returned: &TokenStream,
) -> TokenStream {
    let private = quote!(#runtime::__private);
    let user = with_macros(&reporting_macros(&private), body);
    quote_spanned! {Span::mixed_site()=> {
        let _ = async move {
            if false {
                return #private::never::<#returned>();
            }
            #bindings
            let _ = #user;
            #private::reported()
        };
        #private::never()
    }}
}

/// The label of the body. Where it is out of reach, the compiler prints its name.
fn label(place: Span) -> Lifetime {
    Lifetime::new("'this_yield_is_not_in_the_body_of_the_generator_itself", place)
}

/// The name by which the exported macros call the one inside the body. Where there is none, the compiler prints it.
fn dispatcher() -> Ident {
    Ident::new("this_macro_works_only_in_the_body_of_a_generator_function", Span::call_site())
}

/// The user's block with the macros at its head: no second block, no lint about one.
///
/// It stands where the user's ends, for there the compiler says that its value is missing.
fn with_macros(macros: &TokenStream, body: &TokenStream) -> TokenStream {
    let Some(block) = tokens::as_block(body) else { return quote!({ #macros #body }) };
    let statements = block.stream();
    let inner = tokens::group(Delimiter::Brace, quote!(#macros #statements), closing(&block));
    quote!(#inner)
}

fn closing(block: &Group) -> Span {
    tokens::generated(block.span_close())
}

/// How the operand of a yield gets its type, so that it is reported there when it does not fit: the one that is written, or
/// else that of the yields before, or of whoever takes the items.
fn operand_type(private: &TokenStream, form: Form, yielded: &TokenStream) -> TokenStream {
    // What the compiler found is not asked for again: a type that is none would be reported at each yield.
    let is_inferred = yielded.to_string() == "_" || form == Form::Any;
    let bind = if is_inferred {
        quote_spanned! {Span::mixed_site()=>
            let $value;
            if false { $value = #private::any_item(#private::Token::types(&token)); } else { $value = $operand; }
        }
    } else {
        quote_spanned!(Span::mixed_site()=> let $value: #yielded = $operand;)
    };
    quote_spanned!(Span::mixed_site()=> (@bind $value:ident $operand:expr) => { #bind };)
}

/// The same in a body that lends: the member of its family with whatever lifetime the operand has.
fn lent_type(private: &TokenStream, family: &TokenStream) -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        (@bind $value:ident $operand:expr) => { let $value: <#family as #private::Lend<'_>>::Item = $operand; };
    }
}

/// What the body lends to the exported macros; see there.
fn body_macros(
    runtime: &TokenStream,
    private: &TokenStream,
    operand_type: &TokenStream,
    lends: bool,
) -> TokenStream {
    let (types, lend) = if lends {
        (quote!(LendToken::types_at), quote_spanned!(Span::mixed_site()=> lend))
    } else {
        (quote!(Token::types), TokenStream::new())
    };
    let allow = lints::on_body_macros();
    let dispatcher = dispatcher();
    let label = label(Span::mixed_site());
    quote_spanned! {Span::mixed_site()=>
        #allow
        macro_rules! #dispatcher {
            (@inside $($code:tt)*) => { $($code)* };
            #operand_type
            (@types) => { #private::#types(&token) };
            (@wait $never:expr; $await:tt $method:ident $($operand:ident)*) => {{
                if false { break #label $never; }
                #runtime::__token!(#lend token $await $method $($operand)*)
            }};
        }
    }
}

/// Macros that check their operand and nothing else, for a body with a mistake that has been reported.
fn reporting_macros(private: &TokenStream) -> TokenStream {
    let allow = lints::on_body_macros();
    let dispatcher = dispatcher();
    quote_spanned! {Span::mixed_site()=>
        #allow
        macro_rules! #dispatcher {
            (@inside $crate_:tt::$name:ident!($operand:expr)) => {{
                let _ = $operand;
                #private::reported()
            }};
        }
    }
}
