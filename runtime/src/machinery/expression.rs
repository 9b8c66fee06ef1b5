//! The body of a generator expression with one loop, which needs no `async` block.

use core::convert::Infallible;
use core::future::Future;
use core::mem::size_of;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::body::{Body, Sealed};
use super::by_waker::Synchronous;
use super::channel::Input;
use super::owned::OwnedFrame;
use super::place::Place;
use super::token::{BodyTypes, Token};

/// What a closure gets along with an item, to fix the type of its element.
pub(crate) type Types<Y> = BodyTypes<Synchronous, Y, (), Infallible>;

/// Yields what `choose` makes of the items that it does not reject, and is ready at their end.
///
/// The closure is the last parameter, for the body is called after it ([`function_name`](super::name::function_name)).
struct Expression<Y, I, F> {
    token: Token<Synchronous, Y, (), Infallible>,
    /// There until the end.
    items: Option<I>,
    choose: F,
    place: Place,
}

/// Iterators of up to so many bytes are out of the frame while one of their items is sought. In the frame's memory, LLVM
/// would not know the loop for what it is: it turns it over, or makes a search with vectors of it, which takes twenty times
/// as long where few items are rejected.
const MOVED: usize = 4 * size_of::<usize>();

/// The frame of a generator of what `choose` makes of the items that it does not reject.
#[inline]
#[track_caller]
pub(crate) fn expression<Y, X, F>(
    items: X,
    choose: F,
) -> OwnedFrame<Synchronous, Y, (), Infallible, impl Body<Output = ()>>
where
    X: IntoIterator,
    F: FnMut(X::Item, Types<Y>) -> Option<Y>,
{
    // SAFETY: the token is moved into the body of the frame that is made here, with the same types, and stays there.
    let token = unsafe { Token::new() };
    let body = Expression { token, items: Some(items.into_iter()), choose, place: Place::caller() };
    OwnedFrame::new(body)
}

/// The next item that is not rejected, as what `choose` makes of it.
#[inline]
fn next<I: Iterator, Y>(items: &mut Option<I>, choose: impl FnMut(I::Item) -> Option<Y>) -> Option<Y> {
    if size_of::<I>() > MOVED {
        return items.as_mut()?.find_map(choose);
    }
    let mut moved = items.take()?;
    let found = moved.find_map(choose);
    if found.is_some() {
        *items = Some(moved);
    }
    found
}

impl<Y, I, F> Unpin for Expression<Y, I, F> {}

impl<Y, I: Iterator, F: FnMut(I::Item, Types<Y>) -> Option<Y>> Future for Expression<Y, I, F> {
    type Output = ();

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let future = &raw const *this;
        let Self { token, items, choose, place } = this;
        token.channel().with(future, context, |channel, _| {
            if let Input::Raised(signal) = channel.take_input() {
                channel.put_unwind(signal);
                return Poll::Pending;
            }
            match next(items, |item| choose(item, token.types())) {
                Some(value) => {
                    channel.put_yielded(value, place.get());
                    Poll::Pending
                }
                None => Poll::Ready(()),
            }
        })
    }
}

impl<Y, I, F> Sealed for Expression<Y, I, F> {}

impl<Y, I: Iterator, F: FnMut(I::Item, Types<Y>) -> Option<Y>> Body for Expression<Y, I, F> {
    const DELEGATES: bool = false;
    const IS_SPENT_WHEN_READY: bool = false;
}
