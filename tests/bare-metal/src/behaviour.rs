//! Generators in place on a Cortex-M3: each check says what it is about, and ends the emulator with a failure if it is wrong.

#![no_std]
#![no_main]

use core::cell::Cell;
use core::panic::PanicInfo;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use cortex_m_rt::entry;
use cortex_m_semihosting::debug::{EXIT_FAILURE, EXIT_SUCCESS, exit};
use cortex_m_semihosting::hprintln;
use genfn::{
    CloseError, Generator, GeneratorState, PinAsyncGen, PinGen, Raised, SendError, Status, ThrowError,
    async_generator, generator, raise, try_yield, try_yield_from, yield_, yield_from,
};

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    hprintln!("{}", info);
    exit(EXIT_FAILURE);
    loop {}
}

#[entry]
fn main() -> ! {
    let checks: [(&str, fn()); 8] = [
        ("a PinGen yields, and delegates to others in place", delegation),
        ("what is sent goes into the body, and the return value comes back", send),
        ("what is thrown comes to the yield; what it does not catch goes back", throw),
        ("a close comes to the yield, also in a delegate", close),
        ("a PinGen is driven behind `dyn`", behind_dyn),
        ("a PinAsyncGen awaits, and delegates to both kinds", awaits),
        ("what is sent and thrown goes into an asynchronous body", async_send_and_throw),
        ("a close is awaited", async_close),
    ];
    for (name, check) in checks {
        hprintln!("{}", name);
        check();
    }
    hprintln!("{} passed, 0 failed", checks.len());
    exit(EXIT_SUCCESS);
    loop {
        cortex_m::asm::wfi();
    }
}

#[generator]
fn count(n: u32) -> PinGen<u32> {
    for i in 0..n {
        yield_!(i);
    }
}

fn delegation() {
    #[generator]
    fn twice(n: u32) -> PinGen<u32> {
        yield_from!(count(n));
        yield_from!(count(n));
    }
    #[generator]
    fn four_times(n: u32) -> PinGen<u32> {
        yield_from!(twice(n));
        yield_from!(twice(n));
    }
    assert!(pin!(four_times(2)).eq([0, 1, 0, 1, 0, 1, 0, 1]));
}

#[generator]
fn sum() -> PinGen<u32, Option<u32>, u32> {
    let mut sum = 0;
    while let Some(sent) = yield_!(sum) {
        sum += sent;
    }
    sum
}

fn send() {
    let mut generator = pin!(sum());
    assert_eq!(generator.as_mut().send(Some(1)), Err(SendError::NotStarted(Some(1))));
    assert_eq!(generator.as_mut().start(), Ok(GeneratorState::Yielded(0)));
    assert_eq!(generator.as_mut().send(Some(20)), Ok(GeneratorState::Yielded(20)));
    assert_eq!(generator.as_mut().send(Some(22)), Ok(GeneratorState::Yielded(42)));
    assert_eq!(generator.as_mut().send(None), Ok(GeneratorState::Complete(42)));
    assert_eq!(generator.as_mut().send(None), Err(SendError::Finished(None)));
}

/// Counts on after a 1 is thrown, lets a 2 go on as a 3, and adds 1 to `closed` when it is closed.
#[generator]
fn catches(closed: &Cell<u32>) -> PinGen<u32, (), (), u32> {
    let mut n = 0;
    loop {
        match try_yield!(n) {
            Ok(()) | Err(Raised::Throw(1)) => n += 1,
            Err(Raised::Throw(thrown)) => raise!(Raised::Throw(thrown + 1)),
            Err(Raised::Close) => {
                closed.set(closed.get() + 1);
                raise!(Raised::Close);
            }
        }
    }
}

#[generator]
fn delegates(closed: &Cell<u32>) -> PinGen<u32, (), (), u32> {
    if let Err(signal) = try_yield_from!(catches(closed)) {
        closed.set(closed.get() + 10);
        raise!(signal);
    }
}

fn throw() {
    let closed = Cell::new(0);
    let mut generator = pin!(delegates(&closed));
    assert_eq!(generator.next(), Some(0));
    assert_eq!(generator.as_mut().throw(1), Ok(GeneratorState::Yielded(1)));
    assert_eq!(generator.as_mut().throw(2), Err(3));
    assert_eq!(generator.as_ref().status(), Status::Finished);
    assert_eq!(closed.get(), 10);
}

fn close() {
    let closed = Cell::new(0);
    let mut generator = pin!(delegates(&closed));
    assert_eq!(generator.next(), Some(0));
    assert_eq!(generator.as_mut().close(), Ok(None));
    assert_eq!(closed.get(), 11);

    #[generator]
    fn stubborn() -> PinGen<u32> {
        let _ = try_yield!(1);
        yield_!(2);
    }
    let mut generator = pin!(stubborn());
    assert_eq!(generator.next(), Some(1));
    assert_eq!(generator.as_mut().close(), Err(CloseError::Yielded(2)));
}

fn behind_dyn() {
    fn drive(
        generator: &mut dyn Generator<Yield = u32, Send = Option<u32>, Return = u32, Throw = core::convert::Infallible>,
    ) -> u32 {
        generator.start().unwrap();
        for n in 1..=4 {
            generator.send(Some(n)).unwrap();
        }
        generator.send(None).unwrap().complete().unwrap()
    }
    assert_eq!(drive(&mut pin!(sum())), 10);
}

/// A future that is pending at its first poll.
fn pending_once() -> impl Future<Output = u32> {
    let mut polled = false;
    core::future::poll_fn(move |context| {
        if core::mem::replace(&mut polled, true) {
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

fn awaits() {
    #[async_generator]
    async fn waits(n: u32) -> PinAsyncGen<u32> {
        for i in 0..n {
            yield_!(i + pending_once().await);
        }
    }
    #[async_generator]
    async fn delegates() -> PinAsyncGen<u32> {
        yield_from!(waits(2));
        yield_from!(count(2));
    }
    let run = async {
        let mut generator = pin!(delegates());
        for expected in [1, 2, 0, 1] {
            assert_eq!(generator.as_mut().next().await, Some(expected));
        }
        assert_eq!(generator.as_mut().next().await, None);
    };
    assert_eq!(block_on(pin!(run)).1, 2);
}

#[async_generator]
async fn catches_async(closed: &Cell<u32>) -> PinAsyncGen<u32, u32, (), u32> {
    let mut n = 0;
    loop {
        match try_yield!(n) {
            Ok(sent) => n += sent * pending_once().await,
            Err(Raised::Throw(1)) => n += 100,
            Err(Raised::Throw(thrown)) => raise!(Raised::Throw(thrown + 1)),
            Err(Raised::Close) => {
                closed.set(pending_once().await);
                raise!(Raised::Close);
            }
        }
    }
}

fn async_send_and_throw() {
    let closed = Cell::new(0);
    let run = async {
        let mut generator = pin!(catches_async(&closed));
        assert_eq!(generator.as_mut().start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(generator.as_mut().send(5).await, Ok(GeneratorState::Yielded(5)));
        assert_eq!(generator.as_mut().throw(1).await, Ok(GeneratorState::Yielded(105)));
        assert_eq!(generator.as_mut().throw(2).await.map_err(ThrowError::into_inner), Err(3));
    };
    assert_eq!(block_on(pin!(run)).1, 1);
}

fn async_close() {
    let closed = Cell::new(0);
    let run = async {
        let mut generator = pin!(catches_async(&closed));
        assert_eq!(generator.as_mut().start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(generator.as_mut().close().await, Ok(None));
    };
    assert_eq!(block_on(pin!(run)).1, 1);
    assert_eq!(closed.get(), 1);
}
