//! Delegation: what `yield_from!` waits for.

pub(crate) mod bridge;
pub(crate) mod kind;
pub(crate) mod target;

use core::any::TypeId;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use pin_project_lite::pin_project;

use self::bridge::Bridge;
use self::target::{Keep as _, Target};
use super::channel::{Channel, Input};
use super::frame::Link;
use super::mode::Mode;
use super::token::{Here, Line, Token};
use crate::error::CloseError;
use crate::state::{GeneratorState, Raised, Status};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Fresh,
    /// The driver runs the delegate's frame on top of ours.
    Linked,
    /// The delegate is driven from here, and has yielded.
    Driven,
    /// The delegate is driven from here, and waits for something besides its yields. What it was asked is kept.
    Waiting,
    /// What was left in mid-await in the delegate has come to a yield: it can be linked now.
    Settled,
    /// The delegate yielded in reply to a close: there is nothing left but to be dropped (rule D9).
    Ignored,
}

/// What a delegate that is driven from here is asked to do.
enum Request<S, T, E> {
    Start,
    Send(Option<S>),
    Throw(Option<T>),
    Close,
    /// Close it, then let the error surface: the delegate cannot take it (rule D6).
    CloseFor(E),
    /// Go on with what was left in mid-await when it became a delegate.
    Settle,
}

type RequestOf<T, E> = Request<<T as Target>::Send, <T as Target>::Throw, E>;

pin_project! {
    /// Runs a delegate to its end, and gives its return value or what it did not catch.
    #[must_use = "a delegate does nothing until it is awaited"]
    pub struct TryDelegation<'t, M, Y, S, E, D, T>
    where
        M: Mode,
        M: 't,
        T: Target,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        line: Line<'t, M, Y, S, E>,
        #[pin]
        target: T,
        nothing: fn() -> Option<S>,
        stage: Stage,
        kept: D::Keep<T, RequestOf<T, E>>,
        location: Here,
        bridge: PhantomData<fn() -> D>,
    }
}

impl<M, Y, S, E, D, T> fmt::Debug for TryDelegation<'_, M, Y, S, E, D, T>
where
    M: Mode,
    T: Target,
    D: Bridge<S, E, T::Send, T::Throw>,
{
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

impl<M, Y, S, E, D, T> TryDelegation<'_, M, Y, S, E, D, T>
where
    M: Mode,
    T: Target<Yield = Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    #[inline]
    fn advance(
        mut self: Pin<&mut Self>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Progress<T::Return, E> {
        let mut this = self.as_mut().project();
        let request = match *this.stage {
            Stage::Fresh => {
                let sent = match this.target.as_mut().status() {
                    Status::Finished => return Progress::Ended(returned(this.target)),
                    Status::Awaiting => return self.perform(Request::Settle, channel, context),
                    Status::Created => None,
                    Status::Suspended => Some((this.nothing)().unwrap_or_else(|| nothing_to_send())),
                };
                match (self.as_mut().link(), sent) {
                    (Some(link), sent) => {
                        let input = sent.map_or(Input::Nothing, Input::Sent);
                        channel.link(link, input, self.location.get());
                        return Progress::Waiting;
                    }
                    (None, None) => Request::Start,
                    (None, Some(value)) => Request::Send(Some(D::send(value))),
                }
            }
            Stage::Linked => {
                return match channel.take_input() {
                    Input::Surfaced(signal) => Progress::Raised(signal),
                    Input::Returned => Progress::Ended(returned(this.target)),
                    input => {
                        channel.resume(input);
                        Progress::Waiting
                    }
                };
            }
            Stage::Settled => {
                let input = channel.take_input();
                if this.target.as_mut().status() == Status::Finished {
                    return match input {
                        Input::Raised(signal) => Progress::Raised(signal),
                        _ => Progress::Ended(returned(this.target)),
                    };
                }
                if let Some(link) = self.as_mut().link() {
                    channel.link(link, input, self.location.get());
                    return Progress::Waiting;
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
            Stage::Ignored => return Progress::Waiting,
        };
        self.perform(request, channel, context)
    }

    /// The delegate's frame, if it has one and the types allow it.
    #[inline]
    fn link(self: Pin<&mut Self>) -> Option<Link<Y, S, E>> {
        if !D::LINKS {
            return None;
        }
        let this = self.project();
        let link = this.target.link().and_then(D::link)?;
        *this.stage = Stage::Linked;
        Some(link)
    }

    /// What a delegate that is driven from here is asked to do about an input.
    #[inline]
    fn request(self: Pin<&mut Self>, input: Input<S, E>) -> Result<RequestOf<T, E>, Progress<T::Return, E>> {
        match input {
            Input::Sent(value) => Ok(Request::Send(Some(D::send(value)))),
            Input::Raised(Raised::Throw(error)) => match D::throw(error) {
                Ok(error) => Ok(Request::Throw(Some(error))),
                Err(error) if self.target.is_borrowed() => Err(Progress::Raised(Raised::Throw(error))),
                Err(error) => Ok(Request::CloseFor(error)),
            },
            Input::Raised(Raised::Close) if self.target.is_borrowed() => Err(Progress::Raised(Raised::Close)),
            Input::Raised(Raised::Close) => Ok(Request::Close),
            Input::Nothing | Input::Surfaced(_) | Input::Returned => Err(Progress::Waiting),
        }
    }

    #[inline]
    fn perform(
        self: Pin<&mut Self>,
        mut request: RequestOf<T, E>,
        channel: &Channel<Y, S, E>,
        context: &mut Context<'_>,
    ) -> Progress<T::Return, E> {
        let mut this = self.project();
        let mut target = this.target.as_mut();
        let mut next_stage = Stage::Driven;
        let answer = match &mut request {
            Request::Start => target.as_mut().poll_start(context).map(|result| match result {
                Ok(reached) => Answer::State(reached),
                Err(_) => Answer::HasEnded,
            }),
            Request::Send(value) => target.as_mut().poll_send(context, value).map(|result| match result {
                Ok(reached) => Answer::State(reached),
                Err(_) => Answer::HasEnded,
            }),
            Request::Throw(error) => target.as_mut().poll_throw(context, error).map(|result| match result {
                Ok(reached) => Answer::State(reached),
                Err(error) => {
                    Answer::Raised(D::surface(error.into_inner()).map_or(Raised::Close, Raised::Throw))
                }
            }),
            Request::Close => target.as_mut().poll_close(context).map(|result| match result {
                Ok(_) | Err(CloseError::Busy) => Answer::Raised(Raised::Close),
                Err(CloseError::Raised(error)) => {
                    Answer::Raised(D::surface(error).map_or(Raised::Close, Raised::Throw))
                }
                Err(CloseError::Yielded(value)) => {
                    next_stage = Stage::Ignored;
                    Answer::State(GeneratorState::Yielded(value))
                }
            }),
            // What this close yields or raises has no place to go (D6).
            Request::CloseFor(_) => target.as_mut().poll_close(context).map(|_| Answer::Surfaces),
            Request::Settle => target.as_mut().poll_settle(context).map(|result| match result {
                Ok(Some(reached)) => {
                    next_stage = Stage::Settled;
                    Answer::State(reached)
                }
                // It was thrown into or closed by somebody else, who gave up waiting for the outcome.
                Ok(None) | Err(_) => Answer::HasEnded,
            }),
        };
        match (answer, request) {
            (Poll::Pending, request) => {
                *this.stage = Stage::Waiting;
                this.kept.put(request);
                Progress::Waiting
            }
            (Poll::Ready(Answer::State(GeneratorState::Yielded(value))), _) => {
                *this.stage = next_stage;
                channel.yielded(value, this.location.get());
                Progress::Waiting
            }
            (Poll::Ready(Answer::State(GeneratorState::Complete(value))), _) => Progress::Ended(value),
            (Poll::Ready(Answer::HasEnded), _) => Progress::Ended(returned(target)),
            (Poll::Ready(Answer::Surfaces), Request::CloseFor(error)) => {
                Progress::Raised(Raised::Throw(error))
            }
            (Poll::Ready(Answer::Surfaces), _) => unreachable!("only `CloseFor` is answered so"),
            (Poll::Ready(Answer::Raised(signal)), _) => Progress::Raised(signal),
        }
    }
}

/// What a delegate that is driven from here did.
enum Answer<Y, R, E> {
    State(GeneratorState<Y, R>),
    /// It was over already.
    HasEnded,
    /// It is closed, and the error that it could not take surfaces.
    Surfaces,
    Raised(Raised<E>),
}

impl<M, Y, S, E, D, T> Future for TryDelegation<'_, M, Y, S, E, D, T>
where
    M: Mode,
    T: Target<Yield = Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    type Output = Result<T::Return, Raised<E>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Channel::with(&raw const *self, self.line, context, |channel, context| {
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
    pub struct Delegation<'t, M, Y, S, E, D, T>
    where
        M: Mode,
        M: 't,
        T: Target,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        #[pin]
        delegation: TryDelegation<'t, M, Y, S, E, D, T>,
    }
}

impl<M, Y, S, E, D, T> fmt::Debug for Delegation<'_, M, Y, S, E, D, T>
where
    M: Mode,
    T: Target,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Delegation")
    }
}

impl<M, Y, S, E, D, T> Future for Delegation<'_, M, Y, S, E, D, T>
where
    M: Mode,
    T: Target<Yield = Y>,
    D: Bridge<S, E, T::Send, T::Throw>,
{
    type Output = T::Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Return> {
        Channel::with(&raw const *self, self.delegation.line, context, |channel, context| {
            match self.project().delegation.advance(channel, context) {
                Progress::Ended(value) => return Poll::Ready(value),
                Progress::Raised(signal) => channel.unwind(signal),
                Progress::Waiting => {}
            }
            Poll::Pending
        })
    }
}

impl<M: Mode, Y, S, E> Token<M, Y, S, E> {
    /// Delegates to a generator; see [`Delegation`].
    #[inline]
    #[track_caller]
    pub fn delegate<D, T>(
        &self,
        target: T,
        bridge: &D,
        nothing: fn() -> Option<S>,
    ) -> Delegation<'_, M, Y, S, E, D, T>
    where
        T: Target<Yield = Y>,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        Delegation { delegation: self.try_delegate(target, bridge, nothing) }
    }

    /// Delegates to a generator; see [`TryDelegation`].
    #[inline]
    #[track_caller]
    pub fn try_delegate<D, T>(
        &self,
        target: T,
        bridge: &D,
        nothing: fn() -> Option<S>,
    ) -> TryDelegation<'_, M, Y, S, E, D, T>
    where
        T: Target<Yield = Y>,
        D: Bridge<S, E, T::Send, T::Throw>,
    {
        // Only its type counts.
        let _ = bridge;
        TryDelegation {
            line: self.line(),
            target,
            nothing,
            stage: Stage::Fresh,
            kept: Default::default(),
            location: Here::caller(),
            bridge: PhantomData,
        }
    }
}

/// The return value of a delegate that has ended (rule D13).
fn returned<T: Target>(delegate: Pin<&mut T>) -> T::Return {
    delegate.take_return().or_else(unit).unwrap_or_else(|| return_value_is_gone())
}

/// `()`, if that is what `R` is: a delegate that returns nothing has nothing that could be gone.
fn unit<R>() -> Option<R> {
    trait Identity {
        fn identity(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T> Identity for PhantomData<T> {
        fn identity(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let marker = PhantomData::<R>;
    let marker: &dyn Identity = &marker;
    // SAFETY: only the lifetime bound of the trait object changes, and `identity` reads nothing behind any lifetime:
    // the result is the identity of `R` with its lifetimes erased.
    let marker = unsafe { core::mem::transmute::<&dyn Identity, &(dyn Identity + 'static)>(marker) };
    // SAFETY: `()` has no lifetimes, so a type with its identity is `()`, of which any place holds a value.
    (marker.identity() == TypeId::of::<()>())
        .then(|| unsafe { core::ptr::NonNull::<R>::dangling().as_ptr().read() })
}

#[cold]
#[inline(never)]
#[track_caller]
fn return_value_is_gone() -> ! {
    panic!(
        "`yield_from!` of a generator that has ended and whose return value was taken: there is no value to go on with"
    );
}

#[cold]
#[inline(never)]
fn nothing_to_send() -> ! {
    panic!(
        "`yield_from!` of a generator that waits for a sent value: its sent type has no \"nothing\", so it cannot be \
         asked to go on; delegate to it before it is started, or make the sent type an `Option`"
    );
}
