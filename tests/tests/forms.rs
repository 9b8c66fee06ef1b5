//! Every form of function that can be a generator, synchronous and asynchronous. Wrong if one did not compile, or lost an
//! argument or an attribute.

macro_rules! forms {
    (
        #[$generator:ident] $($async:ident)?, $Gen:ident, $PinGen:ident, $BoxGen:ident, $LocalBoxGen:ident,
        $Generator:ident, $Iterator:ident, equal $equal:ident, now $now:ident
    ) => {
        use std::fmt::Debug;
        use std::pin::{Pin, pin};
        use std::rc::Rc;
        use std::sync::Arc;

        use genfn::{$BoxGen, $Gen, $Generator, $LocalBoxGen, $PinGen, $generator};
        use genfn::{GeneratorState, yield_, yield_from};

        /// Generic, const-generic, bounded in three places.
        #[$generator]
        $($async)? fn generic<const N: usize, T: Clone, U>(items: [T; N], other: U) -> $Gen<T>
        where
            U: IntoIterator<Item = T>,
        {
            for item in &items {
                yield_!(item.clone());
            }
            yield_from!(other);
        }

        /// `impl Trait` in arguments, and in the yielded type.
        #[$generator]
        $($async)? fn impl_trait<'a>(items: impl Iterator<Item = &'a str>, f: impl Fn(&str) -> usize) -> $Gen<impl Debug> {
            for item in items {
                yield_!(f(item));
            }
        }

        /// Elided and named lifetimes, in each kind of return type.
        #[$generator]
        $($async)? fn named<'a, 'b: 'a>(left: &'a [u32], right: &'b [u32]) -> $Gen<&'a u32> {
            yield_from!(left);
            yield_from!(right);
        }

        #[$generator]
        $($async)? fn elided_in_place(items: &[u32]) -> $PinGen<&u32> {
            yield_from!(items);
        }

        #[$generator]
        $($async)? fn elided_boxed(items: &[u32]) -> $BoxGen<'_, &u32> {
            yield_from!(items);
        }

        #[$generator]
        $($async)? fn elided_boxed_local<'a>(items: &'a [u32]) -> $LocalBoxGen<'a, &'a u32> {
            yield_from!(items);
        }

        #[$generator]
        $($async)? fn opaque(items: &[u32], offset: &u32) -> impl $Iterator<Item = u32> + Debug {
            for item in items {
                yield_!(item + offset);
            }
        }

        #[$generator]
        $($async)? fn opaque_generator(sent: &str) -> impl $Generator<Yield = String, Send = u8, Return = usize> + Unpin {
            let n = yield_!(sent.to_string());
            usize::from(n)
        }

        /// Patterns of every kind.
        struct Point {
            x: u32,
            y: u32,
        }

        #[$generator]
        $($async)? fn patterns(
            Point { x, y: mut height }: Point,
            (a, [b, ..]): (u32, [u32; 3]),
            &c: &u32,
            _: String,
            (d @ 1..=u32::MAX | d @ 0): u32,
            mut e: u32,
        ) -> $Gen<u32> {
            height += 1;
            e += 1;
            for value in [x, height, a, b, c, d, e] {
                yield_!(value);
            }
        }

        /// A parameter that is not there.
        #[$generator]
        $($async)? fn conditional(#[cfg(any())] absent: Absent, #[cfg(not(any()))] present: u32) -> $Gen<u32> {
            yield_!(present);
        }

        /// # Safety
        ///
        /// None needed: the keyword stays, that is all.
        #[$generator]
        #[inline]
        #[must_use = "kept"]
        $($async)? unsafe fn unsafe_fn(n: u32) -> $Gen<u32> {
            #![allow(unused_variables)]
            let unused = 1;
            yield_!(n);
        }

        mod visibility {
            use super::*;

            #[$generator]
            pub(crate) $($async)? fn restricted() -> $Gen<u32> {
                yield_!(1);
            }

            #[$generator]
            pub(in super::visibility) $($async)? fn narrow() -> genfn::$Gen<u32> {
                yield_from!(restricted());
            }

            pub fn wide() -> impl $Iterator<Item = u32> {
                narrow()
            }
        }

        /// Every receiver.
        #[derive(Clone)]
        struct Numbers(Vec<u32>);

        impl Numbers {
            #[$generator]
            $($async)? fn by_ref(&self) -> $Gen<&u32> {
                for number in &self.0 {
                    yield_!(number);
                }
            }

            #[$generator]
            $($async)? fn by_mut(&mut self) -> $Gen<u32> {
                while let Some(number) = self.0.pop() {
                    yield_!(number);
                }
            }

            #[$generator]
            $($async)? fn by_value(mut self) -> $Gen<u32> {
                self.0.push(9);
                for number in self.0 {
                    yield_!(number);
                }
            }

            #[$generator]
            $($async)? fn boxed(self: Box<Self>) -> $Gen<u32> {
                yield_from!(self.0);
            }

            #[$generator]
            $($async)? fn rc(self: Rc<Self>) -> $Gen<u32> {
                yield_from!(self.0.iter().copied());
            }

            #[$generator]
            $($async)? fn arc(self: &Arc<Self>) -> $Gen<u32> {
                yield_from!(self.0.iter().copied());
            }

            #[$generator]
            $($async)? fn pinned(self: Pin<&mut Self>) -> $Gen<u32> {
                let this = self.get_mut();
                this.0.push(7);
                yield_from!(this.0.clone());
            }

            #[$generator]
            $($async)? fn recursive(&self, from: usize) -> $Gen<u32> {
                if let Some(number) = self.0.get(from) {
                    yield_!(*number);
                    yield_from!(self.recursive(from + 1));
                }
            }

            #[$generator]
            $($async)? fn associated() -> $Gen<Self> {
                yield_!(Self(vec![]));
            }
        }

        /// Methods of trait impls, and a dyn-compatible trait.
        trait Source {
            type Item;
            fn items(&self) -> impl $Iterator<Item = Self::Item>;
            fn dyn_items(&self) -> $BoxGen<'_, u32>;
        }

        trait DynSource {
            fn items(&self) -> $BoxGen<'_, u32>;
        }

        impl Source for Numbers {
            type Item = u32;

            #[$generator]
            $($async)? fn items(&self) -> impl $Iterator<Item = Self::Item> {
                for number in &self.0 {
                    yield_!(*number);
                }
            }

            #[$generator]
            $($async)? fn dyn_items(&self) -> $BoxGen<'_, u32> {
                yield_from!(self.0.iter().copied());
            }
        }

        impl DynSource for Numbers {
            #[$generator]
            $($async)? fn items(&self) -> $BoxGen<'_, u32> {
                yield_from!(Source::dyn_items(self));
            }
        }

        /// A struct that holds a generator.
        struct Holder<'a> {
            generator: $BoxGen<'a, u32>,
        }

        #[test]
        fn functions() {
            $equal!(generic([1, 2], vec![3]), [1, 2, 3]);
            $equal!(impl_trait(["a", "bc"].into_iter(), str::len).map(|x| format!("{x:?}")), ["1", "2"]);
            $equal!(named(&[1], &[2]), [&1, &2]);
            $equal!(pin!(elided_in_place(&[1])), [&1]);
            $equal!(elided_boxed(&[1]), [&1]);
            $equal!(elided_boxed_local(&[1]), [&1]);
            $equal!(opaque(&[1, 2], &10), [11, 12]);
            let mut generator = opaque_generator("hello");
            assert_eq!($now!(generator.start()), Ok(GeneratorState::Yielded("hello".into())));
            assert_eq!($now!(generator.send(7)), Ok(GeneratorState::Complete(7)));
            let point = Point { x: 1, y: 2 };
            $equal!(patterns(point, (3, [4, 0, 0]), &5, String::new(), 6, 7), [1, 3, 3, 4, 5, 6, 8]);
            $equal!(conditional(1), [1]);
            // SAFETY: nothing is needed.
            $equal!(unsafe { unsafe_fn(3) }, [3]);
            $equal!(visibility::wide(), [1]);
        }

        #[test]
        fn methods() {
            let mut numbers = Numbers(vec![1, 2]);
            $equal!(numbers.by_ref(), [&1, &2]);
            $equal!(numbers.clone().by_value(), [1, 2, 9]);
            $equal!(Box::new(numbers.clone()).boxed(), [1, 2]);
            $equal!(Rc::new(numbers.clone()).rc(), [1, 2]);
            $equal!(Arc::new(numbers.clone()).arc(), [1, 2]);
            $equal!(Pin::new(&mut numbers.clone()).pinned(), [1, 2, 7]);
            $equal!(numbers.recursive(0), [1, 2]);
            assert_eq!($now!(Numbers::associated().next()).unwrap().0, []);
            $equal!(Source::items(&numbers), [1, 2]);
            let object: &dyn DynSource = &numbers;
            let mut holder = Holder { generator: object.items() };
            assert_eq!($now!(holder.generator.next()), Some(1));
            drop(holder);
            $equal!(numbers.by_mut(), [2, 1]);
        }
    };
}

mod synchronous {
    macro_rules! equal {
        ($generator:expr, $expected:expr) => {
            assert_eq!($generator.collect::<Vec<_>>(), $expected)
        };
    }
    macro_rules! now {
        ($operation:expr) => {
            $operation
        };
    }
    forms!(#[generator], Gen, PinGen, BoxGen, LocalBoxGen, Generator, Iterator, equal equal, now now);
}

mod asynchronous {
    use futures::{Stream, StreamExt as _};

    macro_rules! equal {
        ($generator:expr, $expected:expr) => {
            assert_eq!(genfn_tests::block_on(all($generator)), $expected)
        };
    }
    macro_rules! now {
        ($operation:expr) => {
            genfn_tests::block_on($operation)
        };
    }

    async fn all<S: Stream>(stream: S) -> Vec<S::Item> {
        stream.collect().await
    }

    forms!(
        #[async_generator] async, AsyncGen, PinAsyncGen, BoxAsyncGen, LocalBoxAsyncGen, AsyncGenerator, Stream,
        equal equal, now now
    );
}

/// Wrong if a `PinGen` in a box was not a generator by value: iterated, sent to, boxed without its type, delegated to.
#[test]
fn d12_a_pin_gen_in_a_box() {
    use genfn::{Gen, Generator, GeneratorState, PinGen, generator, yield_, yield_from};

    #[generator]
    fn count(n: u32) -> PinGen<u32> {
        for i in 0..n {
            yield_!(i);
        }
    }

    #[generator]
    fn outer() -> Gen<u32> {
        yield_from!(Box::pin(count(2)));
        let mut lent = Box::pin(count(2));
        yield_from!(&mut lent);
        yield_from!(lent);
    }

    assert!(Box::pin(count(3)).eq([0, 1, 2]));
    let mut boxed = Box::pin(count(2));
    assert_eq!(Generator::start(&mut boxed), Ok(GeneratorState::Yielded(0)));
    assert_eq!(Generator::send(&mut boxed, ()), Ok(GeneratorState::Yielded(1)));
    assert!(Generator::boxed(Box::pin(count(2))).eq([0, 1]));
    assert!(outer().eq([0, 1, 0, 1]));
}
