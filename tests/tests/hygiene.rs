//! The expansion leans on nothing that a user's crate may have named otherwise.

#![forbid(unsafe_code)]
#![no_implicit_prelude]
#![deny(warnings)]

extern crate genfn as renamed;
extern crate std;

/// Shadows the crate that the expansion must not mean.
#[allow(dead_code)]
mod core {}
/// As above.
#[allow(dead_code)]
mod genfn {}

/// A crate that exports the generators as its own.
mod facade {
    pub(crate) mod nested {
        pub(crate) use ::genfn;
    }
}

use renamed::{
    AsyncGen, Gen, PinGen, async_generator, generator, iter, stream, try_stream, yield_, yield_from,
};
use std::iter::Iterator;

#[generator(crate = "::genfn")]
fn by_string(n: u32) -> Gen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator(crate = crate::facade::nested::genfn)]
fn by_path(n: u32) -> PinGen<u32> {
    yield_from!(by_string(n));
}

#[async_generator(crate = crate::facade::nested::genfn)]
async fn asynchronous(n: u32) -> AsyncGen<u32> {
    std::future::ready(()).await;
    yield_from!(by_string(n));
}

macro_rules! definition {
    ($name:ident, $value:expr) => {
        #[generator]
        fn $name(value: u32) -> Gen<u32> {
            yield_!($value + value);
        }
    };
}

definition!(made_by_a_macro, 1);

/// Wrong if the expansion used the prelude, or `core` and `genfn` as the user named them.
#[std::prelude::v1::test]
fn hygiene() {
    std::assert!(by_string(2).eq([0, 1]));
    std::assert!(std::pin::pin!(by_path(2)).eq([0, 1]));
    std::assert_eq!(::genfn_tests::block_on(asynchronous(1).next()), std::option::Option::Some(0));
    std::assert!(made_by_a_macro(1).eq([2]));
    std::assert!(iter!(x + 1 for x in 0..9 if x > 7).eq([9]));
    let mut items = try_stream! {
        for await item in stream! { yield 1; } {
            yield std::option::Option::ok_or(std::option::Option::Some(item), "none")?;
        }
    };
    std::assert_eq!(
        ::genfn_tests::block_on(items.next()),
        std::option::Option::Some(std::result::Result::Ok::<i32, &str>(1))
    );
}

/// What a method of the user's gives that ours was taken for: it fits nothing.
struct Clash;

/// A trait of the user's that every type implements, with methods called as what the expansion calls.
macro_rules! blanket {
    ($receiver:tt: $($method:ident)*) => {
        #[allow(dead_code, clippy::new_ret_no_self, clippy::wrong_self_convention, clippy::should_implement_trait)]
        trait Blanket {
            $(fn $method $receiver -> crate::Clash
            where
                Self: std::marker::Sized,
            {
                crate::Clash
            })*
        }
        impl<T: ?std::marker::Sized> Blanket for T {}
    };
}

/// Every form of a generator, with a trait in scope that every type implements.
macro_rules! among {
    ($module:ident, $receiver:tt) => {
        mod $module {
            use ::renamed as genfn;
            use ::std;
            use genfn::{
                AsyncGen, AsyncGenerator, Gen, Generator, GeneratorState, IteratorExt as _, LocalBoxGen, PinAsyncGen,
                PinGen, Raised, StreamDelegateExt as _,
            };
            use genfn::{
                async_generator, generator, iter, raise, stream, try_iter, try_stream, try_yield, try_yield_from, yield_,
                yield_from,
            };
            use std::boxed::Box;
            use std::iter::Iterator;
            use std::ops::FnOnce;
            use std::option::Option::{self, Some};
            use std::pin::pin;
            use std::result::Result::{self, Err, Ok};
            use std::vec::Vec;

            blanket! {
                $receiver:
                answer any_item any_item_of as_mut await_ bind bridge checked delegate expression in_place into_iter
                kind line never new next_item nothing of owned poll poll_next raise stream surface target token
                try_delegate try_yield turn unwind value witness yield_
            }

            type Error = &'static str;

            #[generator]
            fn two() -> Gen<u32, (), u32, Error> {
                yield_!(1);
                match try_yield!(2) {
                    Ok(()) | Err(Raised::Throw("return")) => 3,
                    Err(signal) => raise!(signal),
                }
            }

            #[generator]
            fn pinned() -> PinGen<u32, (), u32, Error> {
                yield_from!(two())
            }

            #[generator]
            fn other_error() -> Gen<u32, (), u32, u8> {
                yield_!(1);
                yield_!(2);
                3
            }

            #[generator]
            fn all() -> Gen<u32, (), u32, Error> {
                let mut sum = yield_from!(two());
                sum += yield_from!(pinned());
                sum += yield_from!(two().boxed_local());
                sum += yield_from!(&mut two());
                sum += yield_from!(pin!(pinned()));
                sum += yield_from!(Box::new(two()));
                sum += yield_from!(other_error());
                sum += yield_from!(two().ignore_sent());
                let object: Box<dyn Generator<Yield = u32, Send = (), Return = u32, Throw = Error>> = Box::new(two());
                sum += yield_from!(object);
                yield_from!(std::vec![1, 2]);
                yield_from!((1..3).ignore_sent());
                yield_from!(iter!(x for x in [1, 2]));
                sum += try_yield_from!(two()).unwrap_or(100);
                sum += try_yield_from!(other_error()).unwrap_or(100);
                let _: Result<(), Raised<Error>> = try_yield_from!([1, 2]);
                sum
            }

            #[generator]
            fn optional() -> Gen<u32, Option<u8>> {
                yield_from!([1, 2]);
                yield_from!(plain(2));
            }

            #[generator]
            fn plain(n: u32) -> LocalBoxGen<'static, u32> {
                for i in 0..n {
                    yield_!(i + 1);
                }
            }

            #[async_generator]
            async fn two_later() -> AsyncGen<u32, (), u32, Error> {
                ::genfn_tests::wait(1).await;
                yield_!(1);
                match try_yield!(2) {
                    Ok(()) | Err(Raised::Throw("return")) => 3,
                    Err(signal) => raise!(signal),
                }
            }

            #[async_generator]
            async fn pinned_later() -> PinAsyncGen<u32, (), u32, Error> {
                yield_from!(two_later())
            }

            #[async_generator]
            async fn all_later() -> AsyncGen<u32, (), u32, Error> {
                let mut sum = yield_from!(two_later());
                sum += yield_from!(pinned_later());
                sum += yield_from!(two_later().boxed_local());
                sum += yield_from!(&mut two_later());
                sum += yield_from!(pin!(pinned_later()));
                sum += yield_from!(::genfn_tests::Manual(two_later()));
                sum += yield_from!(two_later().ignore_sent());
                sum += yield_from!(two());
                sum += yield_from!(pinned());
                sum += yield_from!(other_error());
                yield_from!(::futures::stream::iter([1, 2]));
                yield_from!(::futures::stream::iter([1, 2]).ignore_sent());
                yield_from!(stream!(x for await x in ::futures::stream::iter([1, 2])));
                sum += try_yield_from!(two_later()).unwrap_or(100);
                let _: Result<(), Raised<Error>> = try_yield_from!([1, 2]);
                sum
            }

            fn run<T>(test: impl FnOnce() -> T) -> T {
                test()
            }

            /// Wrong if a method of the user's was taken for one of ours.
            #[std::prelude::v1::test]
            fn a_blanket_trait() {
                let mut generator = all();
                let items: Vec<u32> = Iterator::collect(Generator::iter(&mut generator));
                std::assert!(items.chunks(2).all(|pair| pair == [1, 2]), "{items:?}");
                std::assert_eq!((items.len(), Generator::take_return(&mut generator)), (30, Some(33)));
                std::assert!(optional().eq([1, 2, 1, 2]));
                std::assert!(run(|| iter!(x + y for x in 0..2 if x > 0 for y in [1, 2] if y > 1)).eq([3]));
                std::assert!(run(|| iter! { for x in [1, 2] { yield x; } yield 3; }).eq([1, 2, 3]));
                let fails = try_iter! { yield Err::<u32, Error>("failed")?; };
                std::assert!(fails.eq([Err("failed")]));

                let mut thrown = all();
                std::assert_eq!(thrown.start(), Ok(GeneratorState::Yielded(1)));
                std::assert_eq!(thrown.send(()), Ok(GeneratorState::Yielded(2)));
                std::assert_eq!(thrown.throw("return"), Ok(GeneratorState::Yielded(1)));
                std::assert_eq!(thrown.send(()), Ok(GeneratorState::Yielded(2)));
                std::assert_eq!(thrown.throw("fatal"), Err("fatal"));

                ::genfn_tests::block_on(async {
                    let mut generator = all_later();
                    let mut items = Vec::new();
                    while let Some(item) = AsyncGenerator::iter(&mut generator).next().await {
                        items.push(item);
                    }
                    std::assert!(items.chunks(2).all(|pair| pair == [1, 2]), "{items:?}");
                    std::assert_eq!((items.len(), generator.take_return()), (30, Some(33)));
                    let mut items = try_stream! {
                        'label: for await x in stream! { yield 1; yield 2; } {
                            if x == 1 {
                                continue 'label;
                            }
                            yield Err::<u32, Error>("failed")?;
                        }
                    };
                    std::assert_eq!(items.next().await, Some(Err("failed")));
                });
            }
        }
    };
}

among!(by_value, (self));
among!(by_reference, (&self));
among!(by_mutable_reference, (&mut self));

/// Items, locals, parameters, labels and macros called as what the expansion names.
#[allow(dead_code, non_snake_case, non_camel_case_types, unused_macros, unused_variables)]
mod among_names {
    use ::renamed::{
        AsyncGen, Gen, async_generator, generator, iter, stream, try_iter, try_stream, try_yield,
        try_yield_from, yield_, yield_from,
    };

    mod core {}
    mod std {}
    mod alloc {}
    mod genfn {}
    mod option {}
    mod __private {}
    mod runtime {}

    struct Option;
    struct Result;
    struct Future;
    struct Token;
    struct Channel;
    struct Synchronous;
    struct Asynchronous;
    struct Kind;
    struct Fit;
    struct Nothing;
    struct Infallible;
    trait Iterator {}
    trait IntoIterator {}
    trait Send {}
    trait Sized {}

    fn Some() {}
    fn None() {}
    fn Ok() {}
    fn Err() {}
    fn token() {}
    fn value() {}
    fn delegate() {}
    fn drop() {}
    fn never() {}

    macro_rules! taken {
        ($($name:ident)*) => { $(
            macro_rules! $name {
                () => { ::std::compile_error!("a macro of the user's was taken for another") };
            }
        )* };
    }
    taken! { pin matches unreachable panic concat stringify assert delegate token bind poll await_ ready }

    #[generator]
    fn two<M, Y, S, R, E, B, T>(
        token: M,
        value: Y,
        delegate: S,
        context: R,
        body: E,
        frame: B,
        future: T,
    ) -> Gen<u32> {
        let (end, item, items, stream, outermost, operand, channel, kind) = ((), (), (), (), (), (), (), ());
        yield_!(1);
        'body: {
            match try_yield!(2) {
                ::std::result::Result::Ok(()) => break 'body,
                ::std::result::Result::Err(signal) => ::renamed::raise!(signal),
            }
        }
    }

    #[generator]
    #[allow(clippy::needless_lifetimes)]
    fn all<'token>(token: &'token u32, value: u32) -> Gen<u32> {
        let delegate = two(1, 2, 3, 4, 5, 6, 7);
        yield_from!(delegate);
        let value = [value, *token];
        yield_from!(value);
        let token = two(1, 2, 3, 4, 5, 6, 7);
        let _ = try_yield_from!(token);
        yield_!({
            let value = 0;
            value + 1
        });
        let value = 2;
        yield_!(value);
    }

    #[async_generator]
    async fn all_later(token: u32, value: u32) -> AsyncGen<u32> {
        let delegate = all(&token, value);
        yield_from!(delegate);
        let stream = stream! {
            let token = 1;
            yield token;
            for await item in ::futures::stream::iter([2]) {
                yield item;
            }
        };
        yield_from!(stream);
    }

    /// Wrong if a name of the user's was taken for one of ours, or one of ours for the user's.
    #[::std::prelude::v1::test]
    fn names() {
        use ::std::iter::Iterator as _;

        ::std::assert!(all(&2, 1).eq([1, 2, 1, 2, 1, 2, 1, 2]));
        let (value, items, item, outermost, token) = (1, 2, 3, 4, 5);
        ::std::assert!(iter!(value + items + item + outermost + token for _ in 0..1).eq([15]));
        ::std::assert!(
            iter!(value + items + item + outermost + token + x for _ in 0..1 for x in 0..1).eq([15])
        );
        ::std::assert!(iter! { yield value; yield items; yield token; }.eq([1, 2, 5]));
        let fails = try_iter! { yield ::std::result::Result::Err::<u32, u32>(token)?; };
        ::std::assert!(fails.eq([::std::result::Result::Err(5_u32)]));
        ::genfn_tests::block_on(async {
            let mut generator = all_later(2, 1);
            let mut count = 0;
            while let ::std::option::Option::Some(item) = generator.next().await {
                ::std::assert_eq!(item, count % 2 + 1);
                count += 1;
            }
            ::std::assert_eq!(count, 10);
            let mut fails = try_stream! {
                for await item in ::futures::stream::iter([1]) {
                    yield ::std::result::Result::Err::<u32, u32>(item + value)?;
                }
            };
            let first = fails.next().await;
            ::std::assert_eq!(first, ::std::option::Option::Some(::std::result::Result::Err(2_u32)));
        });
    }
}
