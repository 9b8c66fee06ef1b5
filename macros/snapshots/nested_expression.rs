fn around() {
    let _ = match ::core::iter::IntoIterator::into_iter(xs) {
        outermost => {
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
                        (
                            @ wait $never:expr; $await:tt $method:ident
                            $($operand:ident)*
                        ) => {
                            { if false { break
                            'this_yield_is_not_in_the_body_of_the_generator_itself
                            $never; } genfn::__token!(token $await $method $($operand)*)
                            }
                        };
                    }
                    match ::core::iter::IntoIterator::into_iter(outermost) {
                        mut items => {
                            loop {
                                genfn::__private::keep_scalar();
                                match ::core::iter::Iterator::next(&mut items) {
                                    ::core::option::Option::None => break,
                                    ::core::option::Option::Some(item) => {
                                        let x = item;
                                        {
                                            if x > 1 {
                                                for y in ys {
                                                    genfn::yield_!(x * y);
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                };
            };
            unsafe { genfn::__private::owned(types, body) }
        }
    };
}
