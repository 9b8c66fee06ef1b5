//! The channel: what one resumption and the frame exchange.
//!
//! A channel lives on the driver's stack for one poll of one body. Its address travels as the data of a [`Waker`]
//! with a vtable private to this module; a yield finds it through its [`Context`].

use core::cell::Cell;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::panic::Location;
use core::ptr;
use core::task::{Context, RawWaker, RawWakerVTable, Waker};

use super::frame::Link;
use super::token::Token;
use crate::state::Raised;

/// What the caller of this resumption asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
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

/// The memory of the body that a channel serves. Only futures inside it may use the channel.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Bounds {
    pub(super) body: *const u8,
    pub(super) size: usize,
}

/// `repr(C)`, so that every instantiation begins with its bounds.
#[repr(C)]
pub(crate) struct Channel<Y, S, E> {
    bounds: Bounds,
    operation: Operation,
    input: Cell<Input<S, E>>,
    output: Cell<Output<Y, S, E>>,
    location: Cell<Option<&'static Location<'static>>>,
}

impl<Y, S, E> Channel<Y, S, E> {
    #[inline]
    pub(super) fn new(bounds: Bounds, input: Input<S, E>, operation: Operation) -> Self {
        Self {
            bounds,
            operation,
            input: Cell::new(input),
            output: Cell::new(Output::Nothing),
            location: Cell::new(None),
        }
    }

    /// Runs `poll` with a context whose waker carries this channel.
    #[inline]
    pub(crate) fn enter<T>(&self, poll: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let data = ptr::from_ref(self).cast::<()>();
        // SAFETY: the functions of `VTABLE` never read the data, so the contract of a `RawWaker` holds for any
        // data; that the data is a live channel matters only to `Channel::of`.
        let waker = ManuallyDrop::new(unsafe { Waker::from_raw(RawWaker::new(data, &VTABLE)) });
        poll(&mut Context::from_waker(&waker))
    }

    /// The channel of the frame that `future` is part of.
    ///
    /// # Panics
    ///
    /// When the context is not that of the driver of this very frame: the yield was moved into another future, or is
    /// polled through a combinator with a waker of its own.
    #[inline]
    pub(crate) fn of<'a, F>(
        future: &F,
        _: PhantomData<&'a Token<Y, S, E>>,
        context: &'a Context<'_>,
    ) -> &'a Self {
        let waker = context.waker();
        if !ptr::eq(waker.vtable(), &raw const VTABLE) {
            foreign_context();
        }
        let data = waker.data();
        if data.is_null() {
            foreign_context();
        }
        // SAFETY: a waker with this vtable and data is made in `enter` only, from a channel that is borrowed for as
        // long as the context is lent out; clones of it carry null. Every channel begins with its bounds, whatever
        // its type parameters.
        let bounds = unsafe { *data.cast::<Bounds>() };
        let offset = ptr::from_ref(future).addr().wrapping_sub(bounds.body.addr());
        if offset >= bounds.size {
            foreign_context();
        }
        // SAFETY: the channel serves the body that the future lies in, and `Token::new` (whose caller upholds it) ties
        // the types of a body's yields to those of its frame.
        unsafe { &*data.cast::<Self>() }
    }

    #[inline]
    pub(crate) fn take_input(&self) -> Input<S, E> {
        self.input.replace(Input::Nothing)
    }

    #[inline]
    pub(crate) fn take_output(&self) -> Output<Y, S, E> {
        self.output.replace(Output::Nothing)
    }

    pub(crate) fn operation(&self) -> Operation {
        self.operation
    }

    #[inline]
    pub(crate) fn location(&self) -> Option<&'static Location<'static>> {
        self.location.get()
    }

    #[inline]
    pub(crate) fn yielded(&self, value: Y, location: Option<&'static Location<'static>>) {
        self.put(Output::Yielded(value));
        if cfg!(debug_assertions) {
            self.location.set(location);
        }
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
        if cfg!(debug_assertions) {
            self.location.set(location);
        }
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
fn foreign_context() -> ! {
    panic!(
        "a yield was polled outside of the generator it belongs to: `yield_!` and its relatives must stand in the \
         body of the generator itself, not in a future that is polled elsewhere"
    );
}

#[cold]
#[inline(never)]
fn two_outputs() -> ! {
    panic!("a generator yielded twice in one resumption: a yield must be waited for before the next");
}

/// Waking does nothing: a synchronous generator is resumed by its caller. Clones carry no channel, so that one
/// that a foreign future keeps never dangles (trap 4).
static VTABLE: RawWakerVTable =
    RawWakerVTable::new(|_| RawWaker::new(ptr::null(), &VTABLE), |_| {}, |_| {}, |_| {});
