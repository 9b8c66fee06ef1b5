//! `?` where the items are `Result`s: the error, converted, is the last item.

use std::fmt;
use std::num::ParseIntError;

use futures::executor::block_on;
use futures::stream::{BoxStream, Stream, StreamExt as _};
use genfn::{Absent, async_generator, generator, iter, stream, yield_, yield_from};

/// An error that the one of `parse` turns into.
#[derive(Clone, Debug, PartialEq)]
struct NoNumber(String);

impl From<ParseIntError> for NoNumber {
    fn from(error: ParseIntError) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for NoNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

type Numbers = Result<u32, NoNumber>;
/// Also without a second argument it is seen to be a `Result`.
type NumberResult<T> = Result<T, NoNumber>;

#[generator]
fn parsed(words: &[&str]) -> impl Iterator<Item = Result<u32, NoNumber>> {
    for word in words {
        yield_!(Ok(word.parse::<u32>()?));
    }
}

/// A `return` ends it without an error.
#[generator]
fn up_to_zero(words: &[&str]) -> impl Iterator<Item = NumberResult<u32>> + Send {
    for word in words {
        let number = word.parse()?;
        if number == 0 {
            return;
        }
        yield_!(Ok(number));
    }
}

/// An `Err` that is yielded is an item like any other.
#[generator]
fn each(words: &[&str]) -> impl Iterator<Item = Numbers> {
    for word in words {
        yield_!(word.parse().map_err(NoNumber::from));
    }
    "".parse::<u32>()?;
}

/// Those of closures and of `async` blocks are theirs.
#[generator]
fn with_a_closure(words: &[&str]) -> impl Iterator<Item = Numbers> {
    let parse = |word: &str| -> Result<u32, ParseIntError> { Ok(word.parse::<u32>()? + 1) };
    for word in words {
        yield_!(Ok(parse(word)?));
    }
}

/// In a macro's argument, and in what is delegated to.
#[generator]
fn in_macros(words: &[&str]) -> impl Iterator<Item = Numbers> {
    for number in [words[0].parse::<u32>()?, words[1].parse::<u32>()?] {
        yield_!(Ok(number));
    }
    yield_from!(parsed(&words[2..]));
    println!("{}", "".parse::<u32>()?);
}

#[generator]
fn boxed<'a>(words: &'a [&'a str]) -> Box<dyn Iterator<Item = Numbers> + 'a> {
    for word in words {
        yield_!(Ok(word.parse()?));
    }
}

#[async_generator]
async fn streamed(words: &[&str]) -> impl Stream<Item = Numbers> {
    for word in words {
        let number = std::future::ready(word.parse::<u32>()).await?;
        yield_!(Ok(number));
    }
}

#[async_generator]
fn boxed_stream<'a>(words: &'a [&'a str]) -> BoxStream<'a, Numbers> {
    for word in words {
        yield_!(Ok(word.parse()?));
    }
}

fn block<'a>(words: &'a [&'a str]) -> impl Iterator<Item = Numbers> + 'a {
    iter! {
        move
        for word in words {
            yield Ok(word.parse()?);
        }
    }
}

fn stream_block<'a>(words: &'a [&'a str]) -> impl Stream<Item = Numbers> + Send + 'a {
    stream! {
        for word in words {
            if *word == "0" {
                return;
            }
            yield Ok(word.parse()?);
        }
    }
}

fn collected<'a>(stream: impl Stream<Item = Numbers> + 'a) -> Vec<Numbers> {
    block_on(stream.collect())
}

fn shown(items: impl IntoIterator<Item = Numbers>) -> String {
    let items: Vec<_> = items
        .into_iter()
        .map(|item| match item {
            Ok(number) => number.to_string(),
            Err(_) => "error".to_owned(),
        })
        .collect();
    items.join(" ")
}

/// Wrong if the error of a `?` were lost, came twice, or were not the last item.
#[test]
fn the_error_is_the_last_item() {
    let words = ["1", "2", "x", "4"];
    let table = [
        ("`impl Iterator`", shown(parsed(&words)), "1 2 error"),
        ("no error", shown(parsed(&words[..2])), "1 2"),
        ("a `return`", shown(up_to_zero(&["3", "0", "x"])), "3"),
        ("a `return` not come to", shown(up_to_zero(&["3", "x", "0"])), "3 error"),
        ("yielded errors", shown(each(&words)), "1 2 error 4 error"),
        ("a closure", shown(with_a_closure(&words)), "2 3 error"),
        ("a macro", shown(in_macros(&["1", "2", "3"])), "1 2 3 error"),
        ("a macro, at once", shown(in_macros(&["1", "x"])), "error"),
        ("a box", shown(boxed(&words)), "1 2 error"),
        ("`iter!`", shown(block(&words)), "1 2 error"),
        ("`impl Stream`", shown(collected(streamed(&words))), "1 2 error"),
        ("`BoxStream`", shown(collected(boxed_stream(&words))), "1 2 error"),
        ("`stream!`", shown(collected(stream_block(&words))), "1 2 error"),
        ("a `return` in `stream!`", shown(collected(stream_block(&["1", "0", "x"]))), "1"),
    ];
    for (form, items, expected) in table {
        assert_eq!(items, expected, "{form}");
    }
}

/// Wrong if the error were not converted, or the iteration went on behind it.
#[test]
fn the_error_is_converted_and_ends_it() {
    let mut items = parsed(&["x", "1"]);
    assert_eq!(items.next(), Some(Err(NoNumber("invalid digit found in string".into()))));
    assert_eq!(items.next(), None);
    assert_eq!(items.next(), None);
}

/// Wrong if a block with `?` were not the same type as any other.
#[test]
fn a_block_is_still_a_generator() {
    fn is_absent<S: Absent>(
        _: &genfn::Gen<
            Numbers,
            S,
            genfn::LastError<NoNumber>,
            std::convert::Infallible,
            impl genfn::Body<Output = genfn::LastError<NoNumber>>,
        >,
    ) {
    }
    let words = ["1", "x"];
    let mut items = iter! {
        for word in words {
            yield Numbers::Ok(word.parse()?);
        }
    };
    is_absent(&items);
    assert_eq!(items.start(), Ok(genfn::GeneratorState::Yielded(Ok(1))));
    let end = items.send(()).unwrap().complete().unwrap();
    assert!(end.0.is_some());
    let items = stream! { yield Numbers::Ok("2".parse()?); };
    assert_eq!(shown(collected(items.boxed())), "2");
}

/// Wrong if a `?` of something else made a block fail whose items are no `Result`s.
#[test]
fn the_question_marks_of_others_are_theirs() {
    macro_rules! run {
        ($($tokens:tt)*) => { { $($tokens)* } };
    }
    let items = iter! {
        let parse = |word: &str| word.parse::<u32>().ok()?.checked_add(1);
        async fn nested() -> Option<()> { None? }
        struct Unsized<T: ?Sized>(Box<T>);
        let first = run!(let f = |word: &str| parse(word)?.checked_mul(2); f("1"));
        let second = run!(block_on(async { parse("x")?; Some(1) }));
        let all = iter! { yield Numbers::Ok("x".parse()?); };
        yield (first, second, all.count(), block_on(nested()).is_none());
        drop(Unsized(Box::new(1)).0);
    };
    assert_eq!(items.collect::<Vec<_>>(), [(Some(4), None, 1, true)]);
}
