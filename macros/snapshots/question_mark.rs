#[allow(clippy::type_complexity)]
fn parsed(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    let token: ::genfn::__private::Token<
        ::genfn::__private::Synchronous,
        Result<u32, ParseIntError>,
        (),
        ::core::convert::Infallible,
    > = unsafe { ::genfn::__private::Token::new() };
    let types = ::genfn::__private::Token::types(&token);
    #[allow(
        clippy::await_holding_lock,
        clippy::await_holding_refcell_ref,
        clippy::await_holding_invalid_type
    )]
    let body = async move {
        let _ = &token;
        if false {
            return ::genfn::__private::never::<::core::result::Result<(), _>>();
        }
        let _ = &text;
        let end: () = 'this_yield_is_not_in_the_body_of_the_generator_itself: {
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
                (@ inside $($code:tt)*) => {
                    $($code)*
                };
                (@ bind $value:ident $operand:expr) => {
                    let $value : Result < u32, ParseIntError > = $operand;
                };
                (@ types) => {
                    ::genfn::__private::Token::types(& token)
                };
                (@ wait $never:expr; $await:tt $method:ident $($operand:ident)*) => {
                    { if false { break
                    'this_yield_is_not_in_the_body_of_the_generator_itself $never; }
                    ::genfn::__token!(token $await $method $($operand)*) }
                };
            }
            yield_!(Ok(text.parse() ?));
            return ::core::result::Result::Ok(());
        };
        #[allow(unreachable_code)] return ::core::result::Result::Ok(end);
    };
    let body = ::genfn::__private::question_mark(types, body);
    unsafe { ::genfn::__private::owned(types, body) }
}
