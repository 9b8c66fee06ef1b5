//! The operations on an [`AsyncLendGen`](crate::AsyncLendGen), as futures.
//!
//! None of them does anything until it is polled (rule [A5](crate::guide::rules#a5)), and each may be dropped at any time: then the operation is left in
//! mid-await (rule [A21](crate::guide::rules#a21)). What an operation gives borrows the generator for as long as the future did.
//!
//! # Panics
//!
//! All but [`LendClose`], when polled again after they were ready: the item that they gave may still be in use.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::machinery::body::Body;
use crate::machinery::by_slot::Asynchronous;
use crate::machinery::lend::{LendFrame, Loan};
use crate::machinery::operations;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::lend::{Lend, Lent};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

type Frame<L, S, E, B> = LendFrame<Asynchronous, L, S, E, B>;
type State<'g, L, B> = GeneratorState<Lent<'g, L>, <B as Future>::Output>;

macro_rules! operation {
    ($(#[$docs:meta])* $Name:ident { $($field:ident: $Type:ty),* }) => {
        $(#[$docs])*
        #[must_use = "futures do nothing unless polled"]
        pub struct $Name<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> {
            loan: Loan<'g, Asynchronous, L, S, E, B>,
            $($field: $Type,)*
        }

        impl<L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Unpin for $Name<'_, L, S, E, B> {}

        impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> $Name<'g, L, S, E, B> {
            #[inline]
            pub(crate) fn new(frame: &'g mut Frame<L, S, E, B>, $($field: $Type),*) -> Self {
                Self { loan: frame.loan(), $($field),* }
            }
        }

        impl<L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> fmt::Debug for $Name<'_, L, S, E, B> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($Name)).field("status", &self.loan.status()).finish_non_exhaustive()
            }
        }
    };
}

operation! {
    /// Runs the body up to its first yield; made by [`AsyncLendGen::start`](crate::AsyncLendGen::start).
    LendStart { begun: bool }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendStart<'g, L, S, E, B> {
    type Output = Result<State<'g, L, B>, StartError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A start that somebody else left is not this one.
        if !self.begun && self.loan.status() == Some(Status::Awaiting) {
            return Poll::Ready(Err(StartError::Busy));
        }
        self.begun = true;
        self.loan.poll_start(context)
    }
}

operation! {
    /// Sends a value to the yield where the body waits; made by [`AsyncLendGen::send`](crate::AsyncLendGen::send).
    LendSend { value: Option<S> }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendSend<'g, L, S, E, B> {
    type Output = Result<State<'g, L, B>, SendError<S>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.loan.poll_send(&mut this.value, context)
    }
}

operation! {
    /// Starts a created generator, sends to a suspended one; made by [`AsyncLendGen::resume`](crate::AsyncLendGen::resume).
    LendResume { value: Option<S> }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendResume<'g, L, S, E, B> {
    type Output = Result<State<'g, L, B>, SendError<S>>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.loan.poll_resume(&mut this.value, context)
    }
}

operation! {
    /// Raises an error at the yield where the body waits; made by [`AsyncLendGen::throw`](crate::AsyncLendGen::throw).
    LendThrow { error: Option<E> }
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendThrow<'g, L, S, E, B> {
    type Output = Result<State<'g, L, B>, ThrowError<E>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        this.loan.poll_throw(&mut this.error, context)
    }
}

operation! {
    /// Goes on with whatever was left in mid-await; made by [`AsyncLendGen::settle`](crate::AsyncLendGen::settle).
    LendSettle {}
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendSettle<'g, L, S, E, B> {
    type Output = Result<Option<State<'g, L, B>>, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.loan.poll_settle(context)
    }
}

operation! {
    /// The next item; made by [`AsyncLendGen::next`](crate::AsyncLendGen::next).
    LendNext {}
}

impl<'g, L, S, E, B> Future for LendNext<'g, L, S, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    S: Absent,
    B: Body<Output: Outcome<Lent<'g, L>>>,
{
    type Output = Option<<B::Output as Outcome<Lent<'g, L>>>::Item>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.loan.poll_item(context)
    }
}

/// Asks the body to clean up and end; made by [`AsyncLendGen::close`](crate::AsyncLendGen::close).
#[must_use = "futures do nothing unless polled"]
pub struct LendClose<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> {
    frame: &'g mut Frame<L, S, E, B>,
    begun: bool,
}

impl<'g, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> LendClose<'g, L, S, E, B> {
    pub(crate) fn new(frame: &'g mut Frame<L, S, E, B>) -> Self {
        Self { frame, begun: false }
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> fmt::Debug for LendClose<'_, L, S, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LendClose").field("status", &operations::status(&*self.frame)).finish_non_exhaustive()
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Future for LendClose<'_, L, S, E, B> {
    type Output = Result<Option<B::Output>, CloseError<(), E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // A close that somebody else left is not this one.
        if !self.begun && operations::status(&*self.frame) == Status::Awaiting {
            return Poll::Ready(Err(CloseError::Busy));
        }
        self.begun = true;
        self.frame.poll_close(context)
    }
}
