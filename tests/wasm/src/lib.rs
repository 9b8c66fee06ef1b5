//! Generators of each kind in a WebAssembly module that imports nothing.
//!
//! Each export gives a number, and `run.mjs` knows which. A panic is a trap there.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use genfn::{
    AsyncGen, Gen, GeneratorState, PinAsyncGen, PinGen, Raised, async_generator, generator, try_yield,
    yield_, yield_from,
};

#[generator]
fn count(n: u32) -> PinGen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// A generator in place, which delegates to two others in place.
#[unsafe(no_mangle)]
pub extern "C" fn in_place() -> u32 {
    #[generator]
    fn twice(n: u32) -> PinGen<u32> {
        yield_from!(count(n));
        yield_from!(count(n));
    }
    pin!(twice(10)).sum()
}

/// A generator in a box, seen as any iterator.
#[unsafe(no_mangle)]
pub extern "C" fn boxed() -> u32 {
    #[generator]
    fn fibonacci() -> Gen<u32> {
        let (mut a, mut b) = (0, 1);
        loop {
            yield_!(a);
            (a, b) = (b, a + b);
        }
    }
    let numbers: Box<dyn Iterator<Item = u32>> = Box::new(fibonacci());
    numbers.take(11).last().unwrap()
}

#[generator]
fn sum_until_closed(cleaned_up: &Cell<u32>) -> Gen<u32, u32, u32, u32> {
    let mut sum = 0;
    loop {
        match try_yield!(sum) {
            Ok(sent) => sum += sent,
            Err(Raised::Throw(thrown)) => sum += 100 * thrown,
            Err(Raised::Close) => {
                cleaned_up.set(cleaned_up.get() + 1);
                return sum;
            }
        }
    }
}

/// What is sent and thrown goes into the body.
#[unsafe(no_mangle)]
pub extern "C" fn send_and_throw() -> u32 {
    let cleaned_up = Cell::new(0);
    let mut generator = sum_until_closed(&cleaned_up);
    generator.start().unwrap();
    generator.send(20).unwrap();
    generator.throw(3).unwrap();
    generator.send(1).unwrap().yielded().unwrap()
}

/// A close comes to the yield, and brings the return value back.
#[unsafe(no_mangle)]
pub extern "C" fn close() -> u32 {
    let cleaned_up = Cell::new(0);
    let mut generator = sum_until_closed(&cleaned_up);
    generator.start().unwrap();
    generator.send(20).unwrap();
    1000 * generator.close().unwrap().unwrap() + cleaned_up.get()
}

#[generator]
fn down(depth: u32) -> Gen<u32> {
    if depth > 0 {
        yield_from!(down(depth - 1));
    }
    yield_!(1);
}

/// A recursion: one item from each level.
#[unsafe(no_mangle)]
pub extern "C" fn delegation(depth: u32) -> u32 {
    down(depth).sum()
}

/// A recursion that is dropped at its deepest point.
#[unsafe(no_mangle)]
pub extern "C" fn dropped_delegation(depth: u32) -> u32 {
    let mut generator = down(depth);
    generator.next().unwrap()
}

/// A future that is pending at its first poll.
fn pending_once() -> impl Future<Output = u32> {
    let mut polled = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut polled, true) {
            return Poll::Ready(1);
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// The output of a future, and how often it was pending.
fn block_on<F: Future>(mut future: Pin<&mut F>) -> (F::Output, u32) {
    let mut context = Context::from_waker(Waker::noop());
    let mut pending = 0;
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return (output, pending),
            Poll::Pending => pending += 1,
        }
    }
}

/// A generator that awaits and yields, delegates, is sent values and closed.
#[unsafe(no_mangle)]
pub extern "C" fn asynchronous() -> u32 {
    #[async_generator]
    async fn awaits() -> AsyncGen<u32, Option<u32>, u32> {
        let mut sum = pending_once().await;
        yield_from!(count(3));
        while let Some(sent) = yield_!(sum) {
            sum += sent + pending_once().await;
        }
        sum
    }
    let run = async {
        let mut generator = awaits();
        for expected in [0, 1, 2, 1] {
            assert_eq!(generator.resume(None).await, Ok(GeneratorState::Yielded(expected)));
        }
        assert_eq!(generator.send(Some(40)).await, Ok(GeneratorState::Yielded(42)));
        let returned = generator.send(None).await.unwrap().complete().unwrap();

        let mut closed = awaits();
        assert_eq!(closed.start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(closed.close().await, Ok(None));
        returned
    };
    let (returned, pending) = block_on(pin!(run));
    100 * returned + pending
}

/// An asynchronous recursion: one item from each level.
#[unsafe(no_mangle)]
pub extern "C" fn asynchronous_delegation(depth: u32) -> u32 {
    #[async_generator]
    async fn down(depth: u32) -> AsyncGen<u32> {
        if depth > 0 {
            yield_from!(down(depth - 1));
        }
        yield_!(pending_once().await);
    }
    #[async_generator]
    async fn in_place(depth: u32) -> PinAsyncGen<u32> {
        yield_from!(down(depth));
    }
    let run = async {
        let mut generator = pin!(in_place(depth));
        let mut sum = 0;
        while let Some(item) = generator.as_mut().next().await {
            sum += item;
        }
        sum
    };
    block_on(pin!(run)).0
}
