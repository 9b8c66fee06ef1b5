#[allow(clippy::type_complexity)]
fn into_iter(self) -> Self::IntoIter {
    let token: ::genfn::__private::Token<
        ::genfn::__private::Synchronous,
        <Self::IntoIter as ::genfn::ReturnedByGenerator>::Yield,
        <Self::IntoIter as ::genfn::ReturnedByGenerator>::Send,
        <Self::IntoIter as ::genfn::ReturnedByGenerator>::Throw,
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
            return ::genfn::__private::never::<
                <Self::IntoIter as ::genfn::ReturnedByGenerator>::Return,
            >();
        }
        let _ = &self;
        return 'this_yield_is_not_in_the_body_of_the_generator_itself: {
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
                (@ inside $($code:tt)*) => {
                    $($code)*
                };
                (@ bind $value:ident $operand:expr) => {
                    let $value; if false { $value =
                    ::genfn::__private::any_item(::genfn::__private::Token::types(&
                    token)); } else { $value = $operand; }
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
            yield_!(self.0);
        };
    };
    ::genfn::__private::FromGenerator::from_generator(unsafe {
        ::genfn::__private::owned(types, body)
    })
}
