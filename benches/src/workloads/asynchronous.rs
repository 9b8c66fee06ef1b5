//! Streams.

use std::future::ready;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures::stream::{self, Stream, StreamExt};
use genfn::{AsyncGen, PinAsyncGen, async_generator, yield_};
use tokio::sync::mpsc;

use crate::{Contestant, Workload};

type AnyStream = Pin<Box<dyn Stream<Item = u64>>>;

/// Adds up a stream that is always ready, without an executor.
#[inline(never)]
fn sum(mut items: AnyStream) -> u64 {
    let mut context = Context::from_waker(Waker::noop());
    let mut sum = 0u64;
    while let Poll::Ready(Some(item)) = items.as_mut().poll_next(&mut context) {
        sum = sum.wrapping_add(item);
    }
    sum
}

fn collected(mut items: AnyStream) -> Vec<u64> {
    let mut context = Context::from_waker(Waker::noop());
    let mut all = Vec::new();
    while let Poll::Ready(Some(item)) = items.as_mut().poll_next(&mut context) {
        all.push(item);
    }
    all
}

/// A stream for every crate: the body is written once, but for those whose macro reads it.
macro_rules! streams {
    (
        $module:ident $([$($generics:tt)*])? ($($argument:ident: $Type:ty),*), $emit:ident,
        $body:block, keyword { $($keyword:tt)* }
    ) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;

            #[async_generator]
            pub async fn genfn $(<$($generics)*>)? ($($argument: $Type),*) -> AsyncGen<u64> {
                macro_rules! $emit { ($value:expr) => { yield_!($value) }; }
                $body
            }

            #[async_generator]
            pub async fn genfn_in_place $(<$($generics)*>)? ($($argument: $Type),*) -> PinAsyncGen<u64> {
                macro_rules! $emit { ($value:expr) => { yield_!($value) }; }
                $body
            }

            pub fn async_stream $(<$($generics)*>)? ($($argument: $Type),*) -> impl Stream<Item = u64> {
                async_stream::stream! { $($keyword)* }
            }

            pub fn async_gen $(<$($generics)*>)? ($($argument: $Type),*) -> impl Stream<Item = u64> {
                async_gen::AsyncIter::from(async_gen::r#gen! { $($keyword)* })
            }

            pub fn async_fn_stream $(<$($generics)*>)? ($($argument: $Type),*) -> impl Stream<Item = u64> {
                async_fn_stream::fn_stream(move |emitter| async move {
                    macro_rules! $emit { ($value:expr) => { emitter.emit($value).await }; }
                    $body
                })
            }

            pub fn asynk_strim $(<$($generics)*>)? ($($argument: $Type),*) -> impl Stream<Item = u64> {
                asynk_strim::stream_fn(move |mut yielder| async move {
                    macro_rules! $emit { ($value:expr) => { yielder.yield_item($value).await }; }
                    $body
                })
            }
        }
    };
}

streams!(
    ready_items(n: u64), emit,
    { for i in 0..n { emit!(i); } },
    keyword { for i in 0..n { yield i; } }
);

streams!(
    ready_awaits(n: u64), emit,
    { for i in 0..n { ready(()).await; emit!(i); } },
    keyword { for i in 0..n { ready(()).await; yield i; } }
);

streams!(
    from_channel(receiver: mpsc::Receiver<u64>), emit,
    { let mut receiver = receiver; while let Some(item) = receiver.recv().await { emit!(item); } },
    keyword { let mut receiver = receiver; while let Some(item) = receiver.recv().await { yield item; } }
);

streams!(
    stage[I: Stream<Item = u64> + 'static](input: I), emit,
    { let mut input = std::pin::pin!(input); while let Some(item) = input.next().await { emit!(item + 1); } },
    keyword { let mut input = std::pin::pin!(input); while let Some(item) = input.next().await { yield item + 1; } }
);

struct Ready {
    at: u64,
    end: u64,
}

impl Stream for Ready {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
        Poll::Ready((self.at < self.end).then(|| {
            self.at += 1;
            self.at - 1
        }))
    }
}

struct FromChannel(mpsc::Receiver<u64>);

impl Stream for FromChannel {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        self.0.poll_recv(context)
    }
}

struct Stage<I>(Pin<Box<I>>);

impl<I: Stream<Item = u64>> Stream for Stage<I> {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        self.0.as_mut().poll_next(context).map(|item| item.map(|item| item + 1))
    }
}

fn unfold(n: u64) -> impl Stream<Item = u64> {
    stream::unfold(0, move |i| ready((i < n).then_some((i, i + 1))))
}

macro_rules! contest {
    ($($name:literal |$n:ident| $make:expr),* $(,)?) => {
        vec![$(Contestant::new(
            $name,
            |$n| sum(black_box(Box::pin($make))),
            |$n| collected(Box::pin($make)),
        )),*]
    };
}

/// On a runtime, fed by a task of its own.
macro_rules! contest_of_channels {
    ($($name:literal |$receiver:ident| $make:expr),* $(,)?) => {
        vec![$(Contestant::new(
            $name,
            |n| through_channel(n, |$receiver| Box::pin($make)).into_iter().fold(0, u64::wrapping_add),
            |n| through_channel(n, |$receiver| Box::pin($make)),
        )),*]
    };
}

fn through_channel(n: u64, make: fn(mpsc::Receiver<u64>) -> AnyStream) -> Vec<u64> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        let (sender, receiver) = mpsc::channel(64);
        tokio::spawn(async move {
            for i in 0..n {
                if sender.send(i).await.is_err() {
                    return;
                }
            }
        });
        let mut items = make(receiver);
        let mut all = Vec::with_capacity(n as usize);
        while let Some(item) = items.next().await {
            all.push(item);
        }
        all
    })
}

/// All alive at once, an item of each in turn.
macro_rules! contest_of_many {
    ($($name:literal |$n:ident| $make:expr),* $(,)?) => {
        vec![$(Contestant::new(
            $name,
            |n| in_turn(n, |$n| Box::pin($make)).into_iter().fold(0, u64::wrapping_add),
            |n| in_turn(n, |$n| Box::pin($make)),
        )),*]
    };
}

fn in_turn(streams: u64, make: fn(u64) -> AnyStream) -> Vec<u64> {
    let mut context = Context::from_waker(Waker::noop());
    let mut streams: Vec<AnyStream> = (0..streams).map(|_| make(10)).collect();
    let mut all = Vec::with_capacity(streams.len() * 10);
    for _ in 0..11 {
        for stream in &mut streams {
            if let Poll::Ready(Some(item)) = stream.as_mut().poll_next(&mut context) {
                all.push(item);
            }
        }
    }
    all
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    vec![
        Workload {
            name: "async, always ready, dyn",
            items: 300_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contest!(
                "by hand" | n | Ready { at: 0, end: n },
                "genfn" | n | ready_items::genfn(n),
                "genfn PinAsyncGen" | n | ready_items::genfn_in_place(n),
                "async-stream" | n | ready_items::async_stream(n),
                "asynk-strim" | n | ready_items::asynk_strim(n),
                "async-fn-stream" | n | ready_items::async_fn_stream(n),
                "async-gen" | n | ready_items::async_gen(n),
                "unfold" | n | unfold(n),
            ),
            left_out: "",
        },
        Workload {
            name: "async, ready awaits between, dyn",
            items: 300_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contest!(
                "by hand" | n | Ready { at: 0, end: n },
                "genfn" | n | ready_awaits::genfn(n),
                "genfn PinAsyncGen" | n | ready_awaits::genfn_in_place(n),
                "async-stream" | n | ready_awaits::async_stream(n),
                "asynk-strim" | n | ready_awaits::asynk_strim(n),
                "async-fn-stream" | n | ready_awaits::async_fn_stream(n),
                "async-gen" | n | ready_awaits::async_gen(n),
            ),
            left_out: "",
        },
        Workload {
            name: "async, tokio mpsc channel",
            items: 50_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contest_of_channels!(
                "by hand" | receiver | FromChannel(receiver),
                "genfn" | receiver | from_channel::genfn(receiver),
                "genfn PinAsyncGen" | receiver | from_channel::genfn_in_place(receiver),
                "async-stream" | receiver | from_channel::async_stream(receiver),
                "asynk-strim" | receiver | from_channel::asynk_strim(receiver),
                "async-fn-stream" | receiver | from_channel::async_fn_stream(receiver),
                "async-gen" | receiver | from_channel::async_gen(receiver),
            ),
            left_out: "",
        },
        Workload {
            name: "async, pipeline of 3",
            items: 100_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contest!(
                "by hand" | n | Stage(Box::pin(Stage(Box::pin(Stage(Box::pin(Ready { at: 0, end: n })))))),
                "genfn" | n | stage::genfn(stage::genfn(stage::genfn(Ready { at: 0, end: n }))),
                "genfn PinAsyncGen"
                    | n
                    | stage::genfn_in_place(stage::genfn_in_place(stage::genfn_in_place(Ready {
                        at: 0,
                        end: n
                    }))),
                "async-stream"
                    | n
                    | stage::async_stream(stage::async_stream(stage::async_stream(Ready { at: 0, end: n }))),
                "asynk-strim"
                    | n
                    | stage::asynk_strim(stage::asynk_strim(stage::asynk_strim(Ready { at: 0, end: n }))),
                "async-fn-stream"
                    | n
                    | stage::async_fn_stream(stage::async_fn_stream(stage::async_fn_stream(Ready {
                        at: 0,
                        end: n
                    }))),
                "async-gen"
                    | n
                    | stage::async_gen(stage::async_gen(stage::async_gen(Ready { at: 0, end: n }))),
            ),
            left_out: "",
        },
        Workload {
            name: "async, 10,000 at once",
            items: 10_000,
            compared: 10,
            counted: 100,
            contestants: contest_of_many!(
                "by hand" | n | Ready { at: 0, end: n },
                "genfn" | n | ready_items::genfn(n),
                "genfn PinAsyncGen" | n | ready_items::genfn_in_place(n),
                "async-stream" | n | ready_items::async_stream(n),
                "asynk-strim" | n | ready_items::asynk_strim(n),
                "async-fn-stream" | n | ready_items::async_fn_stream(n),
                "async-gen" | n | ready_items::async_gen(n),
                "unfold" | n | unfold(n),
            ),
            left_out: "",
        },
    ]
}
