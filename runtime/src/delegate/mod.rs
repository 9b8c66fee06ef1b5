//! Delegation: what `yield_from!` waits for.
//!
//! A delegate whose frame is one of this crate's, and whose types are the delegator's, is *linked*: its frame is put on top of
//! the stack, and the delegation is polled again when that frame has ended. Any other is *driven* from here: its operations
//! are called in the delegator's own poll.

pub(crate) mod adapt;
mod drive;
pub(crate) mod kind;
#[cfg(feature = "alloc")]
mod lend;
pub(crate) mod nothing;

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use pin_project_lite::pin_project;

use self::adapt::{Chosen, Keep as _, Keeps};
use self::drive::{Answer, Request, ask, nothing_to_send};
use self::nothing::Makes;
use crate::machinery::channel::{Channel, Input};
use crate::machinery::header::Link;
use crate::machinery::mode::Mode;
use crate::machinery::pinned_cell::address_of;
use crate::machinery::place::Place;
use crate::machinery::token::{ChannelRef, Token};
use crate::machinery::unit::unit;
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::seal::Seal;
use crate::values::state::{GeneratorState, Raised, Status};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// The delegate's frame is on the stack above ours.
    Linked,
    /// The delegate is driven from here, and has yielded.
    Driven,
    /// The delegate is driven from here, and waits for something besides its yields. What it was asked is kept.
    Waiting,
    /// The same for an operation that was interrupted before it became a delegate; nothing needs to be kept for that.
    Settling,
    /// The same for a close.
    Closing,
    /// What was interrupted in the delegate has come to a yield: it can be linked now.
    Settled,
    /// The delegate yielded in reply to a close: there is nothing left but to be dropped (rule
    /// [D9](crate::guide::rules#d9)).
    Ignored,
}

pin_project! {
    /// Runs a delegate to its end, and gives its return value or what it did not catch.
    ///
    /// A body holds this across its yields, so no bound here repeats a type: of lifetimes that are repeated in what a body holds,
    /// the compiler no longer sees that they are the same, and would not know whether the body is `Send`.
    #[must_use = "a delegate does nothing until it is awaited"]
    pub struct TryDelegation<'t, M, Y, S, E, T, K, N>
    where
        M: Mode,
        M: 't,
        K: Keeps,
    {
        channel: ChannelRef<'t, M, Y, S, E>,
        #[pin]
        delegate: T,
        stage: Stage,
        kept: K::Place<Request<S, E>>,
        place: Place,
        nothing: PhantomData<fn(N)>,
    }
}

impl<M: Mode, Y, S, E, T, K: Keeps, N> fmt::Debug for TryDelegation<'_, M, Y, S, E, T, K, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TryDelegation")
    }
}

/// How far a delegation has come at one poll.
enum Progress<R, E> {
    /// The channel has been told, or the delegate waits for something besides its yields.
    Waiting,
    Ended(R),
    Raised(Raised<E>),
}

impl<M, Y, S, E, T, K, N> TryDelegation<'_, M, Y, S, E, T, K, N>
where
    M: Mode,
    T: AsyncGenerator<Yield = Y, Send = S, Throw = E>,
    K: Keeps,
    N: Makes<S>,
{
    /// One poll. What a linked delegate takes stands here, so that it is inlined.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "in the body, the channel is known")]
    fn advance(
        mut self: Pin<&mut Self>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Progress<T::Return, E> {
        let this = self.as_mut().project();
        match *this.stage {
            Stage::Fresh => {
                if let Some(link) = this.delegate.link_created(Seal(())) {
                    *this.stage = Stage::Linked;
                    channel.put_link(link, Input::Nothing, this.place.get());
                    return Progress::Waiting;
                }
            }
            Stage::Linked if channel.take_returned() => return Progress::Ended(returned(this.delegate)),
            _ => {}
        }
        // No synchronous delegate looks at the context. If the body's own were given away, it would have to be in memory at
        // every poll.
        self.advance_cold(channel, M::AWAITS.then_some(context))
    }

    #[cold]
    #[inline(never)]
    fn advance_cold(
        mut self: Pin<&mut Self>,
        channel: &Channel<Y, S, E>,
        context: Option<&mut Context<'_>>,
    ) -> Progress<T::Return, E> {
        let mut unused = Context::from_waker(Waker::noop());
        let context = context.unwrap_or(&mut unused);
        let this = self.as_mut().project();
        let request = match *this.stage {
            Stage::Fresh => match this.delegate.known_status(Seal(())) {
                Some(Status::Finished) => return Progress::Ended(returned(self.project().delegate)),
                Some(Status::Created) => match self.as_mut().link() {
                    Some(link) => {
                        channel.put_link(link, Input::Nothing, self.project().place.get());
                        return Progress::Waiting;
                    }
                    None => Request::Start,
                },
                Some(Status::Suspended) => {
                    let nothing = N::make().unwrap_or_else(|| nothing_to_send());
                    match self.as_mut().link() {
                        Some(link) => {
                            channel.put_link(link, Input::Sent(nothing), self.project().place.get());
                            return Progress::Waiting;
                        }
                        None => Request::Send(Some(nothing)),
                    }
                }
                Some(Status::Awaiting) | None => Request::Settle,
            },
            Stage::Linked => {
                return match channel.take_input() {
                    Input::Surfaced(signal) => Progress::Raised(signal),
                    Input::Returned => Progress::Ended(returned(this.delegate)),
                    input => {
                        channel.put_resume(input);
                        Progress::Waiting
                    }
                };
            }
            Stage::Settled => {
                let input = channel.take_input();
                // A close was begun without the delegate on the stack, so it gets none from there.
                if !matches!(input, Input::Raised(Raised::Close)) {
                    if let Some(link) = self.as_mut().link() {
                        channel.put_link(link, input, self.project().place.get());
                        return Progress::Waiting;
                    }
                }
                match self.as_mut().request(input) {
                    Ok(request) => request,
                    Err(progress) => return progress,
                }
            }
            Stage::Driven => match self.as_mut().request(channel.take_input()) {
                Ok(request) => request,
                Err(progress) => return progress,
            },
            Stage::Waiting => match this.kept.take() {
                Some(request) => request,
                None => return Progress::Waiting,
            },
            Stage::Settling => Request::Settle,
            Stage::Closing => Request::Close,
            Stage::Ignored => return Progress::Waiting,
        };
        self.perform(request, channel, context)
    }

    /// The delegate's frame, if it has one.
    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        let this = self.project();
        let link = this.delegate.link(Seal(()))?;
        *this.stage = Stage::Linked;
        Some(link)
    }

    /// What a delegate that is driven from here is asked to do about an input.
    #[inline]
    fn request(self: Pin<&mut Self>, input: Input<S, E>) -> Result<Request<S, E>, Progress<T::Return, E>> {
        match input {
            Input::Sent(value) => Ok(Request::Send(Some(value))),
            Input::Raised(Raised::Throw(error)) => Ok(Request::Throw(Some(error))),
            Input::Raised(Raised::Close) if self.project().delegate.is_borrowed(Seal(())) => {
                Err(Progress::Raised(Raised::Close))
            }
            Input::Raised(Raised::Close) => Ok(Request::Close),
            Input::Nothing | Input::Surfaced(_) | Input::Returned => Err(Progress::Waiting),
        }
    }

    #[inline]
    fn perform(
        self: Pin<&mut Self>,
        mut request: Request<S, E>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Progress<T::Return, E> {
        let mut this = self.project();
        let answer = match ask::<T, N>(this.delegate.as_mut(), &mut request, context) {
            Poll::Ready(answer) => answer,
            Poll::Pending => {
                *this.stage = match request {
                    Request::Settle => Stage::Settling,
                    Request::Close => Stage::Closing,
                    request => {
                        this.kept.put(request);
                        Stage::Waiting
                    }
                };
                return Progress::Waiting;
            }
        };
        match answer {
            Answer::State(GeneratorState::Yielded(value)) => {
                *this.stage = match request {
                    Request::Settle => Stage::Settled,
                    Request::Close => Stage::Ignored,
                    _ => Stage::Driven,
                };
                channel.put_yielded(value, this.place.get());
                Progress::Waiting
            }
            Answer::State(GeneratorState::Complete(value)) => Progress::Ended(value),
            Answer::HasEnded => Progress::Ended(returned(this.delegate)),
            Answer::Raised(signal) => Progress::Raised(signal),
        }
    }
}

impl<'t, M: Mode, Y, S, E, T, K: Keeps, N> TryDelegation<'t, M, Y, S, E, T, K, N> {
    #[inline]
    #[track_caller]
    fn new(token: &'t Token<M, Y, S, E>, chosen: Chosen<T, K>, _: PhantomData<N>) -> Self {
        Self {
            channel: token.channel(),
            delegate: chosen.target,
            stage: Stage::Fresh,
            kept: Default::default(),
            place: Place::caller(),
            nothing: PhantomData,
        }
    }
}

impl<M, Y, S, E, T, K, N> Future for TryDelegation<'_, M, Y, S, E, T, K, N>
where
    M: Mode,
    T: AsyncGenerator<Yield = Y, Send = S, Throw = E>,
    K: Keeps,
    N: Makes<S>,
{
    type Output = Result<T::Return, Raised<E>>;

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "in the body, the channel is known")]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let channel = *self.as_mut().project().channel;
        channel.with(address_of(self.as_mut()), context, |channel, context| {
            match self.advance(channel, context) {
                Progress::Ended(value) => Poll::Ready(Ok(value)),
                Progress::Raised(signal) => Poll::Ready(Err(signal)),
                Progress::Waiting => Poll::Pending,
            }
        })
    }
}

pin_project! {
    /// Runs a delegate to its end and gives its return value; what it does not catch ends the delegator.
    #[must_use = "a delegate does nothing until it is awaited"]
    pub struct Delegation<'t, M, Y, S, E, T, K, N>
    where
        M: Mode,
        M: 't,
        K: Keeps,
    {
        #[pin]
        delegation: TryDelegation<'t, M, Y, S, E, T, K, N>,
    }
}

impl<M: Mode, Y, S, E, T, K: Keeps, N> fmt::Debug for Delegation<'_, M, Y, S, E, T, K, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Delegation")
    }
}

impl<M, Y, S, E, T, K, N> Future for Delegation<'_, M, Y, S, E, T, K, N>
where
    M: Mode,
    T: AsyncGenerator<Yield = Y, Send = S, Throw = E>,
    K: Keeps,
    N: Makes<S>,
{
    type Output = T::Return;

    #[inline(always)]
    #[allow(clippy::inline_always, reason = "in the body, the channel is known")]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Return> {
        let channel = *self.as_mut().project().delegation.project().channel;
        channel.with(address_of(self.as_mut()), context, |channel, context| {
            match self.project().delegation.advance(channel, context) {
                Progress::Ended(value) => return Poll::Ready(value),
                Progress::Raised(signal) => channel.put_unwind(signal),
                Progress::Waiting => {}
            }
            Poll::Pending
        })
    }
}

impl<M: Mode, Y, S, E> Token<M, Y, S, E> {
    /// Delegates to a generator; see [`Delegation`].
    ///
    /// # Safety
    ///
    /// As [`Token::yield_`].
    #[inline]
    #[track_caller]
    pub unsafe fn delegate<T, K: Keeps, N>(
        &self,
        chosen: Chosen<T, K>,
        nothing: PhantomData<N>,
    ) -> Delegation<'_, M, Y, S, E, T, K, N> {
        Delegation { delegation: TryDelegation::new(self, chosen, nothing) }
    }

    /// Delegates to a generator; see [`TryDelegation`].
    ///
    /// # Safety
    ///
    /// As [`Token::yield_`].
    #[inline]
    #[track_caller]
    pub unsafe fn try_delegate<T, K: Keeps, N>(
        &self,
        chosen: Chosen<T, K>,
        nothing: PhantomData<N>,
    ) -> TryDelegation<'_, M, Y, S, E, T, K, N> {
        TryDelegation::new(self, chosen, nothing)
    }
}

/// The return value of a delegate that has ended (rule [D13](crate::guide::rules#d13)). One that returns `()` has
/// nothing that could be gone.
fn returned<T: AsyncGenerator>(delegate: Pin<&mut T>) -> T::Return {
    delegate.take_return().or_else(unit).unwrap_or_else(|| return_value_is_gone())
}

#[cold]
#[inline(never)]
#[track_caller]
fn return_value_is_gone() -> ! {
    panic!(
        "`yield_from!` of a generator that has ended and whose return value was taken: there is no value to go on with"
    );
}
