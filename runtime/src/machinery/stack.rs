//! The stack of frames above a root: an intrusive list through their headers.
//!
//! `yield_from!` of a generator puts its frame on top of the root's stack. From then on only the top frame is resumed, so an
//! item costs the same at any depth, and so does the native stack. The links are a shortcut: each frame on a stack is held,
//! or borrowed, by the body of one below (invariant "held below" of [`State`]).

use core::mem;
use core::task::{Context, Poll};

use super::channel::{Channel, Input, Operation, Output};
use super::header::{FramePointer, Held, Link, State};
use super::mode::awaited_something_foreign;
use crate::values::state::Raised;

/// Where a stack has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    /// A yield of the frame that is now on top. The value is in the channel.
    Yield,
    /// The end of the root, whose return value is in its frame.
    End,
    /// A signal that the root did not catch. It is in the channel.
    Uncaught,
    /// An await of the frame that is now on top.
    Await,
    /// The root, which is not polled here. What it is to be resumed with is in the channel.
    Root,
}

/// What a frame links that is on a stack, or a root that links its top: such a frame has a link.
#[inline]
fn link_of<Y, S, E>(frame: FramePointer<Y, S, E>) -> FramePointer<Y, S, E> {
    debug_assert!(frame.link.get().is_some(), "a frame on a stack has a link");
    // SAFETY: it is asked in this file only, of frames in state `Linked`, and of roots that the callers say to link their top.
    // Not checked, as it would cost 6 of the 275 instructions of a node.
    unsafe { frame.link.get().unwrap_unchecked() }
}

/// Resumes the top frame of a root with what is in the channel.
///
/// # Safety
///
/// The root is erased, held exclusively, and links the top of its stack, or itself if it is at a yield of its own. If a frame
/// awaits, there is a context.
#[inline]
pub(super) unsafe fn poll_top<Y, S, E>(
    root: FramePointer<Y, S, E>,
    channel: &Channel<Y, S, E>,
    context: Option<&mut Context<'_>>,
) -> Poll<()> {
    // SAFETY: the body of a linked frame is live and bound, and that of a root which is at a yield; whoever holds the root is
    // the one user of all of them. The rest is the caller's.
    unsafe { link_of(root).poll(channel, context) }
}

/// Notes where the top frame of a root has yielded.
#[inline]
pub(super) fn suspend_top<Y, S, E>(root: FramePointer<Y, S, E>, channel: &Channel<Y, S, E>) {
    if cfg!(debug_assertions) {
        link_of(root).suspended_at(channel.place());
    }
}

/// The frames above a root.
///
/// Dropping it takes them apart from the top, and goes on with the rest when a destructor panics. So whatever panics, every
/// link that is left leads to a live frame.
pub(super) struct Stack<Y, S, E> {
    root: FramePointer<Y, S, E>,
    /// The root when the stack is empty.
    top: FramePointer<Y, S, E>,
    /// Whether the root is polled like the frames above it.
    has_root: bool,
}

impl<Y, S, E> Stack<Y, S, E> {
    /// # Safety
    ///
    /// The root is held exclusively, and links the top of its stack. It is erased if it is polled like the frames above.
    #[inline]
    pub(super) unsafe fn of(root: FramePointer<Y, S, E>, has_root: bool) -> Self {
        Self { root, top: link_of(root), has_root }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.top == self.root
    }

    /// Removes the top frame, which still says that it is linked. Its memory belongs to its holder.
    #[inline]
    fn pop(&mut self) -> FramePointer<Y, S, E> {
        let popped = self.top;
        self.top = link_of(popped);
        popped
    }

    /// Notes in the root what its top is.
    #[inline]
    fn keep(self) {
        self.root.link.set(Some(self.top));
        self.root.state.set(if self.is_empty() { State::Suspended } else { State::Delegating });
        mem::forget(self);
    }

    /// Goes on after a poll of the top frame, until a frame yields or awaits, or all have ended.
    ///
    /// # Safety
    ///
    /// As for [`drive`].
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "it is compiled once, in `drive`")]
    unsafe fn drive(
        mut self,
        mut poll: Poll<()>,
        channel: &Channel<Y, S, E>,
        mut context: Option<&mut Context<'_>>,
    ) -> Reached {
        loop {
            if poll.is_ready() {
                if self.is_empty() {
                    mem::forget(self);
                    return Reached::End;
                }
                let closing = self.pop().closing.get();
                channel.put_input(if closing { Input::Surfaced(Raised::Close) } else { Input::Returned });
            } else if channel.has_yielded() {
                self.top.suspended_at(channel.place());
                self.keep();
                return Reached::Yield;
            } else {
                match channel.take_output() {
                    Output::Link(link) => {
                        self.top.suspended_at(channel.place());
                        self.top = attach(self.top, &link);
                    }
                    Output::Unwind(signal) if self.is_empty() => {
                        let root = self.root;
                        mem::forget(self);
                        channel.put_unwind(signal);
                        root.finish();
                        return Reached::Uncaught;
                    }
                    Output::Unwind(signal) => {
                        let raised = self.pop();
                        raised.finish();
                        channel.put_input(Input::Surfaced(signal));
                    }
                    Output::Nothing => {
                        if !self.top.awaits() {
                            awaited_something_foreign();
                        }
                        self.interrupt(channel.operation());
                        return Reached::Await;
                    }
                    Output::Resume => {
                        unreachable!("a frame with a linked delegate is not on top of the stack")
                    }
                    Output::Yielded(_) => unreachable!("it was asked before"),
                }
            }
            if self.is_empty() && !self.has_root {
                self.keep();
                return Reached::Root;
            }
            // SAFETY: a frame on a stack is erased and its body live and bound, and so it is with a root that is polled like
            // one; whoever holds the root is their one user. The rest is the caller's.
            poll = unsafe { self.top.poll(channel, context.as_deref_mut()) };
        }
    }

    /// Notes that an operation was interrupted at an await of the top frame.
    fn interrupt(self, operation: Operation) {
        let (root, is_own) = (self.root, self.is_empty());
        self.keep();
        root.interrupted.set(Some(operation));
        if is_own {
            root.state.set(State::Waiting);
        }
    }
}

impl<Y, S, E> Drop for Stack<Y, S, E> {
    #[cold]
    fn drop(&mut self) {
        // Whoever finishes the root is not to find the frames again.
        self.root.link.set(Some(self.root));
        while !self.is_empty() {
            let frame = self.pop();
            let rest = Self { ..*self };
            // A frame whose body panicked when it was dropped at its end is still on top, and has nothing left.
            frame.finish();
            mem::forget(rest);
        }
    }
}

/// Goes on after a poll of the top frame of a root, until a frame yields or awaits, or all have ended.
///
/// # Safety
///
/// The root is held exclusively, and links the top of its stack, which was polled with this channel and this context. If it is
/// polled like the frames above, it is erased. If a frame awaits, there is a context.
#[inline(never)]
pub(super) unsafe fn drive<Y, S, E>(
    root: FramePointer<Y, S, E>,
    has_root: bool,
    poll: Poll<()>,
    channel: &Channel<Y, S, E>,
    context: Option<&mut Context<'_>>,
) -> Reached {
    // SAFETY: the contract is the same.
    let stack = unsafe { Stack::of(root, has_root) };
    // SAFETY: the contract is the same.
    unsafe { stack.drive(poll, channel, context) }
}

/// Resumes the stack above a root that is polled elsewhere.
///
/// # Safety
///
/// As for [`drive`].
#[cold]
#[inline(never)]
pub(super) unsafe fn run_above<Y, S, E>(
    root: FramePointer<Y, S, E>,
    channel: &Channel<Y, S, E>,
    mut context: Option<&mut Context<'_>>,
) -> Reached {
    if link_of(root) == root {
        root.state.set(State::Suspended);
        return Reached::Root;
    }
    // As long as the top frame is polled, its stack is taken apart if it panics.
    // SAFETY: the contract is the same.
    let stack = unsafe { Stack::of(root, false) };
    // SAFETY: the top is a frame of this stack.
    let poll = unsafe { poll_top(root, channel, context.as_deref_mut()) };
    mem::forget(stack);
    // SAFETY: the top was polled with this channel and this context.
    unsafe { drive(root, false, poll, channel, context) }
}

/// Puts a delegate on top of `delegator` and gives the new top of the stack, which is the delegate's own.
///
/// The delegate is not linked, has not ended, and is held or borrowed by the body of the delegator: that is what a link says.
#[inline]
pub(super) fn attach<Y, S, E>(
    delegator: FramePointer<Y, S, E>,
    link: &Link<Y, S, E>,
) -> FramePointer<Y, S, E> {
    let delegate = link.frame;
    debug_assert!(
        delegate.interrupted.get().is_none(),
        "what was interrupted is settled before it is linked"
    );
    if delegate.state.get() == State::Released {
        lower(delegate, Until::Top);
    }
    let top = if delegate.state.get() == State::Delegating { link_of(delegate) } else { delegate };
    delegate.state.set(State::Linked);
    delegate.link.set(Some(delegator));
    delegate.held.set(if link.handle.is_null() {
        Held::ByValue
    } else if delegator.holds(link.handle) {
        Held::AsLocal
    } else {
        Held::Elsewhere
    });
    top
}

/// The lowest frames on a stack that are delegates by reference.
struct Lowest<Y, S, E> {
    /// Of all of them.
    by_reference: Option<FramePointer<Y, S, E>>,
    /// Of those which are no local of their delegator.
    held_elsewhere: Option<FramePointer<Y, S, E>>,
}

impl<Y, S, E> Lowest<Y, S, E> {
    /// `top` is the top of the stack of a root that is not linked itself.
    fn of(top: FramePointer<Y, S, E>) -> Self {
        let mut lowest = Self { by_reference: None, held_elsewhere: None };
        let mut next = top;
        while next.state.get() == State::Linked {
            if next.held.get() != Held::ByValue {
                lowest.by_reference = Some(next);
            }
            if next.held.get() == Held::Elsewhere {
                lowest.held_elsewhere = Some(next);
            }
            next = link_of(next);
        }
        lowest
    }
}

/// Takes a linked frame, with all above it, off the stack: it is a root again. Gives its delegator.
///
/// The links above it are turned around, so that whoever drops it finds the next frame that is held elsewhere without a look
/// at all those above: a recursion by reference is dropped in linear time.
///
/// `frame` is linked, and `top` is the top of its stack, which the caller has to itself.
fn release<Y, S, E>(
    frame: FramePointer<Y, S, E>,
    top: FramePointer<Y, S, E>,
    interrupted: Option<Operation>,
) -> Option<FramePointer<Y, S, E>> {
    let interrupted = without_close(interrupted);
    let (mut above, mut next) = (None, top);
    while next != frame {
        let lifted = next;
        next = link_of(lifted);
        lifted.link.set(above);
        lifted.state.set(State::Lifted);
        lifted.interrupted.set(interrupted);
        above = Some(lifted);
    }
    let delegator = frame.link.replace(above);
    frame.interrupted.set(interrupted);
    become_root(frame);
    delegator
}

/// Makes a root of a frame whose link leads upwards.
fn become_root<Y, S, E>(frame: FramePointer<Y, S, E>) {
    frame.held.set(Held::ByValue);
    if frame.link.get().is_some() {
        frame.state.set(State::Released);
        return;
    }
    // Where it is polled without its type, it is its own top.
    frame.link.set(Some(frame));
    frame.state.set(if frame.interrupted.get().is_some() { State::Waiting } else { State::Suspended });
}

/// How far to go up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Top,
    /// The first frame that is held elsewhere, which becomes a root of its own.
    HeldElsewhere,
}

/// Turns the links above a released root around again, so that it is one that delegates, or that has no frames above.
fn lower<Y, S, E>(root: FramePointer<Y, S, E>, until: Until) {
    let (mut below, mut next) = (root, root.link.get());
    while let Some(frame) = next {
        if until == Until::HeldElsewhere && frame.held.get() == Held::Elsewhere {
            become_root(frame);
            break;
        }
        frame.state.set(State::Linked);
        frame.interrupted.set(None);
        next = frame.link.replace(Some(below));
        below = frame;
    }
    root.link.set(Some(below));
    root.state.set(State::Delegating);
}

/// Makes a released root link the top of its stack.
#[cold]
#[inline(never)]
pub(super) fn resume_released<Y, S, E>(root: FramePointer<Y, S, E>) {
    lower(root, Until::Top);
}

/// The interrupted operation from where a delegate by reference sees it.
///
/// A close is none of its own: whoever is borrowed is not closed, so it was called while its delegator cleaned up, and goes
/// on with that.
fn without_close(interrupted: Option<Operation>) -> Option<Operation> {
    match interrupted {
        Some(Operation::Close) => Some(Operation::Resume),
        other => other,
    }
}

/// Begins a close: the lowest delegate by reference is spared it, with all above, and left to whoever holds it (rule
/// [D7](crate::guide::rules#d7)). All that stay get the close in turn, and none that comes later does.
///
/// The root is held exclusively, and links the top of its stack.
#[cold]
#[inline(never)]
pub(super) fn begin_close<Y, S, E>(root: FramePointer<Y, S, E>, channel: &Channel<Y, S, E>) {
    let mut top = link_of(root);
    if let Some(spared) = Lowest::of(top).by_reference {
        top = release(spared, top, None).unwrap_or(root);
        Stack { root, top, has_root: false }.keep();
        channel.put_input(Input::Surfaced(Raised::Close));
    }
    while top != root {
        top.closing.set(true);
        top = link_of(top);
    }
}

/// Drops all bodies above a root, innermost first, but for those of the delegates that somebody else holds.
///
/// Linear in the number of frames, also when their bodies drop delegates that were on the same stack.
///
/// # Safety
///
/// The root is held exclusively, in state `Delegating` or `Released`, and finished next.
pub(super) unsafe fn discard<Y, S, E>(root: FramePointer<Y, S, E>, interrupted: Option<Operation>) {
    if root.state.get() == State::Released {
        lower(root, Until::HeldElsewhere);
    } else if let Some(survivor) = Lowest::of(link_of(root)).held_elsewhere {
        root.link.set(release(survivor, link_of(root), interrupted));
    }
    // SAFETY: the root is held exclusively (caller), and links the top of its stack.
    drop(unsafe { Stack::of(root, false) });
}

/// The operation that was interrupted in the stack of a frame that is linked still, as far as the frame is concerned.
#[cold]
pub(super) fn interrupted_below<Y, S, E>(frame: FramePointer<Y, S, E>) -> Option<Operation> {
    without_close(forgotten_root(frame).interrupted.get())
}

/// Makes a root again of a frame that is linked or lifted still, because its delegator was forgotten.
///
/// The frame's handle is at hand exclusively: its borrow by the delegator has ended although nothing released it.
#[cold]
#[inline(never)]
pub(super) fn reclaim<Y, S, E>(frame: FramePointer<Y, S, E>) {
    if frame.state.get() == State::Lifted {
        return become_root(frame);
    }
    let root = forgotten_root(frame);
    release(frame, link_of(root), root.interrupted.get());
}

/// The root of the stack that a frame is still in, although its borrow has ended: that root was forgotten.
///
/// No destructor of its delegator has run. So the memory of the delegator, and of all below, is leaked and stays: a frame is boxed
/// or pinned, and pinned memory is not reused before its destructor has run.
fn forgotten_root<Y, S, E>(frame: FramePointer<Y, S, E>) -> FramePointer<Y, S, E> {
    let mut root = frame;
    while root.state.get() == State::Linked {
        root = link_of(root);
    }
    root
}
