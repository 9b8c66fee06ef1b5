//! Return types that the macro does not know by their names. Wrong if one were refused, or its types were found wrongly.

use std::iter;
use std::pin::Pin;
use std::rc::Rc;

use futures::executor::block_on;
use futures::stream::{BoxStream, LocalBoxStream, Stream, StreamExt as _};
use genfn::{
    BoxAsyncGen, BoxGen, GeneratorState, LocalBoxAsyncGen, LocalBoxGen, async_generator, generator,
    try_yield, yield_, yield_from,
};

type Numbers<'a> = BoxGen<'a, u32>;
type Conversation<'a> = LocalBoxGen<'a, String, u8, usize, &'static str>;
type Pages = BoxAsyncGen<'static, u32, u8, usize>;
type LocalPages<'a> = LocalBoxAsyncGen<'a, u32>;

#[generator]
fn alias(items: &[u32]) -> Numbers<'_> {
    yield_from!(items.iter().copied());
}

#[generator]
fn alias_of_all_types(name: &str) -> Conversation<'_> {
    match try_yield!(name.to_owned()) {
        Ok(n) => usize::from(n),
        Err(_) => 99,
    }
}

#[generator]
fn boxed_iterator<T: Clone>(item: &T) -> Box<dyn Iterator<Item = T> + '_> {
    let shared = Rc::new(item);
    yield_!((*shared).clone());
}

#[generator]
fn boxed_iterator_to_send(items: Vec<u32>) -> Box<dyn Iterator<Item = u32> + Send> {
    for item in items {
        yield_!(item);
    }
}

/// One that recurs through its boxes.
#[generator]
fn countdown(n: u32) -> Box<dyn Iterator<Item = u32>> {
    yield_!(n);
    if n > 0 {
        yield_from!(countdown(n - 1));
    }
}

struct Words(Vec<String>);

impl IntoIterator for Words {
    type Item = String;
    type IntoIter = BoxGen<'static, String>;

    #[generator]
    fn into_iter(self) -> Self::IntoIter {
        for word in self.0 {
            yield_!(word);
        }
    }
}

impl<'a> IntoIterator for &'a Words {
    type Item = &'a str;
    type IntoIter = Box<dyn Iterator<Item = &'a str> + 'a>;

    #[generator]
    fn into_iter(self) -> <Self as IntoIterator>::IntoIter {
        for word in &self.0 {
            yield_!(word);
        }
    }
}

/// A trait whose methods say how their items are had.
trait Source {
    type Items<'s>: Iterator<Item = u32>
    where
        Self: 's;

    fn items(&self) -> Self::Items<'_>;
}

impl Source for u32 {
    type Items<'s> = LocalBoxGen<'s, u32>;

    #[generator]
    fn items(&self) -> Self::Items<'_> {
        for i in 0..*self {
            yield_!(i);
        }
    }
}

#[async_generator]
async fn pages() -> Pages {
    usize::from(yield_!(1))
}

#[async_generator]
async fn local_pages(items: &[u32]) -> LocalPages<'_> {
    let shared = Rc::new(items);
    for item in *shared {
        yield_!(*item);
    }
}

#[async_generator]
async fn box_stream(items: &[u32]) -> BoxStream<'_, u32> {
    for item in items {
        std::future::ready(()).await;
        yield_!(*item);
    }
}

#[async_generator]
fn local_box_stream<'a>(items: &'a [u32]) -> LocalBoxStream<'a, &'a u32> {
    let shared = Rc::new(items);
    for item in *shared {
        yield_!(item);
    }
}

#[async_generator]
async fn pinned_stream(n: u32) -> Pin<Box<dyn Stream<Item = u32> + Send>> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Wrong if the items of one were others.
#[test]
fn the_items_are_those_yielded() {
    let words = || Words(vec!["a".to_owned(), "b".to_owned()]);
    let table: [(&str, Vec<String>, &[&str]); 7] = [
        ("an alias", alias(&[1, 2]).map(|n| n.to_string()).collect(), &["1", "2"]),
        ("a box", boxed_iterator(&7).map(|n: i32| n.to_string()).collect(), &["7"]),
        ("a box to send", boxed_iterator_to_send(vec![1, 2]).map(|n| n.to_string()).collect(), &["1", "2"]),
        ("a recursion", countdown(2).map(|n| n.to_string()).collect(), &["2", "1", "0"]),
        ("`Self::IntoIter`", words().into_iter().collect(), &["a", "b"]),
        ("a qualified path", (&words()).into_iter().map(str::to_owned).collect(), &["a", "b"]),
        ("an associated type with a lifetime", 2.items().map(|n| n.to_string()).collect(), &["0", "1"]),
    ];
    for (form, items, expected) in table {
        assert_eq!(items, expected, "{form}");
    }
}

/// Wrong if the items of an asynchronous one were others.
#[test]
fn the_items_are_those_yielded_asynchronously() {
    block_on(async {
        let table = [
            ("an alias", local_pages(&[1, 2]).collect::<Vec<_>>().await),
            ("a `BoxStream`", box_stream(&[1, 2]).collect().await),
            ("a `LocalBoxStream`", local_box_stream(&[1, 2]).map(|n| *n).collect().await),
            ("a pinned box", pinned_stream(3).skip(1).collect().await),
        ];
        for (form, items) in table {
            assert_eq!(items, [1, 2], "{form}");
        }
    });
}

/// Wrong if what an alias says of sent, returned and thrown types were lost.
#[test]
fn an_alias_has_all_four_types() {
    let mut conversation = alias_of_all_types("who?");
    assert_eq!(conversation.start(), Ok(GeneratorState::Yielded("who?".to_owned())));
    assert_eq!(conversation.send(5), Ok(GeneratorState::Complete(5)));
    let mut conversation = alias_of_all_types("who?");
    conversation.start().unwrap();
    assert_eq!(conversation.throw("me"), Ok(GeneratorState::Complete(99)));
    block_on(async {
        let mut pages = pages();
        assert_eq!(pages.start().await, Ok(GeneratorState::Yielded(1)));
        assert_eq!(pages.send(4).await, Ok(GeneratorState::Complete(4)));
    });
}

/// Wrong if a boxed type that can be sent could not.
#[test]
fn what_is_sendable_goes_to_a_thread() {
    let items = alias(&[1, 2, 3]);
    let sum = std::thread::scope(|scope| scope.spawn(|| items.sum::<u32>()).join().unwrap());
    assert_eq!(sum, 6);
    let items = iter::once(0).chain(boxed_iterator_to_send(vec![4]));
    assert_eq!(std::thread::spawn(|| items.sum::<u32>()).join().unwrap(), 4);
    let stream = pinned_stream(3);
    assert_eq!(std::thread::spawn(|| block_on(stream.count())).join().unwrap(), 3);
}
