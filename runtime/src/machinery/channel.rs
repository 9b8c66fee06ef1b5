//! The channel: what one resumption and the frame exchange.
//!
//! A channel lives on the driver's stack for one poll of one body. How a yield finds it is the business of the
//! [`Mode`].

use core::cell::Cell;
use core::fmt;
use core::panic::Location;
use core::ptr::NonNull;
use core::task::Context;

use super::frame::Link;
use super::mode::{Mode, foreign_context};
use super::token::Line;
use crate::state::Raised;

/// What the caller of this resumption asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operation {
    Start,
    /// A send, or what the next item takes.
    Resume,
    Throw,
    Close,
}

/// What goes into the frame.
pub(crate) enum Input<S, E> {
    /// Nothing, or taken already.
    Nothing,
    /// The value of the yield expression.
    Sent(S),
    /// An error or a close that arrives at the yield, or goes to the delegate first.
    Raised(Raised<E>),
    /// What the linked delegate did not catch, or a close that it is spared.
    Surfaced(Raised<E>),
    /// The linked delegate has ended and holds its return value.
    Returned,
}

/// What comes out of the frame.
pub(crate) enum Output<Y, S, E> {
    Nothing,
    Yielded(Y),
    /// Put this delegate on top of the stack and run it.
    Link(Link<Y, S, E>),
    /// The body still waits for a linked delegate: resume that one.
    Resume(Input<S, E>),
    /// The body did not catch what was raised: drop it.
    Unwind(Raised<E>),
}

/// What one resumption and the frame exchange.
pub struct Channel<Y, S, E> {
    operation: Operation,
    input: Cell<Input<S, E>>,
    output: Cell<Output<Y, S, E>>,
    #[cfg(debug_assertions)]
    location: Cell<Option<&'static Location<'static>>>,
}

impl<Y, S, E> fmt::Debug for Channel<Y, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Channel")
    }
}

impl<Y, S, E> Channel<Y, S, E> {
    #[inline]
    pub(super) fn new(input: Input<S, E>, operation: Operation) -> Self {
        Self {
            operation,
            input: Cell::new(input),
            output: Cell::new(Output::Nothing),
            #[cfg(debug_assertions)]
            location: Cell::new(None),
        }
    }

    /// Gives the channel of the frame that `future` is part of to `exchange`.
    ///
    /// # Panics
    ///
    /// When the future is not polled by the driver of this very frame: the yield was moved into another future.
    #[inline]
    pub(crate) fn with<M: Mode, F, T>(
        future: *const F,
        line: Line<'_, M, Y, S, E>,
        context: &mut Context<'_>,
        exchange: impl FnOnce(&Self, &mut Context<'_>) -> T,
    ) -> T {
        // SAFETY: what `find` gives is a live channel of the body that the future lies in (see there), and `Token::new`
        // (whose caller upholds it) ties the types of a body's yields to those of its frame. It lives until the driver's
        // poll of that body returns, which is after `exchange` does.
        let channel = unsafe { Self::at(M::find(line.mode, future, context)) };
        exchange(channel, context)
    }

    /// # Safety
    ///
    /// What there is points to a channel of these types that outlives `'c`.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[inline]
    pub(super) unsafe fn at<'c>(channel: Option<NonNull<()>>) -> &'c Self {
        let Some(channel) = channel else { foreign_context() };
        // SAFETY: the caller's.
        unsafe { channel.cast().as_ref() }
    }

    #[inline]
    pub(crate) fn take_input(&self) -> Input<S, E> {
        self.input.replace(Input::Nothing)
    }

    /// The yielded value, if that is what came out; anything else stays.
    #[inline]
    pub(crate) fn take_yielded(&self) -> Option<Y> {
        match self.take_output() {
            Output::Yielded(value) => Some(value),
            other => {
                self.output.set(other);
                None
            }
        }
    }

    #[inline]
    pub(crate) fn take_output(&self) -> Output<Y, S, E> {
        self.output.replace(Output::Nothing)
    }

    pub(crate) fn operation(&self) -> Operation {
        self.operation
    }

    #[inline]
    #[allow(clippy::unused_self, reason = "the place is kept with debug assertions only")]
    pub(crate) fn location(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return self.location.get();
        #[cfg(not(debug_assertions))]
        None
    }

    #[cfg(debug_assertions)]
    fn locate(&self, location: Option<&'static Location<'static>>) {
        self.location.set(location);
    }

    #[cfg(not(debug_assertions))]
    #[inline]
    #[allow(clippy::unused_self, reason = "the place is kept with debug assertions only")]
    fn locate(&self, _location: Option<&'static Location<'static>>) {}

    #[inline]
    pub(crate) fn yielded(&self, value: Y, location: Option<&'static Location<'static>>) {
        self.put(Output::Yielded(value));
        self.locate(location);
    }

    /// Asks the driver to link a delegate and to resume it with `input`.
    pub(crate) fn link(
        &self,
        link: Link<Y, S, E>,
        input: Input<S, E>,
        location: Option<&'static Location<'static>>,
    ) {
        self.put(Output::Link(link));
        self.input.set(input);
        self.locate(location);
    }

    /// Passes on what was meant for the linked delegate.
    #[inline]
    pub(crate) fn resume(&self, input: Input<S, E>) {
        self.put(Output::Resume(input));
    }

    #[inline]
    pub(crate) fn unwind(&self, signal: Raised<E>) {
        self.put(Output::Unwind(signal));
    }

    #[inline]
    fn put(&self, output: Output<Y, S, E>) {
        match self.output.replace(output) {
            Output::Nothing => {}
            _ => two_outputs(),
        }
    }
}

#[cold]
#[inline(never)]
fn two_outputs() -> ! {
    panic!("a generator yielded twice in one resumption: a yield must be waited for before the next");
}
