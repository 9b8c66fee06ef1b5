//! The context that the awaits of a body see, and runtimes (A1, A6, G8, A32).

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::stream::{FuturesUnordered, StreamExt};
use genfn::{AsyncGen, BoxAsyncGen, Gen, PinAsyncGen, async_generator, generator, yield_, yield_from};
use genfn_tests::{block_on, scaled, wait};

/// Counts its wakes; each is another one to `will_wake`.
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

thread_local! {
    /// The waker that whoever polls expects to be seen.
    static EXPECTED: Cell<Option<Waker>> = const { Cell::new(None) };
}

/// Whether the context carries the very waker that is expected; is ready at the second poll.
async fn sees_the_waker() -> bool {
    let mut polls = 0;
    poll_fn(|context| {
        let expected = EXPECTED.take().expect("a poll says whose waker it is");
        // The vtable and the data, not only what `will_wake` makes of them.
        let same = context.waker().will_wake(&expected)
            && context.waker().data() == expected.data()
            && std::ptr::eq(context.waker().vtable(), expected.vtable());
        EXPECTED.set(Some(expected));
        polls += 1;
        if !same {
            return Poll::Ready(false);
        }
        if polls == 1 { Poll::Pending } else { Poll::Ready(true) }
    })
    .await
}

fn poll_with<F: Future + ?Sized>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    EXPECTED.set(Some(waker.clone()));
    future.poll(&mut Context::from_waker(waker))
}

#[async_generator]
async fn looks() -> AsyncGen<bool> {
    yield_!(sees_the_waker().await);
    loop {
        let seen = sees_the_waker().await;
        yield_!(seen);
    }
}

#[async_generator]
async fn looks_in_place() -> PinAsyncGen<bool> {
    yield_from!(looks());
}

#[async_generator]
fn looks_from(depth: u32) -> BoxAsyncGen<'static, bool> {
    yield_!(sees_the_waker().await);
    if depth > 0 {
        yield_from!(looks_from(depth - 1));
    }
    yield_!(sees_the_waker().await);
}

/// Wrong if an await of a body, at the root or in a delegate, at the first poll or later, saw another waker than that of
/// whoever polled (A6).
#[test]
#[cfg_attr(miri, ignore = "under Miri the waker of an `Arc` and its clone have vtables at two addresses")]
fn a6_every_await_sees_the_callers_waker() {
    let wakers: Vec<Waker> = (0..3).map(|_| Arc::new(Counting(AtomicUsize::new(0))).into()).collect();
    assert!(!wakers[0].will_wake(&wakers[1]));
    let generators: [Pin<Box<dyn futures::Stream<Item = bool>>>; 3] =
        [Box::pin(looks()), Box::pin(looks_in_place()), Box::pin(looks_from(20))];
    for mut generator in generators {
        // A new waker at every poll, also within one operation.
        let mut turn = wakers.iter().cycle();
        let mut items = 0;
        while items < 30 {
            match poll_with(pin!(generator.next()), turn.next().unwrap()) {
                Poll::Ready(Some(seen)) => {
                    assert!(seen, "item {items}");
                    items += 1;
                }
                Poll::Ready(None) => break,
                Poll::Pending => {}
            }
        }
        assert!(items >= 30, "{items}");
    }
}

/// Keeps the waker of the last poll that it was not ready at.
#[derive(Clone, Default)]
struct Gate(Arc<std::sync::Mutex<(bool, Option<Waker>)>>);

impl Gate {
    fn open(&self) {
        let mut gate = self.0.lock().unwrap();
        gate.0 = true;
        if let Some(waker) = gate.1.take() {
            waker.wake();
        }
    }

    async fn pass(&self) {
        poll_fn(|context| {
            let mut gate = self.0.lock().unwrap();
            if gate.0 {
                return Poll::Ready(());
            }
            gate.1 = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

#[async_generator]
async fn behind(gate: Gate, name: u32) -> AsyncGen<u32> {
    gate.pass().await;
    yield_!(name);
}

/// Wrong if a wake did not reach the one future in `FuturesUnordered` that waits, which it finds by its own waker (A6).
#[test]
fn a6_futures_unordered() {
    let gates: Vec<Gate> = (0..10).map(|_| Gate::default()).collect();
    let mut futures: FuturesUnordered<_> = gates
        .iter()
        .zip(0..)
        .map(|(gate, name)| {
            let mut generator = behind(gate.clone(), name);
            async move { generator.next().await }
        })
        .collect();
    let mut context = Context::from_waker(Waker::noop());
    assert!(futures.poll_next_unpin(&mut context).is_pending());
    for name in [7, 2, 9, 0] {
        gates[name].open();
        assert_eq!(
            futures.poll_next_unpin(&mut context),
            Poll::Ready(Some(Some(u32::try_from(name).unwrap())))
        );
        assert!(futures.poll_next_unpin(&mut context).is_pending());
    }
}

/// Wrong if a body could not await joins and selections, or yield in their arms (A6).
#[test]
fn joins_and_selections_in_a_body() {
    #[async_generator]
    async fn body() -> AsyncGen<u32> {
        let (one, two) = tokio::join!(
            async {
                wait(2).await;
                1
            },
            async {
                wait(1).await;
                2
            }
        );
        yield_!(one);
        yield_!(two);
        let mut left = pin!(wait(3));
        let mut done = 0;
        while done < 3 {
            tokio::select! {
                biased;
                () = &mut left, if done < 2 => {
                    done = 2;
                    yield_!(10);
                    yield_!(11);
                }
                () = wait(1) => {
                    yield_!(20 + done);
                    if done >= 2 {
                        break;
                    }
                }
            }
        }
        // The operand of an arm is made in the body itself: the yield comes first.
        let value = tokio::select! {
            value = std::future::ready({ yield_!(40); 41 }) => value,
        };
        yield_!(value);
    }
    let values = block_on(body().collect::<Vec<_>>());
    assert_eq!(values, [1, 2, 20, 10, 11, 22, 40, 41]);
}

/// Wrong if a body could not await the other `select!`, or yield in its arms (A6).
#[test]
#[cfg_attr(
    miri,
    ignore = "`futures::select!` itself makes a `&` of a future that has lent itself out (`is_terminated`)"
)]
fn a_selection_of_futures_in_a_body() {
    #[async_generator]
    async fn body() -> AsyncGen<u32> {
        let mut third = pin!(futures::FutureExt::fuse(wait(1)));
        futures::select! {
            () = third => yield_!(30),
            complete => {}
        }
        yield_!(31);
    }
    assert_eq!(block_on(body().collect::<Vec<_>>()), [30, 31]);
}

/// An executor in the manner of embassy's: every waker that reaches it must be its own.
mod strict {
    use super::{Context, Future, Poll, Waker, pin};
    use std::task::{RawWaker, RawWakerVTable};

    static VTABLE: RawWakerVTable =
        RawWakerVTable::new(|data| RawWaker::new(data, &VTABLE), |_| {}, |_| {}, |_| {});

    /// What a driver of this executor does with the waker of its context.
    pub(super) fn task_of(waker: &Waker) -> usize {
        assert!(std::ptr::eq(waker.vtable(), &raw const VTABLE), "not a waker of this executor");
        waker.data().addr()
    }

    pub(super) fn run<F: Future>(future: F) -> F::Output {
        let mut future = pin!(future);
        // SAFETY: no function of the vtable looks at the data.
        let waker = unsafe { Waker::from_raw(RawWaker::new(std::ptr::without_provenance(42), &VTABLE)) };
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
        }
    }
}

/// Wrong if an executor that insists on its own wakers met another one.
#[test]
fn a6_an_executor_with_its_own_wakers() {
    async fn strict_wait() {
        let mut polls = 0;
        poll_fn(|context| {
            assert_eq!(strict::task_of(context.waker()), 42);
            polls += 1;
            if polls < 3 { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }
    #[async_generator]
    fn body(depth: u32) -> AsyncGen<u32> {
        strict_wait().await;
        yield_!(depth);
        if depth > 0 {
            yield_from!(body(depth - 1));
        }
        strict_wait().await;
    }
    let values: Vec<u32> = strict::run(body(3).collect());
    assert_eq!(values, [3, 2, 1, 0]);
}

mod embassy {
    use std::sync::mpsc;

    use super::{AsyncGen, Poll, async_generator, poll_fn, yield_, yield_from};

    /// Panics with any waker but embassy's own, as its timers do.
    async fn own_waker() -> usize {
        poll_fn(|context| {
            let task = embassy_executor::raw::task_from_waker(context.waker());
            Poll::Ready(format!("{:?}", task.id()).len())
        })
        .await
    }

    #[async_generator]
    fn body(depth: u32) -> AsyncGen<u32> {
        if own_waker().await > 0 {
            yield_!(depth);
        }
        if depth > 0 {
            yield_from!(body(depth - 1));
        }
        super::wait(1).await;
        own_waker().await;
    }

    #[embassy_executor::task]
    async fn task(report: mpsc::Sender<Vec<u32>>) {
        let mut generator = body(3);
        let mut values = Vec::new();
        while let Some(value) = generator.next().await {
            values.push(value);
        }
        report.send(values).unwrap();
    }

    /// Wrong if embassy's check of the waker failed: it panics, and nothing is reported.
    #[test]
    #[cfg_attr(miri, ignore = "embassy's executor never ends, and Miri wants every thread to end")]
    fn a6_embassy() {
        let (report, values) = mpsc::channel();
        std::thread::spawn(move || {
            let executor = Box::leak(Box::new(embassy_executor::Executor::new()));
            executor.run(|spawner| spawner.spawn(task(report).unwrap()))
        });
        assert_eq!(values.recv().unwrap(), [3, 2, 1, 0]);
    }
}

#[async_generator]
async fn echo(mut receiver: tokio::sync::mpsc::Receiver<u32>) -> AsyncGen<u32> {
    while let Some(value) = receiver.recv().await {
        yield_!(value);
    }
}

/// Wrong if a generator could not be moved between the threads of a runtime between two items (G8).
#[test]
fn g8_moved_between_worker_threads() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
    let generators = scaled(50, 3);
    let items = scaled(20, 3);
    let sum = runtime.block_on(async {
        let mut tasks = Vec::new();
        for _ in 0..generators {
            let (sender, receiver) = tokio::sync::mpsc::channel(1);
            tokio::spawn(async move {
                for value in 1..=items {
                    sender.send(value).await.unwrap();
                    tokio::task::yield_now().await;
                }
            });
            tasks.push(tokio::spawn(async move {
                let mut generator = echo(receiver);
                let mut sum = 0;
                loop {
                    // Each item in a task of its own, so on whatever thread.
                    let (item, back) = tokio::spawn(async move {
                        let item = generator.next().await;
                        (item, generator)
                    })
                    .await
                    .unwrap();
                    generator = back;
                    match item {
                        Some(value) => sum += value,
                        None => break sum,
                    }
                }
            }));
        }
        let mut sum = 0;
        for task in tasks {
            sum += task.await.unwrap();
        }
        sum
    });
    assert_eq!(sum, generators * items * (items + 1) / 2);
}

/// What is run under each runtime, and what it gives.
mod any_runtime {
    use super::{AsyncGen, Gen, StreamExt as _, async_generator, generator, wait, yield_, yield_from};

    #[generator]
    fn synchronous() -> Gen<u32> {
        yield_!(1);
    }

    #[async_generator]
    async fn body() -> AsyncGen<u32> {
        for n in 0..3 {
            wait(1).await;
            yield_!(n);
            yield_from!(synchronous());
        }
    }

    pub(super) async fn items() -> Vec<u32> {
        body().collect().await
    }

    pub(super) const EXPECTED: [u32; 6] = [0, 1, 1, 1, 2, 1];
}

/// Wrong if a generator needed a certain runtime (A1): the same under each.
#[test]
fn a1_any_runtime() {
    use any_runtime::{EXPECTED, items};
    assert_eq!(futures::executor::block_on(items()), EXPECTED);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(runtime.block_on(items()), EXPECTED);
    assert_eq!(runtime.block_on(async { tokio::spawn(items()).await.unwrap() }), EXPECTED);
    let local = tokio::task::LocalSet::new();
    assert_eq!(local.block_on(&runtime, items()), EXPECTED);
}

/// Wrong if smol was a runtime that generators do not run under (A1).
#[test]
#[cfg_attr(miri, ignore = "smol's reactor calls timerfd_create, which Miri does not know")]
fn a1_smol() {
    use any_runtime::{EXPECTED, items};
    assert_eq!(smol::block_on(items()), EXPECTED);
    assert_eq!(smol::block_on(smol::spawn(items())), EXPECTED);
}
