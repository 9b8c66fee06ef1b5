fn around() {
    let _ = {
        let token: genfn::__private::Token<
            genfn::__private::Asynchronous,
            _,
            (),
            ::core::convert::Infallible,
        > = unsafe { genfn::__private::Token::new() };
        let types = genfn::__private::Token::types(&token);
        let body = async move {
            let token = genfn::__private::Token::bind(token).await;
            if false {
                return genfn::__private::never::<::core::result::Result<(), _>>();
            }
            let end: () = 'this_yield_is_not_in_the_body_of_the_generator_itself: {
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
                {
                    #[allow(unused_imports)]
                    use genfn::__private::{IsAwaited as _, IsNotAwaited as _};
                    let stream = lines;
                    let stream = (&&genfn::__private::Awaited::is(&stream))
                        .__genfn_answer()
                        .__genfn_stream(stream);
                    let mut stream = ::core::pin::pin!(stream);
                    while let ::core::option::Option::Some(item) = genfn::__private::next_item(
                            ::core::pin::Pin::as_mut(&mut stream),
                        )
                        .await
                    {
                        let line = item;
                        if line.is_empty() {
                            return ::core::result::Result::Ok(());
                        }
                        genfn::yield_!(line ?);
                    }
                }
            };
            #[allow(unreachable_code)] return ::core::result::Result::Ok(end);
        };
        unsafe { genfn::__private::stream_block(types, body) }
    };
}
