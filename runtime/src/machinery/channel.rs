//! The channel: what one resumption and the frames exchange.
//!
//! A channel lives on the stack of whoever resumes a generator, and serves one frame at a time. How a yield finds it is the
//! business of the [`Mode`].

use core::cell::Cell;
use core::fmt;
use core::mem::needs_drop;
use core::panic::Location;
use core::ptr::NonNull;

use super::header::Link;
use super::mode::polled_elsewhere;
use crate::values::state::Raised;

#[cfg(doc)]
use super::mode::Mode;

/// What the caller of this resumption asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operation {
    Start,
    /// A send, or what the next item takes.
    Resume,
    Throw,
    Close,
}

/// What goes into the frame that is resumed.
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

/// What comes out of the frame that was resumed.
pub(crate) enum Output<Y, S, E> {
    Nothing,
    Yielded(Y),
    /// Put this delegate on top of the stack and resume it with the input.
    Link(Link<Y, S, E>),
    /// The body still waits for a linked delegate: resume that one with the input.
    Resume,
    /// The body did not catch what was raised: drop it.
    Unwind(Raised<E>),
}

/// What one resumption and the frames exchange.
pub struct Channel<Y, S, E> {
    operation: Operation,
    input: Cell<Input<S, E>>,
    output: Cell<Output<Y, S, E>>,
    #[cfg(debug_assertions)]
    place: Cell<Option<&'static Location<'static>>>,
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
            place: Cell::new(None),
        }
    }

    /// The channel that was found.
    ///
    /// # Safety
    ///
    /// What there is points to a channel of these types that outlives `'c`.
    ///
    /// # Panics
    ///
    /// When there is none: the yield was moved into another future.
    #[inline]
    pub(super) unsafe fn at<'c>(channel: Option<NonNull<()>>) -> &'c Self {
        let Some(channel) = channel else { polled_elsewhere() };
        // SAFETY: the caller's.
        unsafe { channel.cast().as_ref() }
    }

    #[inline]
    pub(super) fn operation(&self) -> Operation {
        self.operation
    }

    #[inline]
    pub(crate) fn take_input(&self) -> Input<S, E> {
        self.input.replace(Input::Nothing)
    }

    /// What goes into the frame that is resumed next.
    #[inline]
    pub(super) fn put_input(&self, input: Input<S, E>) {
        self.input.set(input);
    }

    /// Takes the news that the linked delegate has ended, if that is what came in; anything else stays.
    #[inline]
    pub(crate) fn take_returned(&self) -> bool {
        // SAFETY: the reference ends with this statement, and nothing is put in or taken out meanwhile.
        let returned = matches!(unsafe { &*self.input.as_ptr() }, Input::Returned);
        if returned {
            self.input.set(Input::Nothing);
        }
        returned
    }

    /// Whether a value was yielded and is still here.
    #[inline]
    pub(super) fn has_yielded(&self) -> bool {
        // SAFETY: the reference ends with this statement, and nothing is put in or taken out meanwhile.
        matches!(unsafe { &*self.output.as_ptr() }, Output::Yielded(_))
    }

    /// The yielded value, if that is what came out; anything else stays.
    #[inline]
    pub(super) fn take_yielded(&self) -> Option<Y> {
        match self.take_output() {
            Output::Yielded(value) => Some(value),
            other => {
                self.output.set(other);
                None
            }
        }
    }

    /// The yielded value, if that is what came out, at the end of the channel.
    #[inline]
    pub(super) fn into_yielded(self) -> Option<Y> {
        match self.output.into_inner() {
            Output::Yielded(value) => Some(value),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn take_output(&self) -> Output<Y, S, E> {
        self.output.replace(Output::Nothing)
    }

    #[inline]
    #[allow(clippy::unused_self, reason = "the place is kept with debug assertions only")]
    pub(super) fn place(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return self.place.get();
        #[cfg(not(debug_assertions))]
        None
    }

    #[inline]
    #[allow(clippy::unused_self, unused_variables, reason = "the place is kept with debug assertions only")]
    fn set_place(&self, place: Option<&'static Location<'static>>) {
        #[cfg(debug_assertions)]
        self.place.set(place);
    }

    #[inline]
    pub(crate) fn put_yielded(&self, value: Y, place: Option<&'static Location<'static>>) {
        // The macro awaits each yield where it makes it, so there is nothing here. Asked again only where it costs nothing.
        if needs_drop::<Y>() || cfg!(debug_assertions) {
            self.put(Output::Yielded(value));
        } else {
            self.output.set(Output::Yielded(value));
        }
        self.set_place(place);
    }

    /// Asks for a delegate to be linked and resumed with `input`.
    #[inline]
    pub(crate) fn put_link(
        &self,
        link: Link<Y, S, E>,
        input: Input<S, E>,
        place: Option<&'static Location<'static>>,
    ) {
        self.put(Output::Link(link));
        self.put_input(input);
        self.set_place(place);
    }

    /// Passes on what was meant for the linked delegate.
    #[inline]
    pub(crate) fn put_resume(&self, input: Input<S, E>) {
        self.put(Output::Resume);
        self.put_input(input);
    }

    #[inline]
    pub(crate) fn put_unwind(&self, signal: Raised<E>) {
        self.put(Output::Unwind(signal));
    }

    #[inline]
    fn put(&self, output: Output<Y, S, E>) {
        match self.output.replace(output) {
            Output::Nothing => {}
            _ => yielded_twice(),
        }
    }
}

#[cold]
#[inline(never)]
fn yielded_twice() -> ! {
    panic!("a generator yielded twice in one resumption: a yield must be waited for before the next");
}
