//! The macros that make a generator where they stand.
//!
//! They hand over their tokens together with the path to this crate, so that they work under any name of it.

use core::convert::Infallible;
use core::future::{Future, poll_fn};
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;

/// The question whether `for await` can go over an `S`. It is put by method calls, of which the one for a stream needs
/// fewer references, so that a mistake is reported once.
#[derive(Debug)]
pub struct Awaited<S>(PhantomData<fn(S)>);

impl<S> Awaited<S> {
    /// The question.
    #[must_use]
    #[inline]
    pub fn is(_: &S) -> Self {
        Self(PhantomData)
    }
}

/// The answer for a stream.
pub trait IsAwaited: Sized {
    /// The answer.
    #[inline]
    fn __genfn_answer(&self) -> AnyStream {
        AnyStream
    }
}

impl<S: Stream> IsAwaited for &Awaited<S> {}

/// The answer for anything else.
pub trait IsNotAwaited: Sized {
    /// The answer.
    fn __genfn_answer(&self) -> NoStream {
        NoStream
    }
}

impl<S> IsNotAwaited for Awaited<S> {}

/// It is a stream.
#[derive(Debug)]
pub struct AnyStream;

impl AnyStream {
    /// The stream itself.
    #[inline]
    pub fn __genfn_stream<S: Stream>(self, stream: S) -> S {
        let Self = self;
        stream
    }
}

/// It is none.
#[derive(Debug)]
pub struct NoStream;

impl NoStream {
    /// Refuses.
    pub fn __genfn_stream<S: ForAwaitGoesOver>(self, _: S) -> Self {
        self
    }
}

impl Stream for NoStream {
    type Item = Infallible;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Infallible>> {
        Poll::Ready(None)
    }
}

/// What `for await` goes over: every stream.
#[diagnostic::on_unimplemented(
    message = "`for await` goes over a stream, and `{Self}` is not one",
    label = "not a `Stream`",
    note = "go over an iterator with a plain `for`"
)]
pub trait ForAwaitGoesOver {}

/// The next item of what `for await` goes over.
#[inline]
pub fn next_item<S: Stream>(mut stream: Pin<&mut S>) -> impl Future<Output = Option<S::Item>> {
    poll_fn(move |context| stream.as_mut().poll_next(context))
}

/// What a `return` in a block that can fail may give: nothing, as in the crate async-stream, or a `Result`.
#[diagnostic::on_unimplemented(
    message = "a block that can fail returns nothing, or a `Result` whose error is the last item, and not `{Self}`",
    label = "neither `()` nor a `Result<(), _>`",
    note = "an item is given by `yield`"
)]
pub trait Returned<X> {
    /// The `Result`.
    ///
    /// # Errors
    ///
    /// Its own.
    fn into_result(self) -> Result<(), X>;
}

impl<X> Returned<X> for () {
    #[inline]
    fn into_result(self) -> Result<(), X> {
        Ok(self)
    }
}

impl<X> Returned<X> for Result<(), X> {
    #[inline]
    fn into_result(self) -> Self {
        self
    }
}

/// Names what is behind the arrow of a function, and so the type `!`, which stable Rust lets nobody write elsewhere.
pub trait Arrow {
    /// What is behind it.
    type Output;
}

impl<T> Arrow for fn() -> T {
    type Output = T;
}

impl<X> Returned<X> for <fn() -> ! as Arrow>::Output {
    fn into_result(self) -> Result<(), X> {
        self
    }
}

/// What a block that can fail returns for the operand of a `return`.
///
/// # Errors
///
/// Those of the operand.
#[inline]
pub fn returned<X, R: Returned<X>>(value: R) -> Result<(), X> {
    value.into_result()
}

/// What a body that is `()` or a `Result` returns where its `return` has no operand.
#[inline]
#[must_use]
pub fn nothing_returned<R: NothingReturned>() -> R {
    R::nothing()
}

/// `()` or a `Result`.
pub trait NothingReturned {
    /// The value.
    fn nothing() -> Self;
}

impl NothingReturned for () {
    #[inline]
    fn nothing() {}
}

impl<X> NothingReturned for Result<(), X> {
    #[inline]
    fn nothing() -> Self {
        Ok(())
    }
}

/// Makes a generator in place, from a block that yields or from a generator expression: a [`Gen`](crate::Gen).
///
/// **A block** captures its surroundings as a closure does: by reference, or by value where it begins with `move`. It
/// says `yield value` where a function says `yield_!(value)`, also among the arguments of other macros; `yield_from!`
/// and the others are as in a function. It is sent `()` and returns `()`; the type of its items is inferred. It runs
/// when it is iterated (rule [G1](crate::guide::rules#g1)).
///
/// ```
/// use genfn::iter;
///
/// let limit = 20;
/// let squares = iter! {
///     let mut i = 1;
///     while i * i < limit {
///         yield i * i;
///         i += 1;
///     }
/// };
/// assert!(squares.eq([1, 4, 9, 16]));
/// ```
///
/// **A generator expression** (PEP 289) is an element followed by clauses, which nest from left to right: `for` loops
/// with any pattern, and `if` with any condition. The first loop's items are evaluated with the expression, everything
/// else when items are asked for (rules [E1](crate::guide::rules#e1), [E2](crate::guide::rules#e2)).
///
/// ```
/// use genfn::iter;
///
/// let even_squares = iter!(x * x for x in 0..10 if x % 2 == 0);
/// assert!(even_squares.eq([0, 4, 16, 36, 64]));
///
/// let words = [("one", 1), ("two", 2)];
/// let letters = iter!(letter for (word, n) in words if n > 1 for letter in word.chars());
/// assert!(letters.eq(['t', 'w', 'o']));
/// ```
///
/// One allocation, for the frame; none where the compiler sees the whole life of the generator. An item costs what it does
/// in a loop.
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! iter {
    ($($body:tt)*) => { $crate::__private::block!(($crate) iter $($body)*) };
}

/// [`iter!`](crate::iter) whose body can fail: `?` gives the error as the last item.
///
/// The items are `Result`s: every `yield value` gives `Ok(value)`, and `?`, or `return Err(error)`, gives `Err(error)` and
/// ends the generator. The body itself ends in `()`, and `return` needs no value.
///
/// ```
/// use genfn::try_iter;
/// use std::num::ParseIntError;
///
/// fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> + '_ {
///     try_iter! {
///         move
///         for word in text.split(' ') {
///             yield word.parse()?;
///         }
///     }
/// }
///
/// let mut numbers = numbers("1 2 three 4");
/// assert_eq!(numbers.next(), Some(Ok(1)));
/// assert_eq!(numbers.next(), Some(Ok(2)));
/// assert!(numbers.next().unwrap().is_err());
/// assert_eq!(numbers.next(), None);
/// ```
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! try_iter {
    ($($body:tt)*) => { $crate::__private::block!(($crate) try_iter $($body)*) };
}

/// Makes an asynchronous generator in place, from a block that yields and awaits or from a generator expression: an
/// [`AsyncGen`](crate::AsyncGen), which is a `Stream`.
///
/// As [`iter!`](crate::iter), with `.await` anywhere, and with `for await pattern in stream { .. }`, which goes over the items
/// of another stream. What it uses it captures by value, with or without `move`: it accepts whatever the macro of the
/// crate async-stream does.
///
/// ```
/// use futures_core::Stream;
/// use genfn::stream;
///
/// fn count(n: u32) -> impl Stream<Item = u32> {
///     stream! {
///         for i in 0..n {
///             yield i;
///         }
///     }
/// }
///
/// fn doubled(numbers: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
///     stream! {
///         for await number in numbers {
///             yield 2 * number;
///         }
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut numbers = stream!(n + 1 for await n in doubled(count(3)) if n > 0);
/// assert_eq!(numbers.next().await, Some(3));
/// assert_eq!(numbers.next().await, Some(5));
/// assert_eq!(numbers.next().await, None);
/// # });
/// ```
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! stream {
    ($($body:tt)*) => { $crate::__private::block!(($crate) stream $($body)*) };
}

/// [`stream!`](crate::stream) whose body can fail: `?` gives the error as the last item, as in
/// [`try_iter!`](crate::try_iter).
///
/// ```
/// use futures_core::Stream;
/// use genfn::try_stream;
/// # use std::io;
/// # async fn read(_: u32) -> io::Result<Option<String>> { Ok(None) }
///
/// fn lines(file: u32) -> impl Stream<Item = io::Result<String>> {
///     try_stream! {
///         while let Some(line) = read(file).await? {
///             yield line;
///         }
///     }
/// }
/// # assert!(futures::executor::block_on(futures::StreamExt::collect::<Vec<_>>(lines(1))).is_empty());
/// ```
#[cfg(feature = "alloc")]
#[macro_export]
macro_rules! try_stream {
    ($($body:tt)*) => { $crate::__private::block!(($crate) try_stream $($body)*) };
}
