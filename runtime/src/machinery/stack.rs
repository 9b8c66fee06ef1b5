//! The stack of frames above a root: an intrusive list through their headers.
//!
//! `yield_from!` of a generator puts its frame on top of the root's stack. From then on only the top frame is resumed, so an
//! item costs the same at any depth, and so does the native stack. The links are a shortcut: each frame on a stack is held,
//! or borrowed, by the body of one below (invariant "held below" of [`State`]).

use core::task::{Context, Poll};
use core::{mem, ptr};

use super::channel::{Channel, Input, Operation, Output};
use super::header::{Erased, Header, Held, Link, State};
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

/// Resumes the top frame of a root with what is in the channel.
///
/// # Safety
///
/// The root is live, erased, held exclusively, and links the top of its stack, or itself if it is at a yield of its own. The
/// context is not null if a frame awaits.
#[inline]
pub(super) unsafe fn poll_top<Y, S, E>(
    root: *mut Header<Y, S, E>,
    channel: &Channel<Y, S, E>,
    context: *mut Context<'_>,
) -> Poll<()> {
    // SAFETY: the root is live (caller).
    let top = unsafe { (*root).link };
    // SAFETY: a frame on a stack is live and erased.
    let top = unsafe { Erased::new(top) };
    // SAFETY: the body of a linked frame is live and bound, and that of a root which is at a yield; whoever holds the root is
    // the one user of all of them. The rest is the caller's.
    unsafe { top.poll(channel, context) }
}

/// Notes where the top frame of a root has yielded.
///
/// # Safety
///
/// The root is live and links the top of its stack.
#[inline]
#[cfg_attr(not(debug_assertions), allow(unused_variables, clippy::missing_const_for_fn))]
pub(super) unsafe fn suspend_top<Y, S, E>(root: *mut Header<Y, S, E>, channel: &Channel<Y, S, E>) {
    #[cfg(debug_assertions)]
    {
        // SAFETY: the root is live (caller).
        let top = unsafe { (*root).link };
        // SAFETY: a frame on a stack is live.
        unsafe { (*top).suspended_at(channel.place()) };
    }
}

/// The frames above a root.
///
/// Dropping it takes them apart from the top, and goes on with the rest when a destructor panics. So whatever panics, every
/// link that is left leads to a live frame.
pub(super) struct Stack<Y, S, E> {
    root: *mut Header<Y, S, E>,
    /// The root when the stack is empty.
    top: *mut Header<Y, S, E>,
    /// Whether the root is polled like the frames above it.
    has_root: bool,
}

impl<Y, S, E> Stack<Y, S, E> {
    /// # Safety
    ///
    /// The root is live, held exclusively, and links the top of its stack. It is erased if it is polled like the frames above.
    #[inline]
    unsafe fn of(root: *mut Header<Y, S, E>, has_root: bool) -> Self {
        // SAFETY: the root is live (caller).
        Self { root, top: unsafe { (*root).link }, has_root }
    }

    /// The frames above a root, to be dropped.
    ///
    /// # Safety
    ///
    /// The root is live, held exclusively, and links the top of its stack.
    pub(super) unsafe fn above(root: *mut Header<Y, S, E>) -> Self {
        // SAFETY: the caller's.
        unsafe { Self::of(root, false) }
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.top == self.root
    }

    /// Removes the top frame, which still says that it is linked. Its memory belongs to its holder.
    #[inline]
    fn pop(&mut self) -> *mut Header<Y, S, E> {
        let header = self.top;
        // SAFETY: a frame on a stack is live ("held below").
        self.top = unsafe { (*header).link };
        header
    }

    /// Notes in the root what its top is.
    #[inline]
    fn keep(self) {
        let (root, state) = (self.root, if self.is_empty() { State::Suspended } else { State::Delegating });
        // SAFETY: the root is live (constructors).
        unsafe { (*root).link = self.top };
        // SAFETY: the root is live (constructors).
        unsafe { (*root).state = state };
        mem::forget(self);
    }

    /// Notes where the top frame has yielded.
    #[inline]
    pub(super) fn suspend_top(&self, channel: &Channel<Y, S, E>) {
        // SAFETY: a frame on a stack is live.
        unsafe { (*self.top).suspended_at(channel.place()) };
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
        context: *mut Context<'_>,
    ) -> Reached {
        loop {
            if poll.is_ready() {
                if self.is_empty() {
                    mem::forget(self);
                    return Reached::End;
                }
                let ended = self.pop();
                // SAFETY: the frame is live, for its body's end does not touch its memory.
                let closing = unsafe { (*ended).closing };
                channel.put_input(if closing { Input::Surfaced(Raised::Close) } else { Input::Returned });
            } else if channel.has_yielded() {
                self.suspend_top(channel);
                self.keep();
                return Reached::Yield;
            } else {
                match channel.take_output() {
                    Output::Link(link) => {
                        self.suspend_top(channel);
                        // SAFETY: the body of the top frame holds the delegate and has asked for this; it is erased.
                        self.top = unsafe { attach(self.top, &link, true) };
                    }
                    Output::Unwind(signal) => {
                        if self.is_empty() {
                            let root = self.top;
                            mem::forget(self);
                            channel.put_unwind(signal);
                            // SAFETY: the root is erased and its body live; it has come to its end.
                            unsafe { Erased::new(root).finish() };
                            return Reached::Uncaught;
                        }
                        let raised = self.pop();
                        // SAFETY: the frame was on the stack, so it is erased and its body live; it has come to its end.
                        unsafe { Erased::new(raised).finish() };
                        channel.put_input(Input::Surfaced(signal));
                    }
                    Output::Nothing => {
                        // SAFETY: a frame on a stack is live and erased.
                        if !unsafe { Erased::new(self.top) }.awaits() {
                            awaited_something_foreign();
                        }
                        let (root, is_empty) = (self.root, self.is_empty());
                        self.keep();
                        // SAFETY: the root is live (constructors).
                        unsafe { interrupt(root, is_empty, channel.operation()) };
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
            // SAFETY: a frame on a stack is live and erased, and so is a root that is polled like one.
            let top = unsafe { Erased::new(self.top) };
            // SAFETY: its body is live and bound, and whoever holds the root is its one user. The rest is the caller's.
            poll = unsafe { top.poll(channel, context) };
        }
    }
}

impl<Y, S, E> Drop for Stack<Y, S, E> {
    #[cold]
    fn drop(&mut self) {
        // Whoever finishes the root is not to find the frames again.
        // SAFETY: the root is live (constructors).
        unsafe { (*self.root).link = self.root };
        while !self.is_empty() {
            let header = self.pop();
            let rest = Self { ..*self };
            // A frame whose body panicked when it was dropped at its end is still on top, and has nothing left.
            // SAFETY: a frame on a stack is live.
            if unsafe { (*header).state } == State::Linked {
                // SAFETY: a linked frame is erased and its body live. Whoever holds it is below, and finds it finished.
                unsafe { Erased::new(header).finish() };
            }
            mem::forget(rest);
        }
    }
}

/// Goes on after a poll of the top frame of a root, until a frame yields or awaits, or all have ended.
///
/// # Safety
///
/// The root is live, held exclusively, and links the top of its stack, which was polled with this channel and this context. If
/// it is polled like the frames above, it is erased. The context is not null if a frame awaits.
#[inline(never)]
pub(super) unsafe fn drive<Y, S, E>(
    root: *mut Header<Y, S, E>,
    has_root: bool,
    poll: Poll<()>,
    channel: &Channel<Y, S, E>,
    context: *mut Context<'_>,
) -> Reached {
    // SAFETY: the caller's.
    let stack = unsafe { Stack::of(root, has_root) };
    // SAFETY: the caller's.
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
    root: *mut Header<Y, S, E>,
    channel: &Channel<Y, S, E>,
    context: *mut Context<'_>,
) -> Reached {
    // SAFETY: the root is live (caller).
    if unsafe { (*root).link } == root {
        // SAFETY: the root is live (caller).
        unsafe { (*root).state = State::Suspended };
        return Reached::Root;
    }
    // As long as the top frame is polled, its stack is taken apart if it panics.
    // SAFETY: the caller's.
    let stack = unsafe { Stack::of(root, false) };
    // SAFETY: the top is a frame of this stack.
    let poll = unsafe { poll_top(root, channel, context) };
    mem::forget(stack);
    // SAFETY: the caller's.
    unsafe { drive(root, false, poll, channel, context) }
}

/// Notes that an operation was interrupted at an await of the top frame.
///
/// # Safety
///
/// The root is live and held exclusively.
unsafe fn interrupt<Y, S, E>(root: *mut Header<Y, S, E>, is_own: bool, operation: Operation) {
    // SAFETY: the caller's.
    let header = unsafe { &mut *root };
    header.interrupted = Some(operation);
    if is_own {
        header.state = State::Waiting;
    }
}

/// Puts a delegate on top of `delegator` and gives the new top of the stack, which is the delegate's own.
///
/// # Safety
///
/// Both are live; the delegate is not linked, has not ended, and is held or borrowed by the body of the delegator, which is
/// erased if `is_erased` says so.
#[inline]
pub(super) unsafe fn attach<Y, S, E>(
    delegator: *mut Header<Y, S, E>,
    link: &Link<Y, S, E>,
    is_erased: bool,
) -> *mut Header<Y, S, E> {
    let delegate = link.header.as_ptr();
    let held = if link.handle.is_null() {
        Held::ByValue
    } else {
        // SAFETY: the delegator is erased.
        let is_local = is_erased && unsafe { Erased::new(delegator) }.holds(link.handle);
        if is_local { Held::AsLocal } else { Held::Elsewhere }
    };
    // SAFETY: the delegate is live, and held exclusively by the delegator's body, which waits.
    let header = unsafe { &mut *delegate };
    debug_assert!(header.interrupted.is_none(), "what was interrupted is settled before it is linked");
    if header.state == State::Released {
        // SAFETY: the state was checked, and the delegate is held exclusively.
        unsafe { lower(delegate, Until::Top) };
    }
    // SAFETY: the delegate is live, and held exclusively by the delegator's body, which waits.
    let header = unsafe { &mut *delegate };
    let top = if header.state == State::Delegating { header.link } else { delegate };
    header.state = State::Linked;
    header.link = delegator;
    header.held = held;
    top
}

/// The lowest frames on a stack that are delegates by reference; null where there is none.
struct Lowest<Y, S, E> {
    /// Of all of them.
    by_reference: *mut Header<Y, S, E>,
    /// Of those which are no local of their delegator.
    held_elsewhere: *mut Header<Y, S, E>,
}

impl<Y, S, E> Lowest<Y, S, E> {
    /// # Safety
    ///
    /// `top` is the top of the stack of a root that is not linked itself.
    unsafe fn of(top: *mut Header<Y, S, E>) -> Self {
        let mut lowest = Self { by_reference: ptr::null_mut(), held_elsewhere: ptr::null_mut() };
        let mut next = top;
        loop {
            // SAFETY: a frame on a stack is live, and so is the root. Nobody else uses them meanwhile.
            let header = unsafe { &*next };
            if header.state != State::Linked {
                return lowest;
            }
            if header.held != Held::ByValue {
                lowest.by_reference = next;
            }
            if header.held == Held::Elsewhere {
                lowest.held_elsewhere = next;
            }
            next = header.link;
        }
    }
}

/// Takes a linked frame, with all above it, off the stack: it is a root again. Gives its delegator.
///
/// The links above it are turned around, so that whoever drops it finds the next frame that is held elsewhere without a look
/// at all those above: a recursion by reference is dropped in linear time.
///
/// # Safety
///
/// `header` is linked, and `top` is the top of its stack.
unsafe fn release<Y, S, E>(
    header: *mut Header<Y, S, E>,
    top: *mut Header<Y, S, E>,
    interrupted: Option<Operation>,
) -> *mut Header<Y, S, E> {
    let interrupted = without_close(interrupted);
    let (mut above, mut next) = (ptr::null_mut(), top);
    while next != header {
        // SAFETY: a frame on a stack is live, and the caller has the stack to itself.
        let frame = unsafe { &mut *next };
        let below = mem::replace(&mut frame.link, above);
        frame.state = State::Lifted;
        frame.interrupted = interrupted;
        (above, next) = (next, below);
    }
    // SAFETY: the frame is live, and the caller has the stack to itself.
    let frame = unsafe { &mut *header };
    let delegator = mem::replace(&mut frame.link, above);
    frame.interrupted = interrupted;
    // SAFETY: the frame is live, and the caller has the stack to itself; the link leads upwards now.
    unsafe { become_root(header) };
    delegator
}

/// Makes a root of a frame whose link leads upwards.
///
/// # Safety
///
/// The frame is live, and the caller has it to itself.
unsafe fn become_root<Y, S, E>(header: *mut Header<Y, S, E>) {
    // SAFETY: the caller's.
    let frame = unsafe { &mut *header };
    frame.held = Held::ByValue;
    frame.state = match frame.interrupted {
        _ if !frame.link.is_null() => State::Released,
        None => State::Suspended,
        Some(_) => State::Waiting,
    };
    if frame.state != State::Released {
        // Where it is polled without its type, it is its own top.
        frame.link = header;
    }
}

/// How far to go up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Top,
    /// The first frame that is held elsewhere, which becomes a root of its own.
    HeldElsewhere,
}

/// Turns the links above a released root around again, so that it is one that delegates, or that has no frames above.
///
/// # Safety
///
/// The root is in state `Released` and held exclusively.
unsafe fn lower<Y, S, E>(root: *mut Header<Y, S, E>, until: Until) {
    // SAFETY: the root is live (caller).
    let mut next = unsafe { (*root).link };
    let mut below = root;
    while !next.is_null() {
        // SAFETY: a lifted frame is live, and whoever holds the root is its one user.
        let frame = unsafe { &mut *next };
        if until == Until::HeldElsewhere && frame.held == Held::Elsewhere {
            // SAFETY: a lifted frame is live, whoever holds the root is its one user, and the link leads upwards.
            unsafe { become_root(next) };
            break;
        }
        frame.state = State::Linked;
        frame.interrupted = None;
        let above = mem::replace(&mut frame.link, below);
        (below, next) = (next, above);
    }
    // SAFETY: the root is live (caller).
    let header = unsafe { &mut *root };
    header.link = below;
    header.state = State::Delegating;
}

/// Makes a released root link the top of its stack.
///
/// # Safety
///
/// The root is in state `Released` and held exclusively.
#[cold]
#[inline(never)]
pub(super) unsafe fn resume_released<Y, S, E>(root: *mut Header<Y, S, E>) {
    // SAFETY: the caller's.
    unsafe { lower(root, Until::Top) };
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
/// # Safety
///
/// The root is live, held exclusively, and links the top of its stack.
#[cold]
#[inline(never)]
pub(super) unsafe fn begin_close<Y, S, E>(root: *mut Header<Y, S, E>, channel: &Channel<Y, S, E>) {
    // SAFETY: the root is live (caller).
    let mut top = unsafe { (*root).link };
    // SAFETY: as the caller says.
    let spared = unsafe { Lowest::of(top) }.by_reference;
    if !spared.is_null() {
        // SAFETY: the frame is on this stack.
        top = unsafe { release(spared, top, None) };
        Stack { root, top, has_root: false }.keep();
        channel.put_input(Input::Surfaced(Raised::Close));
    }
    while top != root {
        // SAFETY: a frame on a stack is live, and nobody else uses it meanwhile.
        let header = unsafe { &mut *top };
        header.closing = true;
        top = header.link;
    }
}

/// Drops all bodies above a root, innermost first, but for those of the delegates that somebody else holds.
///
/// Linear in the number of frames, also when their bodies drop delegates that were on the same stack.
///
/// # Safety
///
/// The root is live, held exclusively, in state `Delegating` or `Released`, and finished next.
pub(super) unsafe fn discard<Y, S, E>(root: *mut Header<Y, S, E>, interrupted: Option<Operation>) {
    // SAFETY: the root is live (caller).
    if unsafe { (*root).state } == State::Released {
        // SAFETY: the state was checked.
        unsafe { lower(root, Until::HeldElsewhere) };
    } else {
        // SAFETY: the root is live (caller).
        let top = unsafe { (*root).link };
        // SAFETY: as the caller says.
        let survivor = unsafe { Lowest::of(top) }.held_elsewhere;
        if !survivor.is_null() {
            // SAFETY: the frame is on this stack.
            let top = unsafe { release(survivor, top, interrupted) };
            // SAFETY: the root is live (caller).
            unsafe { (*root).link = top };
        }
    }
    // SAFETY: the root is live, held exclusively (caller), and links the top of its stack.
    drop(unsafe { Stack::above(root) });
}

/// The operation that was interrupted in the stack of a frame that is linked still, as far as the frame is concerned.
///
/// # Safety
///
/// As [`reclaim`], but the frame may be shared.
#[cold]
pub(super) unsafe fn interrupted_below<Y, S, E>(header: *mut Header<Y, S, E>) -> Option<Operation> {
    // SAFETY: as the caller says.
    let root = unsafe { forgotten_root(header) };
    // SAFETY: the root is live for ever (`forgotten_root`).
    without_close(unsafe { (*root).interrupted })
}

/// Makes a root again of a frame that is linked or lifted still, because its delegator was forgotten.
///
/// # Safety
///
/// The state is `Linked` or `Lifted`, and the frame's handle is at hand exclusively: its borrow by the delegator has ended
/// although nothing released it.
#[cold]
#[inline(never)]
pub(super) unsafe fn reclaim<Y, S, E>(header: *mut Header<Y, S, E>) {
    // SAFETY: the frame is live (caller).
    if unsafe { (*header).state } == State::Lifted {
        // SAFETY: the link leads upwards.
        return unsafe { become_root(header) };
    }
    // SAFETY: as the caller says.
    let root = unsafe { forgotten_root(header) };
    // SAFETY: the root is live for ever (`forgotten_root`).
    let top = unsafe { (*root).link };
    // SAFETY: the root is live for ever (`forgotten_root`).
    let interrupted = unsafe { (*root).interrupted };
    // SAFETY: the frame is on the stack of that root.
    unsafe { release(header, top, interrupted) };
}

/// The root of the stack that a frame is still in, although its borrow has ended: that root was forgotten.
///
/// # Safety
///
/// The frame is linked. No destructor of its delegator has run. So the memory of the delegator, and of all below, is leaked
/// and stays: a frame is boxed or pinned, and pinned memory is not reused before its destructor has run.
unsafe fn forgotten_root<Y, S, E>(header: *mut Header<Y, S, E>) -> *mut Header<Y, S, E> {
    let mut root = header;
    // SAFETY: the frame is live, and the memory below it is for ever (caller); nobody else can reach it.
    while unsafe { (*root).state } == State::Linked {
        // SAFETY: the memory of a forgotten delegator, and of all below it, is never given back (caller).
        root = unsafe { (*root).link };
    }
    root
}

#[cold]
#[inline(never)]
pub(super) fn awaited_something_foreign() -> ! {
    panic!(
        "the body of a synchronous generator awaited a future that was not ready: only yields can be waited for here; \
         use `#[async_generator]` to await"
    );
}
