//! Every form of function that can be a generator. Wrong if one did not compile, or lost an argument or an attribute.

use std::fmt::Debug;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;

use genfn::{BoxGen, Gen, Generator, GeneratorState, LocalBoxGen, PinGen, generator, yield_, yield_from};

/// Generic, const-generic, bounded in three places.
#[generator]
fn generic<const N: usize, T: Clone, U>(items: [T; N], other: U) -> Gen<T>
where
    U: IntoIterator<Item = T>,
{
    for item in &items {
        yield_!(item.clone());
    }
    yield_from!(other);
}

/// `impl Trait` in arguments, and in the yielded type.
#[generator]
fn impl_trait<'a>(items: impl Iterator<Item = &'a str>, f: impl Fn(&str) -> usize) -> Gen<impl Debug> {
    for item in items {
        yield_!(f(item));
    }
}

/// Elided and named lifetimes, in each kind of return type.
#[generator]
fn named<'a, 'b: 'a>(left: &'a [u32], right: &'b [u32]) -> Gen<&'a u32> {
    yield_from!(left);
    yield_from!(right);
}

#[generator]
fn elided_in_place(items: &[u32]) -> PinGen<&u32> {
    yield_from!(items);
}

#[generator]
fn elided_boxed(items: &[u32]) -> BoxGen<'_, &u32> {
    yield_from!(items);
}

#[generator]
fn elided_boxed_local<'a>(items: &'a [u32]) -> LocalBoxGen<'a, &'a u32> {
    yield_from!(items);
}

#[generator]
fn opaque(items: &[u32], offset: &u32) -> impl Iterator<Item = u32> + Debug {
    for item in items {
        yield_!(item + offset);
    }
}

#[generator]
fn opaque_generator(sent: &str) -> impl Generator<Yield = String, Send = u8, Return = usize> {
    let n = yield_!(sent.to_string());
    usize::from(n)
}

/// Patterns of every kind.
struct Point {
    x: u32,
    y: u32,
}

#[generator]
fn patterns(
    Point { x, y: mut height }: Point,
    (a, [b, ..]): (u32, [u32; 3]),
    &c: &u32,
    _: String,
    (d @ 1..=u32::MAX | d @ 0): u32,
    mut e: u32,
) -> Gen<u32> {
    height += 1;
    e += 1;
    for value in [x, height, a, b, c, d, e] {
        yield_!(value);
    }
}

/// A parameter that is not there.
#[generator]
fn conditional(#[cfg(any())] absent: Absent, #[cfg(not(any()))] present: u32) -> Gen<u32> {
    yield_!(present);
}

/// # Safety
///
/// None needed: the keyword stays, that is all.
#[generator]
#[inline]
#[must_use = "kept"]
unsafe fn unsafe_fn(n: u32) -> Gen<u32> {
    #![allow(unused_variables)]
    let unused = 1;
    yield_!(n);
}

mod visibility {
    use super::*;

    #[generator]
    pub(crate) fn restricted() -> Gen<u32> {
        yield_!(1);
    }

    #[generator]
    pub(in crate::visibility) fn narrow() -> genfn::Gen<u32> {
        yield_from!(restricted());
    }

    pub fn wide() -> impl Iterator<Item = u32> {
        narrow()
    }
}

/// Every receiver.
#[derive(Clone)]
struct Numbers(Vec<u32>);

impl Numbers {
    #[generator]
    fn by_ref(&self) -> Gen<&u32> {
        for number in &self.0 {
            yield_!(number);
        }
    }

    #[generator]
    fn by_mut(&mut self) -> Gen<u32> {
        while let Some(number) = self.0.pop() {
            yield_!(number);
        }
    }

    #[generator]
    fn by_value(mut self) -> Gen<u32> {
        self.0.push(9);
        for number in self.0 {
            yield_!(number);
        }
    }

    #[generator]
    fn boxed(self: Box<Self>) -> Gen<u32> {
        yield_from!(self.0);
    }

    #[generator]
    fn rc(self: Rc<Self>) -> Gen<u32> {
        yield_from!(self.0.iter().copied());
    }

    #[generator]
    fn arc(self: &Arc<Self>) -> Gen<u32> {
        yield_from!(self.0.iter().copied());
    }

    #[generator]
    fn pinned(self: Pin<&mut Self>) -> Gen<u32> {
        let this = self.get_mut();
        this.0.push(7);
        yield_from!(this.0.clone());
    }

    #[generator]
    fn recursive(&self, from: usize) -> Gen<u32> {
        if let Some(number) = self.0.get(from) {
            yield_!(*number);
            yield_from!(self.recursive(from + 1));
        }
    }

    #[generator]
    fn associated() -> Gen<Self> {
        yield_!(Self(vec![]));
    }
}

/// Methods of trait impls, and a dyn-compatible trait.
trait Source {
    type Item;
    fn items(&self) -> impl Iterator<Item = Self::Item>;
    fn dyn_items(&self) -> BoxGen<'_, u32>;
}

trait DynSource {
    fn items(&self) -> BoxGen<'_, u32>;
}

impl Source for Numbers {
    type Item = u32;

    #[generator]
    fn items(&self) -> impl Iterator<Item = Self::Item> {
        for number in &self.0 {
            yield_!(*number);
        }
    }

    #[generator]
    fn dyn_items(&self) -> BoxGen<'_, u32> {
        yield_from!(self.0.iter().copied());
    }
}

impl DynSource for Numbers {
    #[generator]
    fn items(&self) -> BoxGen<'_, u32> {
        yield_from!(Source::dyn_items(self));
    }
}

/// A struct that holds a generator.
struct Holder<'a> {
    generator: BoxGen<'a, u32>,
}

#[test]
fn functions() {
    assert!(generic([1, 2], vec![3]).eq([1, 2, 3]));
    assert!(impl_trait(["a", "bc"].into_iter(), str::len).map(|x| format!("{x:?}")).eq(["1", "2"]));
    assert!(named(&[1], &[2]).eq([&1, &2]));
    assert!(pin!(elided_in_place(&[1])).eq([&1]));
    assert!(elided_boxed(&[1]).eq([&1]));
    assert!(elided_boxed_local(&[1]).eq([&1]));
    assert!(opaque(&[1, 2], &10).eq([11, 12]));
    let mut generator = opaque_generator("hello");
    assert_eq!(generator.start(), Ok(GeneratorState::Yielded("hello".into())));
    assert_eq!(generator.send(7), Ok(GeneratorState::Complete(7)));
    let point = Point { x: 1, y: 2 };
    assert!(patterns(point, (3, [4, 0, 0]), &5, String::new(), 6, 7).eq([1, 3, 3, 4, 5, 6, 8]));
    assert!(conditional(1).eq([1]));
    // SAFETY: nothing is needed.
    assert!(unsafe { unsafe_fn(3) }.eq([3]));
    assert!(visibility::wide().eq([1]));
}

#[test]
fn methods() {
    let mut numbers = Numbers(vec![1, 2]);
    assert!(numbers.by_ref().eq([&1, &2]));
    assert!(numbers.clone().by_value().eq([1, 2, 9]));
    assert!(Box::new(numbers.clone()).boxed().eq([1, 2]));
    assert!(Rc::new(numbers.clone()).rc().eq([1, 2]));
    assert!(Arc::new(numbers.clone()).arc().eq([1, 2]));
    assert!(Pin::new(&mut numbers.clone()).pinned().eq([1, 2, 7]));
    assert!(numbers.recursive(0).eq([1, 2]));
    assert_eq!(Numbers::associated().count(), 1);
    assert!(Source::items(&numbers).eq([1, 2]));
    let object: &dyn DynSource = &numbers;
    let mut holder = Holder { generator: object.items() };
    assert_eq!(holder.generator.next(), Some(1));
    drop(holder);
    assert!(numbers.by_mut().eq([2, 1]));
}
