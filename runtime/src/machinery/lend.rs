//! Lending: items that borrow the frame which yields them.
//!
//! A frame does not know how long its items live: their type names a lifetime that is another one for each item. So the items
//! of a lending frame are a *family* `L` of types, and `Lent<'x, L>` is its member with the lifetime `'x`. The frame and its
//! channel have `Lent<'static, L>` for a type, which is true of no item; each function that puts an item in or takes one out
//! sees them with the lifetime that is true there. Types that differ in lifetimes only are the same once compiled, so this
//! changes nothing at run time. Whether it is sound is a question of who holds an item, and for how long.
//!
//! # Why it is sound
//!
//! An item is *out* from the moment when the body gives it to its channel until it is dropped or forgotten.
//!
//! 1. **An item is good for as long as its body is suspended.** A body yields a `Lent<'x, L>` by a future whose type names
//!    that type ([`LendToken::at`]), and so `'x`. The body awaits that future until it is resumed, so the compiler keeps what
//!    the item borrows borrowed for as long, as it does for anything that is held over an await.
//! 2. **No item is out when its frame is resumed, moved or dropped by its user.** A resumption gives its item for the lifetime
//!    of a [`Loan`], which is one exclusive borrow of the handle and is given up with the item. So the compiler lets nobody
//!    use the handle while the item is in use. An operation that has given an item never touches the handle again, although
//!    its future, like any, can be polled again.
//! 3. **An item may be taken for a shorter one.** It goes in as a `Lent<'x, L>` and comes out as a `Lent<'s, L>`, where by
//!    1 and 2 `'s` is over before `'x` is. That is sound if the family is covariant. A token cannot be made without a function
//!    that shows it is ([`Covariant`]); so there is no lending body without one.
//! 4. **A delegate's items are good for as long as its delegator is suspended.** A delegate is held or borrowed by the
//!    delegation that the body awaits, so it is resumed by nobody else, and stays where it is until the body is resumed. An
//!    ordinary delegate yields items that are good anyway: the delegator sees them with their own type.
//! 5. **A delegate cannot lend for longer than that.** A lending delegate has to yield a `Lent<'y, L>` of the delegator, and
//!    yields a `Lent<'x, D>`, where `D` is its own family. The two are made equal by the compiler. `'x` is a borrow of the
//!    body's own token ([`Lends`], [`LendToken::types_at`]), so it is equal to no lifetime from outside of the body: whatever
//!    the delegate lends is something that its delegator lends. And a body that does not lend has no such borrow, so it
//!    cannot delegate to one that does.
//! 6. **What is out when a frame goes by itself is dropped first.** A frame goes by itself in four places.
//!    - A body that yields in reply to a close has ended. Of a lending root the item is dropped, and then the frame
//!      ([`LendFrame::poll_close`]). A lending delegate stays as it is ([`Root::LENDS`]), for the item goes on to the root of its
//!      delegator, which drops it, and then all frames. Where the delegator has another type for errors, the delegation drops
//!      the item, and holds the delegate for longer than that.
//!    - A close that was interrupted goes on in a `poll_settle`, which drops the item and then the frame, too.
//!    - A panic in a resumption finishes all frames of the stack. An item that is in the channel is there because a body
//!      has just suspended itself, and nothing that could panic is done before it is taken out.
//!    - A frame is discarded when its handle is dropped: by 2 no item is out.
//!
//!    The item is dropped by a call of its own. To a function that has it as an argument, what it borrows is promised until
//!    that function returns (`dereferenceable`, in LLVM's words), so the frame must not go in one.
//! 7. **Who forgets an item, or the handle, breaks nothing.** The frame of a forgotten item is as good as that of one dropped;
//!    a forgotten frame stays where it is.
//! 8. **Threads.** What a body holds while it is suspended decides whether its frame is `Send`, as for any frame; an item that
//!    is out may go where its own type may go, for no longer than the loan. The item that is being yielded is not counted (as
//!    for any yield); what it borrows is, for the body holds that.
//!
//! `Lent<'static, L>` is a name, no promise: there is no value of that type, and no function gets one to look at.

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use super::body::Body;
use super::by_slot::Asynchronous;
use super::header::FramePointer;
use super::lend_delegate::{Delegated, Lends};
use super::mode::Mode;
use super::operations::DiscardOnDrop;
use super::owned::OwnedFrame;
use super::root::Handle;
#[cfg(doc)]
use super::root::Root;
use super::token::{Bind, BodyTypes, Token};
use super::typed::Typed;
use super::{iteration, operations};
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::lend::{Covariant, Lend, Lent};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// The types of a lending frame.
pub(crate) type LendTypes<M, L, S, E> = BodyTypes<M, PhantomData<L>, S, E>;

/// Stands in a lending body for the frame that runs it; a [`Token`] once it is known how long an item lives.
#[repr(transparent)]
pub struct LendToken<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E>(Token<M, Lent<'static, L>, S, E>);

impl<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E> fmt::Debug for LendToken<M, L, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LendToken")
    }
}

impl<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E> LendToken<M, L, S, E> {
    /// Makes the token of one body. The function shows that its family is covariant (step 3).
    ///
    /// # Safety
    ///
    /// As [`Token::new`].
    #[must_use]
    #[inline]
    pub unsafe fn new(_: Covariant<L>) -> Self {
        // SAFETY: the caller's.
        Self(unsafe { Token::new() })
    }

    /// The types of this token's frame.
    #[must_use]
    #[inline]
    pub fn types(&self) -> LendTypes<M, L, S, E> {
        BodyTypes::new()
    }

    /// The token for one yield or delegation, whose items live for `'x`: the future that it makes names it (step 1).
    #[must_use]
    #[inline]
    pub fn at<'x>(&self) -> &Token<M, Lent<'x, L>, S, E> {
        let token: *const Self = self;
        // SAFETY: they differ in a lifetime only, behind a `repr(transparent)`.
        unsafe { &*token.cast() }
    }

    /// The types for a delegation, whose items live for `'x`, while those of a delegate that lends live for a
    /// borrow of the token (step 5).
    #[must_use]
    #[inline]
    pub fn types_at<'x>(&self) -> BodyTypes<Lends<'_, M>, Lent<'x, L>, S, E> {
        BodyTypes::new()
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, E> LendToken<Asynchronous, L, S, E> {
    /// Binds the token to the frame of its body. A body awaits this before anything else.
    #[inline]
    pub fn bind(self) -> LendBind<L, S, E> {
        LendBind(self.0.bind())
    }
}

/// See [`Bind`].
#[must_use = "a body is bound when this is awaited"]
pub struct LendBind<L: ?Sized + for<'l> Lend<'l>, S, E>(Bind<Lent<'static, L>, S, E>);

impl<L: ?Sized + for<'l> Lend<'l>, S, E> fmt::Debug for LendBind<L, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<L: ?Sized + for<'l> Lend<'l>, S, E> Future for LendBind<L, S, E> {
    type Output = LendToken<Asynchronous, L, S, E>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(LendToken)
    }
}

/// The root of a lending frame for one operation, whose item lives for `'x`.
pub(crate) type LendRoot<'f, 'x, M, L, S, E, B> = Typed<'f, M, Lent<'x, L>, S, E, B, true>;

/// A lending frame in a box of its own.
pub struct LendFrame<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body>(
    OwnedFrame<M, Lent<'static, L>, S, E, B>,
);

impl<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> fmt::Debug for LendFrame<M, L, S, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LendFrame")
    }
}

type State<'x, L, B> = GeneratorState<Lent<'x, L>, <B as Future>::Output>;
type SendResult<'x, L, S, B> = Result<State<'x, L, B>, SendError<S>>;
type CloseResult<B, E> = Result<Option<<B as Future>::Output>, CloseError<(), E>>;
type ItemOf<'x, L, B> = <<B as Future>::Output as Outcome<Lent<'x, L>>>::Item;

impl<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> LendFrame<M, L, S, E, B> {
    #[inline]
    pub(crate) fn new(body: B) -> Self {
        Self(OwnedFrame::new(body))
    }

    /// The root for one operation.
    ///
    /// # Safety
    ///
    /// The handle is borrowed exclusively for `'f`, and not used before that is over. What the operation yields is dropped or
    /// forgotten before another is begun, and `'x` is over by then; or it goes to the channel of a delegator (steps 2 and 4).
    #[inline]
    unsafe fn root<'f, 'x>(&mut self) -> LendRoot<'f, 'x, M, L, S, E, B> {
        // SAFETY: they differ in a lifetime only; whether an item lives as long is up to the caller.
        let frame = unsafe { self.0.frame().with_yield() };
        // SAFETY: the frame is that of a box; the rest is the caller's.
        unsafe { Typed::new(frame) }
    }

    /// Lends the handle for one operation.
    #[inline]
    pub(crate) fn loan(&mut self) -> Loan<'_, M, L, S, E, B> {
        Loan(Some(self))
    }

    /// Closes the generator. What the body yields in reply is dropped, for the frame goes (step 6).
    pub(crate) fn poll_close(&mut self, context: &mut Context<'_>) -> Poll<CloseResult<B, E>> {
        // SAFETY: what it yields is dropped here.
        let root = unsafe { self.root() };
        // Not by `map_err`: an argument must last until its function returns (step 6).
        Poll::Ready(match ready!(operations::poll_close(root, context)) {
            Ok(value) => Ok(value),
            Err(CloseError::Yielded(item)) => {
                let root = DiscardOnDrop(root);
                drop(item);
                drop(root);
                Err(CloseError::Yielded(()))
            }
            Err(CloseError::Raised(error)) => Err(CloseError::Raised(error)),
            Err(CloseError::Busy) => Err(CloseError::Busy),
        })
    }

    /// What iteration ended with.
    pub(crate) fn take_return(&mut self) -> Option<B::Output> {
        // SAFETY: it yields nothing.
        operations::take_return(unsafe { self.root() })
    }
}

// SAFETY: the pointer is that of the frame inside.
unsafe impl<M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Handle for LendFrame<M, L, S, E, B> {
    const AWAITS: bool = M::AWAITS;
    type Yield = Lent<'static, L>;
    type Send = S;
    type Throw = E;

    #[inline]
    fn frame(&self) -> FramePointer<Lent<'static, L>, S, E> {
        self.0.frame()
    }

    fn name(&self) -> &'static str {
        self.0.name()
    }
}

/// A lending generator, borrowed for one operation: for as long as the item that this gives lives (step 2).
pub(crate) struct Loan<'g, M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body>(
    Option<&'g mut LendFrame<M, L, S, E, B>>,
);

impl<'g, M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Loan<'g, M, L, S, E, B> {
    /// Where the generator stands; nothing when the operation is done.
    pub(crate) fn status(&self) -> Option<Status> {
        self.0.as_deref().map(operations::status)
    }

    /// Polls an operation once. When it is done, the loan is given up.
    ///
    /// # Panics
    ///
    /// When it was done before.
    #[inline]
    fn poll<T>(&mut self, operation: impl FnOnce(LendRoot<'g, 'g, M, L, S, E, B>) -> Poll<T>) -> Poll<T> {
        let Some(frame) = self.0.take() else { polled_again() };
        // SAFETY: there is another operation only if this one is not done, and then it yielded nothing, and keeps nothing of its
        // root; the frame is borrowed for `'g`.
        let poll = operation(unsafe { frame.root() });
        if poll.is_pending() {
            self.0 = Some(frame);
        }
        poll
    }

    /// [`operations::poll_start`].
    #[inline]
    pub(crate) fn poll_start(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<State<'g, L, B>, StartError>> {
        self.poll(|root| operations::poll_start(root, context))
    }

    /// [`operations::poll_send`].
    #[inline]
    pub(crate) fn poll_send(
        &mut self,
        value: &mut Option<S>,
        context: &mut Context<'_>,
    ) -> Poll<SendResult<'g, L, S, B>> {
        self.poll(|root| operations::poll_send(root, value, context))
    }

    /// [`operations::poll_resume`].
    #[inline]
    pub(crate) fn poll_resume(
        &mut self,
        value: &mut Option<S>,
        context: &mut Context<'_>,
    ) -> Poll<SendResult<'g, L, S, B>> {
        self.poll(|root| operations::poll_resume(root, value, context))
    }

    /// [`operations::poll_throw`].
    pub(crate) fn poll_throw(
        &mut self,
        error: &mut Option<E>,
        context: &mut Context<'_>,
    ) -> Poll<Result<State<'g, L, B>, ThrowError<E>>> {
        self.poll(|root| operations::poll_throw(root, error, context))
    }

    /// [`operations::poll_settle`].
    pub(crate) fn poll_settle(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<State<'g, L, B>>, E>> {
        self.poll(|root| operations::poll_settle(root, context))
    }

    /// [`iteration::poll_item`].
    #[inline]
    pub(crate) fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<ItemOf<'g, L, B>>>
    where
        S: Absent,
        B::Output: Outcome<Lent<'g, L>>,
    {
        self.poll(|root| iteration::poll_item(root, context))
    }

    /// [`iteration::next`] of a synchronous generator.
    #[inline]
    pub(crate) fn next(mut self) -> Option<ItemOf<'g, L, B>>
    where
        S: Absent,
        B::Output: Outcome<Lent<'g, L>>,
    {
        operations::ready_now(|_| self.poll(|root| Poll::Ready(iteration::next(root))))
    }

    /// [`operations::resume`] of a synchronous generator.
    #[inline]
    pub(crate) fn resume(mut self, value: S) -> SendResult<'g, L, S, B> {
        operations::ready_now(|_| self.poll(|root| Poll::Ready(operations::resume(root, value))))
    }
}

#[cold]
#[inline(never)]
fn polled_again() -> ! {
    panic!(
        "polled an operation on a lending generator again after it was ready: its item may still be in use"
    );
}

impl<'x, M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Delegated<'x, LendFrame<M, L, S, E, B>> {
    pub(crate) fn frame(&self) -> &LendFrame<M, L, S, E, B> {
        &self.frame
    }

    #[inline]
    pub(crate) fn root(&mut self) -> LendRoot<'_, 'x, M, L, S, E, B> {
        // SAFETY: what it yields goes to the channel of the delegator (step 4).
        unsafe { self.frame.root() }
    }
}

impl<'x, M: Mode, L: ?Sized + for<'l> Lend<'l>, S, E, B: Body> Delegated<'x, &mut LendFrame<M, L, S, E, B>> {
    pub(crate) fn frame(&self) -> &LendFrame<M, L, S, E, B> {
        &*self.frame
    }

    pub(crate) fn root(&mut self) -> LendRoot<'_, 'x, M, L, S, E, B> {
        // SAFETY: what it yields goes to the channel of the delegator (step 4).
        unsafe { self.frame.root() }
    }
}
