//! Streams.

use std::future::ready;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use futures::stream::{self, Stream, StreamExt};
use genfn::{AsyncGen, PinAsyncGen, async_generator, yield_, yield_from};
use tokio::sync::mpsc;

use super::recursive::{InOrder, Node, tree, walk_by_hand};
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
            |n| {
                let mut sum = 0u64;
                through_channel(n, |$receiver| Box::pin($make), &mut |item| sum = sum.wrapping_add(item));
                sum
            },
            |n| {
                let mut items = Vec::new();
                through_channel(n, |$receiver| Box::pin($make), &mut |item| items.push(item));
                items
            },
        )),*]
    };
}

fn through_channel(n: u64, make: fn(mpsc::Receiver<u64>) -> AnyStream, each: &mut dyn FnMut(u64)) {
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
        while let Some(item) = items.next().await {
            each(item);
        }
    });
}

/// How many are alive at once.
const MANY: u64 = 10_000;

/// All alive at once, an item of each in turn: the items, and the whole life of short streams.
macro_rules! contests_of_many {
    ($($name:literal |$n:ident| $make:expr),* $(,)?) => {
        [
            // The size is all items together. The streams are as many whatever the size is.
            vec![$(Contestant {
                after_setup: Some(|n| {
                    let each = n / MANY;
                    // One before, which makes what a first item makes, and one left, so that none ends.
                    let mut streams = made(MANY, each + 2, |$n| Box::pin($make));
                    let first = sum_in_turn(&mut streams, 1);
                    let begin = Instant::now();
                    black_box((first, sum_in_turn(&mut streams, each)));
                    begin.elapsed()
                }),
                ..Contestant::new(
                    $name,
                    |n| sum_in_turn(&mut made(MANY, n / MANY, |$n| Box::pin($make)), n / MANY),
                    |n| collected_in_turn(&mut made(MANY, n / MANY, |$n| Box::pin($make)), n / MANY),
                )
            }),*],
            // The size is the streams.
            vec![$(Contestant::new(
                $name,
                |n| sum_in_turn(&mut made(n, 10, |$n| Box::pin($make)), 11),
                |n| collected_in_turn(&mut made(n, 10, |$n| Box::pin($make)), 11),
            )),*],
        ]
    };
}

fn made(streams: u64, items: u64, make: fn(u64) -> AnyStream) -> Vec<AnyStream> {
    (0..streams).map(|_| make(items)).collect()
}

fn in_turn(streams: &mut [AnyStream], rounds: u64, mut each: impl FnMut(u64)) {
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..rounds {
        for stream in &mut *streams {
            if let Poll::Ready(Some(item)) = stream.as_mut().poll_next(&mut context) {
                each(item);
            }
        }
    }
}

#[inline(never)]
fn sum_in_turn(streams: &mut [AnyStream], rounds: u64) -> u64 {
    let mut sum = 0u64;
    in_turn(streams, rounds, |item| sum = sum.wrapping_add(item));
    sum
}

fn collected_in_turn(streams: &mut [AnyStream], rounds: u64) -> Vec<u64> {
    let mut items = Vec::new();
    in_turn(streams, rounds, |item| items.push(item));
    items
}

/// So many levels below which the numbers come.
#[async_generator]
async fn deep(levels: u64, n: u64) -> AsyncGen<u64> {
    if levels > 0 {
        yield_from!(deep(levels - 1, n));
    } else {
        for i in 0..n {
            yield_!(i);
        }
    }
}

fn deep_boxed(levels: u64, n: u64) -> AnyStream {
    if levels > 0 {
        let mut inner = deep_boxed(levels - 1, n);
        Box::pin(stream::poll_fn(move |context| inner.as_mut().poll_next(context)))
    } else {
        Box::pin(Ready { at: 0, end: n })
    }
}

fn deep_async_stream(levels: u64, n: u64) -> AnyStream {
    Box::pin(async_stream::stream! {
        if levels > 0 {
            let mut inner = deep_async_stream(levels - 1, n);
            while let Some(item) = inner.next().await {
                yield item;
            }
        } else {
            for i in 0..n {
                yield i;
            }
        }
    })
}

#[async_generator]
async fn walk(node: &Node) -> AsyncGen<u64> {
    if let Some(left) = &node.left {
        yield_from!(walk(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(walk(right));
    }
}

fn walk_boxed(node: &'static Node) -> AnyStream {
    Box::pin(
        stream::iter(&node.left)
            .flat_map(|left| walk_boxed(left))
            .chain(stream::once(ready(node.value)))
            .chain(stream::iter(&node.right).flat_map(|right| walk_boxed(right))),
    )
}

fn walk_async_stream(node: &'static Node) -> AnyStream {
    Box::pin(async_stream::stream! {
        if let Some(left) = &node.left {
            let mut inner = walk_async_stream(left);
            while let Some(item) = inner.next().await {
                yield item;
            }
        }
        yield node.value;
        if let Some(right) = &node.right {
            let mut inner = walk_async_stream(right);
            while let Some(item) = inner.next().await {
                yield item;
            }
        }
    })
}

/// The walk with an explicit stack as a stream.
struct Walk(InOrder<'static>);

impl Stream for Walk {
    type Item = u64;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
        Poll::Ready(self.0.next())
    }
}

/// The items of one stream below so many levels. Making and ending the levels does not count.
macro_rules! depth {
    ($name:literal, $levels:literal) => {
        Workload {
            name: $name,
            items: 100_000,
            compared: 1_000,
            counted: 10_000,
            contestants: contest!(
                "by hand, no levels" | n | Ready { at: 0, end: n },
                "genfn" | n | deep($levels, n),
                "boxed streams" | n | deep_boxed($levels, n),
                "async-stream, boxed" | n | deep_async_stream($levels, n),
            ),
            left_out: NO_DELEGATION,
        }
    };
}

const NO_DELEGATION: &str = "corosensei's bodies do not await; the other crates have no delegation: with a box for each level they \
                             are as async-stream";

fn recursive() -> Vec<Workload> {
    vec![
        depth!("async, delegation, 1 deep", 1),
        depth!("async, delegation, 10 deep", 10),
        Workload {
            name: "async, tree, 100,000 nodes",
            items: 100_000,
            compared: 1_000,
            counted: 100_000,
            contestants: contest!(
                "by hand, explicit stack" | n | Walk(walk_by_hand(tree(n))),
                "genfn" | n | walk(tree(n)),
                "boxed streams" | n | walk_boxed(tree(n)),
                "async-stream, boxed" | n | walk_async_stream(tree(n)),
            ),
            left_out: NO_DELEGATION,
        },
    ]
}

fn ready_and_waiting() -> Vec<Workload> {
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
    ]
}

fn many() -> Vec<Workload> {
    let [items, life] = contests_of_many!(
        "by hand" | n | Ready { at: 0, end: n },
        "genfn" | n | ready_items::genfn(n),
        "genfn PinAsyncGen" | n | ready_items::genfn_in_place(n),
        "async-stream" | n | ready_items::async_stream(n),
        "asynk-strim" | n | ready_items::asynk_strim(n),
        "async-fn-stream" | n | ready_items::async_fn_stream(n),
        "async-gen" | n | ready_items::async_gen(n),
        "unfold" | n | unfold(n),
    );
    vec![
        Workload {
            name: "async, 10,000 at once",
            items: 100_000,
            compared: 20_000,
            counted: 60_000,
            contestants: items,
            left_out: "",
        },
        Workload {
            name: "async, make 10,000, 10 items each, drop",
            items: 10_000,
            compared: 10,
            counted: 100,
            contestants: life,
            left_out: "",
        },
    ]
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    let mut all = ready_and_waiting();
    all.extend(recursive());
    all.extend(many());
    all
}
