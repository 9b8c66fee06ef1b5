fn around() {
    let _ = {
        let token: genfn::__private::Token<
            genfn::__private::Synchronous,
            _,
            (),
            ::core::convert::Infallible,
        > = unsafe { genfn::__private::Token::new() };
        let types = genfn::__private::Token::types(&token);
        #[allow(
            clippy::await_holding_lock,
            clippy::await_holding_refcell_ref,
            clippy::await_holding_invalid_type
        )]
        let body = async {
            let token = token;
            if false {
                return genfn::__private::never::<()>();
            }
            return 'this_yield_is_not_in_the_body_of_the_generator_itself: {
                #[allow(unused_macros, unused_macro_rules)]
                macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
                    (@ inside $($code:tt)*) => {
                        $($code)*
                    };
                    (@ bind $value:ident $operand:expr) => {
                        let $value; if false { $value =
                        genfn::__private::any_item(genfn::__private::Token::types(&
                        token)); } else { $value = $operand; }
                    };
                    (@ types) => {
                        genfn::__private::Token::types(& token)
                    };
                    (@ wait $never:expr; $await:tt $method:ident $($operand:ident)*) => {
                        { if false { break
                        'this_yield_is_not_in_the_body_of_the_generator_itself $never; }
                        genfn::__token!(token $await $method $($operand)*) }
                    };
                }
                for i in 0..n {
                    genfn::yield_!(i);
                }
            };
        };
        unsafe { genfn::__private::owned(types, body) }
    };
}
