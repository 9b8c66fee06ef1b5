//! Wrong if a block did anything else than the one of the crate async-stream with the same tokens: each row of a table runs
//! under both macros. Each kind was found in a published crate.

#![forbid(unsafe_code)]
#![allow(
    clippy::all,
    clippy::pedantic,
    unreachable_code,
    unused_braces,
    reason = "odd programs are the point, and async-stream raises the last"
)]

use std::cell::RefCell;
use std::future::ready;
use std::rc::Rc;
use std::sync::Mutex;

use futures_core::stream::BoxStream;
use futures_core::{FusedStream as _, Stream};
use futures_util::StreamExt as _;

/// All items, at once.
fn all<T>(items: impl Stream<Item = T>) -> Vec<T> {
    tokio_test::block_on(items.collect())
}

#[derive(Debug, PartialEq)]
struct Point {
    x: u32,
}

fn numbers(end: u32) -> impl Stream<Item = u32> {
    futures_util::stream::iter(0..end)
}

fn end() {}

/// Runs the body of each row under both macros, and compares the items with the expected ones.
macro_rules! alike {
    ($($name:literal: $macro:ident { $($body:tt)* } => $Item:ty = $expected:expr;)*) => { $(
        let expected: Vec<$Item> = Vec::from($expected);
        assert_eq!(all(async_stream::$macro! { $($body)* }), expected, "async-stream: {}", $name);
        assert_eq!(all(genfn::$macro! { $($body)* }), expected, "genfn: {}", $name);
    )* };
}

#[test]
fn yields_of_a_struct() {
    alike! {
        "after the guard of an arm": stream {
            for x in 0..2 {
                match x {
                    x if x == 1 => yield Point { x },
                    _ => yield Point { x: 7 },
                }
            }
        } => Point = [Point { x: 7 }, Point { x: 1 }];
        "after a guard, with no comma before the next arm": stream {
            match 1 {
                x if x > 0 => { yield Point { x } }
                _ => {}
            }
            let x = 2;
            yield Point { x };
        } => Point = [Point { x: 1 }, Point { x: 2 }];
        "after the `if` of a branch": stream {
            tokio::select! {
                x = ready(3), if true => yield Point { x },
                else => yield Point { x: 0 },
            }
        } => Point = [Point { x: 3 }];
        "after a guard in `matches!`": stream {
            let _ = matches!(4, x if x > 3);
            yield Point { x: 4 };
        } => Point = [Point { x: 4 }];
        "in a guard": stream {
            match 5 {
                x if { yield Point { x }; true } => yield Point { x: x + 1 },
                _ => {}
            }
        } => Point = [Point { x: 5 }, Point { x: 6 }];
    }
}

#[test]
fn returns() {
    alike! {
        "without a value": try_stream {
            yield 1;
            if true { return; }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1)];
        "of unit": try_stream {
            yield 1;
            if true { return (); }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1)];
        "of a call": try_stream {
            yield 1;
            match true { true => return end(), false => Err("not reached")? }
        } => Result<u32, &str> = [Ok(1)];
        "of a yield": try_stream {
            if true { return yield 1; }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1)];
        "of what never is": try_stream {
            yield 1;
            if false { return todo!(); }
            Err("reached")?;
        } => Result<u32, &str> = [Ok(1), Err("reached")];
        "of an error's question mark": try_stream {
            yield 1;
            if true { return Err("reached")?; }
        } => Result<u32, &str> = [Ok(1), Err("reached")];
        "of a block": try_stream {
            yield 1;
            if true { return { yield 2; }; }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1), Ok(2)];
        "in an arm": try_stream {
            for x in 0..3 {
                match x { 2 => return, x if x > 2 => return (), x => yield x }
            }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(0), Ok(1)];
        "among the arguments of a macro": try_stream {
            tokio::select! {
                x = ready(3) => { yield x; if x == 3 { return; } }
            }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(3)];
        "in an `async` block among the arguments of a macro": try_stream {
            let (a, b) = tokio::join!(async { if true { return; } }, async move { return 2; });
            let () = a;
            yield b;
            Err("reached")?;
        } => Result<u32, &str> = [Ok(2), Err("reached")];
        "in the future of a branch": try_stream {
            tokio::select! {
                () = async { if true { return; } } => yield 4,
            }
            Err("reached")?;
        } => Result<u32, &str> = [Ok(4), Err("reached")];
        "in a closure among the arguments of a macro": try_stream {
            let mut seen = Vec::new();
            for note in vec![Box::new(|seen: &mut Vec<u32>| { if seen.len() > 5 { return; } seen.push(1) })] {
                note(&mut seen);
            }
            yield seen.len() as u32;
            let counted = vec![|| return, || { return; }, move || { return }];
            yield counted.len() as u32;
            Err("reached")?;
        } => Result<u32, &str> = [Ok(1), Ok(3), Err("reached")];
        "beside alternatives among the arguments of a macro": try_stream {
            tokio::select! {
                1 | 2 = ready(2) => { yield 5; if true { return; } }
                else => return,
            }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(5)];
        "in a function": try_stream {
            fn early(x: u32) { if x > 0 { return; } }
            early(1);
            yield 6;
            Err("reached")?;
        } => Result<u32, &str> = [Ok(6), Err("reached")];
        "in a closure": try_stream {
            let early = |x: u32| { if x > 0 { return; } };
            early(1);
            let late = async || { if true { return; } };
            late().await;
            yield 7;
            Err("reached")?;
        } => Result<u32, &str> = [Ok(7), Err("reached")];
        "in a stream that cannot fail": stream {
            yield Point { x: 8 };
            if true { return end(); }
            yield Point { x: 9 };
        } => Point = [Point { x: 8 }];
    }
}

#[test]
fn for_await_over_temporaries() {
    let mutex = Mutex::new(3);
    let mutex = &mutex;
    let counted = Rc::new(());
    let counted = &counted;
    alike! {
        "a lock": stream {
            for await x in numbers(*mutex.lock().unwrap()) {
                yield (x, mutex.try_lock().is_ok());
            }
        } => (u32, bool) = [(0, true), (1, true), (2, true)];
        "a count": stream {
            for await x in numbers(Rc::strong_count(&counted.clone()) as u32) {
                yield (x, Rc::strong_count(counted) == 1);
            }
        } => (u32, bool) = [(0, true), (1, true)];
        "extended as those of a `let`": stream {
            for await x in &mut numbers(1) {
                yield (x, true);
            }
        } => (u32, bool) = [(0, true)];
    }

    struct NotSend(u32, std::marker::PhantomData<*const ()>);
    fn is_send<T: Send>(stream: T) -> T {
        stream
    }
    macro_rules! over_what_is_not_send {
        ($macro:path) => {{
            use $macro as stream;
            all(is_send(stream! {
                for await x in numbers(NotSend(1, std::marker::PhantomData).0) {
                    yield x;
                }
            }))
        }};
    }
    assert_eq!(over_what_is_not_send!(async_stream::stream), [0]);
    assert_eq!(over_what_is_not_send!(genfn::stream), [0]);
}

/// All of a `for await` from fragments of a macro.
macro_rules! fragments {
    ($macro:path, $stream:expr, $item:pat, $body:block) => {{
        use $macro as stream;
        all(stream! { yield 9; for await $item in $stream $body yield 8; })
    }};
}

#[test]
fn for_await_of_fragments() {
    let seen = RefCell::new(Vec::new());
    let note = &seen;
    assert_eq!(fragments!(async_stream::stream, numbers(2), _, { note.borrow_mut().push(0) }), [9, 8]);
    assert_eq!(fragments!(genfn::stream, numbers(3), _, { note.borrow_mut().push(1) }), [9, 8]);
    assert_eq!(seen.into_inner(), [0, 0, 1, 1, 1]);
}

#[test]
fn macros_of_the_user() {
    macro_rules! iter {
        ($($body:tt)*) => { $($body)* };
    }
    macro_rules! try_iter {
        ($first:stmt; $second:stmt) => {
            $second
            $first
        };
    }
    alike! {
        "called `iter`": stream {
            yield 1;
            iter! { yield 2; if true { yield 3 } }
        } => u32 = [1, 2, 3];
        "called `try_iter`": stream {
            yield 0;
            try_iter! { yield 1; yield 2 }
        } => u32 = [0, 2, 1];
        "called `iter`, in an expression": stream {
            let _ = (iter! { yield 5 }, yield 6);
        } => u32 = [5, 6];
        "called `iter`, which returns": try_stream {
            yield 1;
            iter! { yield 2; if true { return } }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1), Ok(2)];
        "called `try_iter`, which returns": try_stream {
            yield 1;
            try_iter! { return; yield 2 }
            Err("not reached")?;
        } => Result<u32, &str> = [Ok(1), Ok(2)];
    }
}

/// Wrong if our own macros inside of others' blocks, or of ours, were no generators of their own any more.
#[test]
fn blocks_in_blocks() {
    use genfn::{iter, stream, try_iter, try_stream};

    let items = stream! {
        for x in iter! { yield 1; if true { return; } yield 2; } { yield x; }
        for x in try_iter! { yield 3; if true { return; } Err("not reached")?; } {
            let x: Result<_, &str> = x;
            yield x.unwrap();
        }
        for x in iter!(x + 1 for x in 3..5) { yield x; }
        for await x in stream! { for await x in numbers(7).skip(6) { yield x; } } { yield x; }
        for await x in try_stream! { yield 7; if true { return; } Err("not reached")?; } {
            let x: Result<_, &str> = x;
            yield x.unwrap();
        }
        let unused = iter! { yield "another type" };
        drop(unused);
    };
    assert_eq!(all(items), [1, 3, 4, 5, 6, 7]);
    let items = try_stream! {
        for x in iter! { yield 1; if true { return; } yield 2; } { yield x; }
        for x in try_iter! { yield 3; if true { return; } Err("not reached")?; } { yield x?; }
        for await x in try_stream! { yield 4; Err("over")? } { yield x?; }
    };
    assert_eq!(all(items), [Ok(1), Ok(3), Ok(4), Err("over")]);
    // With no yield of its own.
    let items = stream! { for letter in iter! { yield 'a' } { assert_eq!(letter, 'a'); } };
    assert_eq!(all(items), []);
}

/// What a stream is to those that use it.
macro_rules! stream_ext {
    ($($name:ident = $macro:path)*) => { $(
        #[test]
        fn $name() {
            use $macro as stream;

            fn boxed(of: &str) -> BoxStream<'_, char> {
                stream! { for letter in of.chars() { yield letter; } }.boxed()
            }
            fn boxed_local(of: Rc<str>) -> futures_core::stream::LocalBoxStream<'static, char> {
                stream! { for letter in of.chars() { yield letter; } }.boxed_local()
            }
            assert_eq!(all(boxed("ab")), ['a', 'b']);
            assert_eq!(all(boxed_local("cd".into())), ['c', 'd']);

            let mut items = Box::pin(stream! { yield 1; yield 2; });
            assert_eq!((items.size_hint(), items.is_terminated()), ((0, None), false));
            assert_eq!(tokio_test::block_on(items.next()), Some(1));
            assert_eq!((items.size_hint(), items.is_terminated()), ((0, None), false));
            assert_eq!(tokio_test::block_on(items.next()), Some(2));
            assert_eq!(tokio_test::block_on(items.next()), None);
            assert_eq!((items.size_hint(), items.is_terminated()), ((0, Some(0)), true));
        }
    )* };
}

stream_ext! {
    streams_of_async_stream = async_stream::stream
    streams_of_genfn = genfn::stream
}

/// Wrong if what the guide `from_async_stream` says of the order were not so: here a stream that fails has dropped its locals
/// when it gives the error; there when it is asked for the next item, or never if it is not.
#[test]
fn locals_are_dropped_before_the_error() {
    struct Noted<'l>(&'l RefCell<Vec<&'static str>>);
    impl Drop for Noted<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push("dropped");
        }
    }
    macro_rules! log_of {
        ($macro:path) => {{
            use $macro as try_stream;
            let log = RefCell::new(Vec::new());
            let noted = &log;
            let items = try_stream! {
                let _guard = Noted(noted);
                yield ();
                Err("over")?;
            };
            tokio_test::block_on(items.for_each(|item| {
                let item: Result<(), &str> = item;
                log.borrow_mut().push(if item.is_ok() { "item" } else { "error" });
                ready(())
            }));
            log.into_inner()
        }};
    }
    assert_eq!(log_of!(genfn::try_stream), ["item", "dropped", "error"]);
    assert_eq!(log_of!(async_stream::try_stream), ["item", "error", "dropped"]);
}
