//! How much native stack a large item takes.
#![forbid(unsafe_code)]

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::Stream;
use genfn::{
    AsyncGen, Gen, PinAsyncGen, PinGen, async_generator, generator, iter, stream, yield_, yield_from,
};

type Item = [u8; 65_536];

#[generator]
fn items() -> Gen<Item> {
    for n in 0..3 {
        yield_!([n; 65_536]);
    }
}

#[generator]
fn in_place() -> PinGen<Item> {
    for n in 0..3 {
        yield_!([n; 65_536]);
    }
}

#[generator]
fn delegates() -> Gen<Item> {
    yield_from!(items());
}

#[async_generator]
async fn items_async() -> AsyncGen<Item> {
    for n in 0..3 {
        yield_!([n; 65_536]);
    }
}

#[async_generator]
async fn in_place_async() -> PinAsyncGen<Item> {
    for n in 0..3 {
        yield_!([n; 65_536]);
    }
}

fn drain(mut items: impl Iterator<Item = Item>) {
    for n in 0..3 {
        assert!(items.next().is_some_and(|item| item[5] == n));
    }
    assert!(items.next().is_none());
}

fn drain_async(mut items: Pin<&mut impl Stream<Item = Item>>) {
    let mut context = Context::from_waker(Waker::noop());
    for n in 0..3 {
        assert!(matches!(items.as_mut().poll_next(&mut context), Poll::Ready(Some(item)) if item[5] == n));
    }
    assert!(matches!(items.as_mut().poll_next(&mut context), Poll::Ready(None)));
}

/// Wrong if the items of a generator, of 64 KiB each, did not fit the 2 MiB that a thread of a test has, also in a build without
/// optimization: each function that an item passes through by value keeps copies of it there.
#[test]
fn an_item_of_64_kib_fits_the_stack_of_a_test() {
    let kinds: [(&str, fn()); 9] = [
        ("Gen", || drain(items())),
        ("PinGen", || drain(pin!(in_place()))),
        ("BoxGen", || drain(items().boxed())),
        ("a delegate", || drain(delegates())),
        ("a block", || {
            drain(iter! {
                for n in 0..3 {
                    yield [n; 65_536];
                }
            });
        }),
        ("an expression", || drain(iter!([n; 65_536] for n in 0..3))),
        ("AsyncGen", || drain_async(pin!(items_async()))),
        ("PinAsyncGen", || drain_async(pin!(in_place_async()))),
        ("an asynchronous block", || {
            drain_async(pin!(stream! {
                for n in 0..3 {
                    yield [n; 65_536];
                }
            }));
        }),
    ];
    for (kind, run) in kinds {
        let thread = std::thread::Builder::new().name(kind.into()).stack_size(2 << 20);
        thread.spawn(run).expect("a thread").join().expect(kind);
    }
}
