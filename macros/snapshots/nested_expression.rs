fn around() {
    let _ = match ::core::iter::IntoIterator::into_iter(xs) {
        outermost => {
            let token = unsafe {
                genfn::__private::Token::<
                    genfn::__private::Synchronous,
                    _,
                    (),
                    ::core::convert::Infallible,
                >::new()
            };
            genfn::__private::owned::<
                _,
                _,
                (),
                _,
                _,
            >(
                genfn::__private::Token::witness(&token),
                async {
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
                            (@ here $never:expr) => {
                                if false { break
                                'this_yield_is_not_in_the_body_of_the_generator_itself
                                $never; }
                            };
                            (@ bind $value:ident $operand:expr) => {
                                let $value; if false { $value = genfn::__private::any_item(&
                                token); } else { $value = $operand; }
                            };
                            (@ token) => {
                                (& token)
                            };
                        }
                        match ::core::iter::IntoIterator::into_iter(outermost) {
                            mut items => {
                                loop {
                                    genfn::__private::turn();
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
                },
            )
        }
    };
}
