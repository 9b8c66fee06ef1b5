#[allow(clippy::type_complexity)]
fn records<T: Clone>(
    &self,
    argument1: (T, T),
    argument2: u8,
) -> PinGen<T, u8, io::Result<()>, Error, impl ::genfn::Body<Output = io::Result<()>>>
where
    T: Copy,
{
    let token: ::genfn::__private::Token<
        ::genfn::__private::Synchronous,
        T,
        u8,
        Error,
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
            return ::genfn::__private::never::<io::Result<()>>();
        }
        let _ = &argument2;
        let _ = &argument1;
        let _ = &self;
        let argument1 = argument1;
        let (a, _) = argument1;
        let argument2 = argument2;
        return 'this_yield_is_not_in_the_body_of_the_generator_itself: {
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! this_macro_works_only_in_the_body_of_a_generator_function {
                (@ inside $($code:tt)*) => {
                    $($code)*
                };
                (@ bind $value:ident $operand:expr) => {
                    let $value : T = $operand;
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
            yield_!(a);
            Ok(())
        };
    };
    unsafe { ::genfn::__private::in_place(types, body) }
}
