//! `Send` follows from what a body holds (G47), also where a type of the signature has a lifetime. A matrix: each of the
//! four types borrowed in several ways × each kind of delegate × both kinds of generator × each way onto another thread.

#![forbid(unsafe_code)]
#![allow(unused_must_use, reason = "what is returned may be a closure, which nobody calls")]

use std::borrow::Cow;
use std::pin::pin;

use futures::stream;
use genfn::{
    AsyncGen, AsyncGenerator, BoxAsyncGen, BoxGen, Gen, Generator, GeneratorState, IteratorExt as _,
    PinAsyncGen, PinGen, StreamDelegateExt as _,
};
use genfn::{async_generator, generator, iter, raise, stream, try_yield_from, yield_, yield_from};
use genfn_tests::{Manual, block_on};

/// A struct of the user's with a lifetime.
struct View<'a> {
    text: &'a str,
}

type Function = fn(&str) -> usize;
type Object<'a> = Box<dyn Fn(&str) -> usize + Send + 'a>;
type Bytes<'a> = std::slice::Iter<'a, u8>;

/// Makes a value of each type from a text that it may borrow.
mod make {
    use super::{Bytes, Cow, Function, Object, View};

    pub(super) fn unit(_: &str) {}
    pub(super) fn number(_: &str) -> u32 {
        7
    }
    pub(super) fn nothing<T>(_: &str) -> Option<T> {
        None
    }
    pub(super) fn text(text: &str) -> &str {
        text
    }
    pub(super) fn fixed(_: &str) -> &'static str {
        "fixed"
    }
    pub(super) fn cow(text: &str) -> Cow<'_, str> {
        Cow::Borrowed(text)
    }
    pub(super) fn view(text: &str) -> View<'_> {
        View { text }
    }
    pub(super) fn function(_: &str) -> Function {
        str::len
    }
    pub(super) fn object(text: &str) -> Object<'_> {
        Box::new(move |other| text.len() + other.len())
    }
    pub(super) fn bytes(text: &str) -> Bytes<'_> {
        text.as_bytes().iter()
    }
}

/// A number that a value gives only when it is whole.
trait Probe {
    fn probe(&self) -> usize;
}

macro_rules! probes {
    ($($T:ty: |$this:pat_param| $probe:expr;)*) => { $(
        impl Probe for $T {
            fn probe(&self) -> usize {
                let $this = self;
                $probe
            }
        }
    )* };
}

probes! {
    (): |()| 0;
    u32: |number| *number as usize;
    &str: |text| text.len();
    Cow<'_, str>: |text| text.len();
    View<'_>: |view| view.text.len();
    Function: |function| function("abc");
    Object<'_>: |object| object("abc");
    Bytes<'_>: |bytes| bytes.len();
}

/// The number of items, the sum of their probes, and that of the return value.
type Seen = (usize, usize, usize);

/// Runs a generator to its end.
fn drive<G: Generator>(mut generator: G, sent: impl Fn() -> G::Send) -> Seen
where
    G::Yield: Probe,
    G::Return: Probe,
{
    let (mut count, mut sum) = (0, 0);
    let mut state = generator.start().unwrap();
    loop {
        match state {
            GeneratorState::Yielded(item) => (count, sum) = (count + 1, sum + item.probe()),
            GeneratorState::Complete(value) => return (count, sum, value.probe()),
        }
        state = generator.send(sent()).unwrap_or_else(|_| unreachable!("it waits for a value"));
    }
}

/// As above.
async fn drive_async<G: AsyncGenerator + Unpin>(mut generator: G, sent: impl Fn() -> G::Send) -> Seen
where
    G::Yield: Probe,
    G::Return: Probe,
{
    let (mut count, mut sum) = (0, 0);
    let mut state = generator.start().await.unwrap();
    loop {
        match state {
            GeneratorState::Yielded(item) => (count, sum) = (count + 1, sum + item.probe()),
            GeneratorState::Complete(value) => return (count, sum, value.probe()),
        }
        state = generator.send(sent()).await.unwrap_or_else(|_| unreachable!("it waits for a value"));
    }
}

/// Wrong at compile time if its argument cannot go to another thread.
fn send<T: Send>(value: T) -> T {
    value
}

/// A plain iterator or stream, as a delegate of a generator with this sent type.
macro_rules! fitting {
    (absent, $delegate:expr) => {
        $delegate
    };
    (present, $delegate:expr) => {
        $delegate.ignore_sent()
    };
}

/// The delegators, one for each kind of delegate; what may be done with them at compile time; and what runs them.
///
/// What runs has their types erased first, for each costs compile time. What is checked only is never called.
macro_rules! delegators {
    ($run:tt synchronous: $($kind:ident = |$text:ident| $body:expr;)*) => {
        $(
            #[generator]
            fn $kind<'a>($text: &'a str) -> Gen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                $body
            }
        )*

        fn check(text: &str) {
            $(
                let _ = send($kind(text));
                std::thread::scope(|scope| {
                    let mut generator = $kind(text);
                    scope.spawn(move || generator.start().is_ok());
                });
                std::thread::spawn(|| drive($kind("free"), || s("free")));
            )*
        }

        fn erased<'a>(text: &'a str) -> Vec<(&'static str, BoxGen<'a, Y<'a>, S<'a>, R<'a>, E<'a>>)> {
            vec![$((stringify!($kind), $kind(text).boxed()),)*]
        }

        only! { $run
            #[test]
            fn synchronous() {
                let owned = String::from("borrowed");
                let text = owned.as_str();
                let expected = (2, 2 * y(text).probe(), r(text).probe());
                for (kind, generator) in erased(text) {
                    assert_eq!(drive(generator, || s(text)), expected, "{kind}");
                }
                for (kind, mut generator) in erased(text) {
                    assert!(generator.start().is_ok(), "{kind}");
                    std::thread::scope(|scope| {
                        let moved = scope.spawn(move || {
                            assert!(generator.send(s(text)).is_ok());
                            generator
                        });
                        assert!(moved.join().unwrap().close().is_ok(), "{kind}");
                    });
                }
                for (kind, generator) in erased("borrowed") {
                    let thread = std::thread::spawn(|| drive(generator, || s("borrowed")));
                    assert_eq!(thread.join().unwrap(), expected, "{kind}");
                }
            }
        }
    };
    ($run:tt asynchronous: $($kind:ident = |$text:ident| $body:expr;)*) => {
        $(
            #[async_generator]
            async fn $kind<'a>($text: &'a str) -> AsyncGen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                $body
            }
        )*

        fn check_async(text: &str) {
            $(
                drop(send(drive_async(send($kind(text)), || s(text))));
                // What holds the generator across an await must be `Send` too, in a future of the user's.
                tokio::spawn(async {
                    let mut generator = $kind("free");
                    let first = generator.start().await.is_ok();
                    tokio::task::yield_now().await;
                    let second = generator.send(s("free")).await.is_ok();
                    (first, second, generator.settle().await.is_ok(), generator.close().await.is_ok())
                });
            )*
        }

        fn erased_async<'a>(text: &'a str) -> Vec<(&'static str, BoxAsyncGen<'a, Y<'a>, S<'a>, R<'a>, E<'a>>)> {
            vec![$((stringify!($kind), $kind(text).boxed()),)*]
        }

        only! { $run
            #[test]
            fn asynchronous() {
                let owned = String::from("borrowed");
                let text = owned.as_str();
                let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
                let expected = (2, 2 * y(text).probe(), r(text).probe());
                for (kind, generator) in erased_async(text) {
                    assert_eq!(block_on(send(drive_async(generator, || s(text)))), expected, "{kind}");
                }
                for (kind, mut generator) in erased_async(text) {
                    assert!(block_on(generator.start()).is_ok(), "{kind}");
                    std::thread::scope(|scope| {
                        let moved = scope.spawn(move || {
                            assert!(block_on(generator.send(s(text))).is_ok());
                            generator
                        });
                        assert!(block_on(moved.join().unwrap().close()).is_ok(), "{kind}");
                    });
                }
                for (kind, generator) in erased_async("borrowed") {
                    let task = runtime.spawn(drive_async(generator, || s("borrowed")));
                    assert_eq!(runtime.block_on(task).unwrap(), expected, "{kind}");
                }
                for (kind, mut generator) in erased_async("borrowed") {
                    let task = runtime.spawn(async move {
                        let first = generator.start().await.is_ok();
                        tokio::task::yield_now().await;
                        first && generator.send(s("borrowed")).await.is_ok() && generator.close().await.is_ok()
                    });
                    assert!(runtime.block_on(task).unwrap(), "{kind}");
                }
            }
        }
    };
}

/// A row that is run, or one that is compiled only.
macro_rules! only {
    (run $($item:item)*) => { $($item)* };
    (compile $($item:item)*) => {};
}

/// All delegators for one choice of the four types, and what runs them.
macro_rules! row {
    (
        $run:tt $row:ident, $absent:tt, $Y:ty = $y:ident, $S:ty = $s:ident, $R:ty = $r:ident, $E:ty
    ) => {
        #[allow(dead_code, reason = "what is compiled only is not called")]
        mod $row {
            use super::make::{$r as r, $s as s, $y as y};
            use super::*;

            type Y<'a> = $Y;
            type S<'a> = $S;
            type R<'a> = $R;
            type E<'a> = $E;

            #[generator]
            fn inner<'a>(text: &'a str) -> Gen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                let bytes = text.as_bytes().iter();
                let _ = yield_!(y(text));
                let _ = yield_!(y(text));
                drop(bytes);
                r(text)
            }
            #[generator]
            fn inner_in_place<'a>(text: &'a str) -> PinGen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                yield_from!(inner(text))
            }
            #[generator]
            fn other_error<'a>(text: &'a str) -> Gen<Y<'a>, S<'a>, R<'a>, Cow<'a, [u8]>> {
                let _ = yield_!(y(text));
                let _ = yield_!(y(text));
                r(text)
            }
            #[generator]
            fn sent_nothing<'a>(text: &'a str) -> Gen<Y<'a>, (), R<'a>, E<'a>> {
                let _ = yield_!(y(text));
                let _ = yield_!(y(text));
                r(text)
            }
            fn block(text: &str) -> BoxGen<'_, Y<'_>> {
                send(iter! {
                    move
                    let _ = yield_from!(sent_nothing(text));
                })
                .boxed()
            }

            #[async_generator]
            async fn inner_async<'a>(text: &'a str) -> AsyncGen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                let bytes = text.as_bytes().iter();
                let _ = yield_!(y(text));
                tokio::task::yield_now().await;
                let _ = yield_!(y(text));
                drop(bytes);
                r(text)
            }
            #[async_generator]
            async fn inner_async_in_place<'a>(text: &'a str) -> PinAsyncGen<Y<'a>, S<'a>, R<'a>, E<'a>> {
                yield_from!(inner_async(text))
            }
            #[async_generator]
            async fn other_error_async<'a>(text: &'a str) -> AsyncGen<Y<'a>, S<'a>, R<'a>, Cow<'a, [u8]>> {
                let _ = yield_!(y(text));
                let _ = yield_!(y(text));
                r(text)
            }
            #[async_generator]
            async fn sent_nothing_async<'a>(text: &'a str) -> AsyncGen<Y<'a>, (), R<'a>, E<'a>> {
                let _ = yield_!(y(text));
                let _ = yield_!(y(text));
                r(text)
            }
            fn block_async(text: &str) -> BoxAsyncGen<'_, Y<'_>> {
                send(stream! {
                    let _ = yield_from!(sent_nothing_async(text));
                })
                .boxed()
            }

            delegators! {
                $run synchronous:
                linked = |text| yield_from!(inner(text));
                boxed = |text| yield_from!(inner(text).boxed());
                by_reference = |text| {
                    let mut delegate = inner(text);
                    yield_from!(&mut delegate)
                };
                by_reference_to_box = |text| yield_from!(&mut inner(text).boxed());
                in_a_box = |text| yield_from!(Box::new(inner(text)));
                pushed = |text| yield_from!(inner_in_place(text));
                pinned = |text| yield_from!(pin!(inner_in_place(text)));
                driven = |text| yield_from!(Manual(inner(text)));
                driven_by_reference = |text| yield_from!(&mut Manual(inner(text)));
                other_errors = |text| yield_from!(other_error(text));
                other_errors_driven = |text| yield_from!(Manual(other_error(text)));
                ignoring = |text| yield_from!(sent_nothing(text).ignore_sent());
                iterator = |text| {
                    yield_from!(fitting!($absent, [y(text), y(text)].into_iter()));
                    r(text)
                };
                a_block = |text| {
                    yield_from!(fitting!($absent, block(text)));
                    r(text)
                };
                tried = |text| match try_yield_from!(inner(text)) {
                    Ok(value) => value,
                    Err(signal) => raise!(signal),
                };
                tried_by_reference = |text| {
                    let mut delegate = inner(text);
                    match try_yield_from!(&mut delegate) {
                        Ok(value) => value,
                        Err(signal) => raise!(signal),
                    }
                };
                tried_other_errors = |text| match try_yield_from!(other_error(text)) {
                    Ok(value) => value,
                    Err(signal) => raise!(signal),
                };
            }

            delegators! {
                $run asynchronous:
                linked_async = |text| yield_from!(inner_async(text));
                boxed_async = |text| yield_from!(inner_async(text).boxed());
                by_reference_async = |text| {
                    let mut delegate = inner_async(text);
                    yield_from!(&mut delegate)
                };
                in_a_box_async = |text| yield_from!(Box::new(inner_async(text)));
                in_place_async = |text| yield_from!(inner_async_in_place(text));
                pinned_async = |text| yield_from!(pin!(inner_async_in_place(text)));
                pinned_in_a_box_async = |text| yield_from!(Box::pin(inner_async_in_place(text)));
                driven_async = |text| yield_from!(Manual(inner_async(text)));
                driven_by_reference_async = |text| yield_from!(&mut Manual(inner_async(text)));
                other_errors_async = |text| yield_from!(other_error_async(text));
                ignoring_async = |text| yield_from!(sent_nothing_async(text).ignore_sent());
                a_stream = |text| {
                    yield_from!(fitting!($absent, stream::iter([y(text), y(text)])));
                    r(text)
                };
                an_iterator = |text| {
                    yield_from!(fitting!($absent, [y(text), y(text)].into_iter()));
                    r(text)
                };
                a_block_async = |text| {
                    yield_from!(fitting!($absent, block_async(text)));
                    r(text)
                };
                for_await = |text| {
                    let mut items = block_async(text);
                    while let Some(item) = items.next().await {
                        yield_!(item);
                    }
                    r(text)
                };
                a_synchronous_one = |text| yield_from!(inner(text));
                a_synchronous_one_pushed = |text| yield_from!(inner_in_place(text));
                a_synchronous_one_driven = |text| yield_from!(Manual(inner(text)));
                tried_async = |text| match try_yield_from!(inner_async(text)) {
                    Ok(value) => value,
                    Err(signal) => raise!(signal),
                };
                tried_other_errors_async = |text| match try_yield_from!(other_error_async(text)) {
                    Ok(value) => value,
                    Err(signal) => raise!(signal),
                };
            }
        }
    };
}

/// Each of the four types in turn, for one borrowed type.
macro_rules! positions {
    ($($T:ty = $make:ident: $yields:ident $sends:ident $returns:ident $throws:ident;)*) => { $(
        row!(compile $yields, absent, $T = $make, () = unit, () = unit, u8);
        row!(compile $sends, present, u32 = number, $T = $make, () = unit, u8);
        row!(compile $returns, absent, u32 = number, () = unit, $T = $make, u8);
        row!(compile $throws, absent, u32 = number, () = unit, () = unit, $T);
    )* };
}

// These rows are compiled only, which is nothing for Miri.
#[cfg(not(miri))]
positions! {
    &'static str = fixed: yields_static sends_static returns_static throws_static;
    &'a str = text: yields_text sends_text returns_text throws_text;
    View<'a> = view: yields_view sends_view returns_view throws_view;
}

// All four at once; every type comes in every place.
row!(run row_0, present, &'static str = fixed, &'a str = text, Cow<'a, str> = cow, View<'a>);
row!(run row_1, absent, Cow<'a, str> = cow, Option<View<'a>> = nothing, Function = function, Object<'a>);

/// They differ from the two above in their types only, which Miri sees no difference in.
#[cfg(not(miri))]
mod more_rows {
    use super::*;

    row!(run row_2, present, &'a str = text, Cow<'a, str> = cow, View<'a> = view, Function);
    row!(run row_3, present, View<'a> = view, Function = function, Object<'a> = object, Bytes<'a>);
    row!(run row_4, present, Function = function, Object<'a> = object, Bytes<'a> = bytes, &'static str);
    row!(run row_5, absent, Object<'a> = object, Option<Bytes<'a>> = nothing, &'static str = fixed, &'a str);
    row!(run row_6, absent, Bytes<'a> = bytes, Option<&'static str> = nothing, &'a str = text, Cow<'a, str>);
}
