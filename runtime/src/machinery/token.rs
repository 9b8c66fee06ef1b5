//! The token: what ties the yields of a body to the type of its frame.

use core::convert::Infallible;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::by_slot::{Asynchronous, SlotRef};
use super::channel::{Channel, Input, Operation};
use super::mode::Mode;
use super::place::Place;
use crate::values::state::Raised;

/// Stands in a body for the frame that runs it.
///
/// It is invariant in what the frame yields, is sent and is thrown, and says nothing about their auto traits.
///
/// What it offers is unsafe: a token that is used outside of its body would read a channel with other types. A body cannot
/// name it either. The macro in the body lends it to [`__token`](crate::__token) alone, for one future that is awaited on
/// the spot.
pub struct Token<M: Mode, Y, S, E> {
    channel: M::ChannelRef,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
}

impl<M: Mode, Y, S, E> fmt::Debug for Token<M, Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// The types of a token. It has no data, and gives no access to anything.
pub struct BodyTypes<M, Y, S, E>(PhantomData<fn(M, Y, S, E) -> (M, Y, S, E)>);

impl<M, Y, S, E> BodyTypes<M, Y, S, E> {
    #[inline]
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<M, Y, S, E> Clone for BodyTypes<M, Y, S, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, Y, S, E> Copy for BodyTypes<M, Y, S, E> {}

impl<M, Y, S, E> fmt::Debug for BodyTypes<M, Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyTypes")
    }
}

impl<M: Mode, Y, S, E> Token<M, Y, S, E> {
    /// Makes the token of one body.
    ///
    /// # Safety
    ///
    /// The token is moved into the body that a frame is made of together with this token's types, and is used there only.
    #[must_use]
    #[inline]
    pub unsafe fn new() -> Self {
        Self { channel: M::unbound(), types: PhantomData }
    }

    /// The types of this token.
    #[must_use]
    #[inline]
    pub fn types(&self) -> BodyTypes<M, Y, S, E> {
        BodyTypes::new()
    }

    /// Yields a value; a throw or close that is answered here ends the body.
    ///
    /// # Safety
    ///
    /// The token is that of the body in which this is called, and the future is awaited there at once, by the body itself.
    #[inline]
    #[track_caller]
    pub unsafe fn yield_(&self, value: Y) -> Yield<'_, M, Y, S, E> {
        // SAFETY: the caller's.
        Yield(unsafe { self.try_yield(value) })
    }

    /// Yields a value and gives back what was sent or raised.
    ///
    /// # Safety
    ///
    /// As [`yield_`](Self::yield_).
    #[inline]
    #[track_caller]
    pub unsafe fn try_yield(&self, value: Y) -> TryYield<'_, M, Y, S, E> {
        let place = Place::caller();
        // SAFETY: the channel reference is this token's, and this is called in its body (caller).
        let offer = unsafe { M::offer::<Y, S, E>(self.channel, value, place) };
        TryYield { channel: self.channel(), offer, place }
    }

    /// Lets a signal go on from here.
    ///
    /// # Safety
    ///
    /// As [`yield_`](Self::yield_).
    #[inline]
    #[track_caller]
    pub unsafe fn raise(&self, signal: Raised<E>) -> Raise<'_, M, Y, S, E> {
        Raise { channel: self.channel(), signal: Some(signal) }
    }

    #[inline]
    pub(crate) fn channel(&self) -> ChannelRef<'_, M, Y, S, E> {
        ChannelRef { channel: self.channel, types: PhantomData, token: PhantomData }
    }
}

impl<Y, S, E> Token<Asynchronous, Y, S, E> {
    /// Binds the token to the frame of its body. A body awaits this before anything else.
    #[inline]
    pub fn bind(self) -> Bind<Y, S, E> {
        Bind { slot: None, types: PhantomData }
    }
}

/// What an asynchronous body waits for first: to be told where its frame's slot is.
#[must_use = "a body is bound when this is awaited"]
pub struct Bind<Y, S, E> {
    slot: Option<SlotRef>,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
}

impl<Y, S, E> fmt::Debug for Bind<Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bind")
    }
}

impl<Y, S, E> Future for Bind<Y, S, E> {
    type Output = Token<Asynchronous, Y, S, E>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Some(channel) = this.slot {
            return Poll::Ready(Token { channel, types: PhantomData });
        }
        this.slot = Some(SlotRef::brought_to(&raw const *this, context));
        Poll::Pending
    }
}

/// What a future keeps of the token that it was made from.
pub(crate) struct ChannelRef<'t, M: Mode, Y, S, E> {
    channel: M::ChannelRef,
    types: PhantomData<fn(Y, S, E) -> (Y, S, E)>,
    token: PhantomData<&'t ()>,
}

impl<M: Mode, Y, S, E> Clone for ChannelRef<'_, M, Y, S, E> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Mode, Y, S, E> Copy for ChannelRef<'_, M, Y, S, E> {}

impl<M: Mode, Y, S, E> ChannelRef<'_, M, Y, S, E> {
    /// Gives the channel of the frame that `future` is part of to `exchange`.
    ///
    /// # Panics
    ///
    /// When the future is not polled as part of this very frame: the yield was moved into another future.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "in the body, the channel is known")]
    pub(crate) fn with<F, T>(
        self,
        future: *const F,
        context: &mut Context<'_>,
        exchange: impl FnOnce(&Channel<Y, S, E>, &mut Context<'_>) -> T,
    ) -> T {
        // SAFETY: what `find` gives is a live channel of the body that the future lies in, and `Token::new` (whose caller
        // upholds it) ties the types of a body's futures to those of its frame. It lives until the poll of that body
        // returns, which is after `exchange` does.
        let channel = unsafe { Channel::at(M::find(self.channel, future, context)) };
        exchange(channel, context)
    }
}

macro_rules! opaque_debug {
    ($($Name:ident)*) => { $(
        impl<M: Mode, Y, S, E> fmt::Debug for $Name<'_, M, Y, S, E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($Name))
            }
        }
    )* };
}
opaque_debug!(TryYield Yield Raise);

/// See [`Token::try_yield`].
#[must_use = "a yield does nothing until it is awaited"]
pub struct TryYield<'t, M: Mode, Y, S, E> {
    channel: ChannelRef<'t, M, Y, S, E>,
    offer: M::Offer<Y>,
    place: Place,
}

impl<M: Mode, Y, S, E> Unpin for TryYield<'_, M, Y, S, E> {}

// SAFETY: a yield holds its value from the moment it is made until it is first polled, both in one resumption, as it is
// awaited where it is made (`Token::yield_`). At rest, when a frame may go to or be seen by another thread, it holds none. So
// what is yielded does not count among what the body holds (rule G47). What it keeps of the token is nothing, or a
// `SlotRef`, which is `Send`.
unsafe impl<M: Mode, Y, S, E> Send for TryYield<'_, M, Y, S, E> {}
// SAFETY: at rest it holds no value, as for `Send`, and shared it gives access to nothing.
unsafe impl<M: Mode, Y, S, E> Sync for TryYield<'_, M, Y, S, E> {}

impl<M: Mode, Y, S, E> TryYield<'_, M, Y, S, E> {
    /// Offers the value at the first poll, and asks `answer` about what comes in at later ones.
    #[inline]
    fn exchange<T>(
        &mut self,
        context: &mut Context<'_>,
        answer: impl FnOnce(Input<S, E>, &Channel<Y, S, E>) -> Poll<T>,
    ) -> Poll<T> {
        if M::is_made(&mut self.offer) {
            return Poll::Pending;
        }
        self.channel.with(&raw const *self, context, |channel, _| {
            if M::make(&mut self.offer, channel, self.place) {
                return Poll::Pending;
            }
            answer(channel.take_input(), channel)
        })
    }
}

impl<M: Mode, Y, S, E> Future for TryYield<'_, M, Y, S, E> {
    type Output = Result<S, Raised<E>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.exchange(context, |input, _| match input {
            Input::Sent(value) => Poll::Ready(Ok(value)),
            Input::Raised(signal) => Poll::Ready(Err(signal)),
            Input::Nothing | Input::Surfaced(_) | Input::Returned => Poll::Pending,
        })
    }
}

/// See [`Token::yield_`].
#[must_use = "a yield does nothing until it is awaited"]
pub struct Yield<'t, M: Mode, Y, S, E>(TryYield<'t, M, Y, S, E>);

impl<M: Mode, Y, S, E> Future for Yield<'_, M, Y, S, E> {
    type Output = S;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<S> {
        self.0.exchange(context, |input, channel| match input {
            Input::Sent(value) => Poll::Ready(value),
            Input::Raised(signal) => {
                cold();
                channel.put_unwind(signal);
                Poll::Pending
            }
            Input::Nothing | Input::Surfaced(_) | Input::Returned => {
                cold();
                Poll::Pending
            }
        })
    }
}

/// Makes a branch an unlikely one.
#[cold]
#[inline(always)]
#[allow(clippy::inline_always, reason = "there is nothing to call")]
fn cold() {}

/// See [`Token::raise`].
#[must_use = "nothing is raised until it is awaited"]
pub struct Raise<'t, M: Mode, Y, S, E> {
    channel: ChannelRef<'t, M, Y, S, E>,
    signal: Option<Raised<E>>,
}

impl<M: Mode, Y, S, E> Unpin for Raise<'_, M, Y, S, E> {}

// SAFETY: it holds its signal within one resumption only, as it is awaited where it is made and gives the signal away at its
// first poll. A body that raises is never resumed again.
unsafe impl<M: Mode, Y, S, E> Send for Raise<'_, M, Y, S, E> {}
// SAFETY: at rest it holds no signal, as for `Send`, and shared it gives access to nothing.
unsafe impl<M: Mode, Y, S, E> Sync for Raise<'_, M, Y, S, E> {}

impl<M: Mode, Y, S, E> Future for Raise<'_, M, Y, S, E> {
    type Output = Infallible;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let signal = self.signal.take();
        self.channel.with(&raw const *self, context, |channel, _| match (channel.operation(), signal) {
            (Operation::Start | Operation::Resume, _) => {
                panic!("`raise!` outside of a throw or close: it can only answer one, before the next yield")
            }
            (Operation::Throw, Some(Raised::Close)) => {
                panic!("`raise!(Raised::Close)` in answer to a throw: raise an error, or return")
            }
            (_, Some(signal)) => channel.put_unwind(signal),
            (_, None) => {}
        });
        Poll::Pending
    }
}
