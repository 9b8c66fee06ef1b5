fn around() {
    let _ = genfn::__private::expression(
        xs,
        |x, items| {
            if x > 1 {
                let value;
                {
                    if false {
                        value = genfn::__private::any_item(items)
                    } else {
                        value = x * x
                    }
                }
                ::core::option::Option::Some(value)
            } else {
                ::core::option::Option::None
            }
        },
    );
}
