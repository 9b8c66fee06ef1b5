/// Docs stay.
#[allow(clippy::type_complexity)]
pub fn count(
    mut from: u32,
    to: u32,
) -> Gen<u32, (), (), ::core::convert::Infallible, impl ::genfn::Body<Output = ()>> {
    let token: ::genfn::__private::Token<
        ::genfn::__private::Synchronous,
        u32,
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
            return ::genfn::__private::never::<()>();
        }
        let _ = &to;
        let _ = &from;
        return 'this_yield_is_not_in_the_body_of_the_generator_itself: {
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
                (@ inside $($code:tt)*) => {
                    $($code)*
                };
                (@ bind $value:ident $operand:expr) => {
                    let $value : u32 = $operand;
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
            while from < to {
                yield_!(from);
                from += 1;
            }
        };
    };
    unsafe { ::genfn::__private::owned(types, body) }
}
