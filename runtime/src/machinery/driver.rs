//! The driver: resumes the top frame of a root generator, and takes its stack of frames apart.

use core::mem;
use core::ptr;
use core::ptr::NonNull;
use core::task::Poll;

use super::channel::{Bounds, Channel, Input, Operation, Output};
use super::frame::{Erased, Header, Link, State};
use crate::error::{CloseError, SendError, StartError};
use crate::state::{GeneratorState, Raised, Status};

/// Something that holds a frame, and can be asked where it stands.
///
/// # Safety
///
/// `header` gives the header of one live frame with these types, the same at every call.
pub(crate) unsafe trait Holder {
    type Yield;
    type Send;
    type Throw;

    fn header(&self) -> *mut Header<Self::Yield, Self::Send, Self::Throw>;
    fn name(&self) -> &'static str;
}

/// A holder that can run its frame: owned or pinned, with or without the type of its body.
///
/// # Safety
///
/// The functions do to the frame what [`Frame`](super::frame::Frame) and [`Erased`] say. Whoever has the holder by
/// `&mut` is the only one to use the frame, unless it is in state `Linked`.
pub(crate) unsafe trait Root: Holder {
    type Return;

    fn bounds(&self) -> Bounds;
    /// The header, ready to be reached without the type of the body.
    fn erase(&mut self) -> *mut Header<Self::Yield, Self::Send, Self::Throw>;

    /// # Safety
    ///
    /// The body is live. When it is ready, it is gone, and the state is `Finished`.
    unsafe fn poll(&mut self, channel: &Channel<Self::Yield, Self::Send, Self::Throw>) -> Poll<Self::Return>;

    /// # Safety
    ///
    /// The body is live. It is gone afterwards, and the state is `Finished`.
    unsafe fn finish(&mut self);

    /// # Safety
    ///
    /// The state is `Finished`. It is `Returned` afterwards.
    unsafe fn store_return(&mut self, value: Self::Return);

    /// # Safety
    ///
    /// The state is `Returned`. It is `Finished` afterwards.
    unsafe fn load_return(&mut self) -> Self::Return;
}

type NextState<G> = GeneratorState<<G as Holder>::Yield, <G as Root>::Return>;
type InputOf<G> = Input<<G as Holder>::Send, <G as Holder>::Throw>;

/// How one resumption of a root ended.
enum Step<G: Root> {
    State(NextState<G>),
    Uncaught(Raised<G::Throw>),
}

#[inline]
fn state<G: Holder>(root: &G) -> State {
    // SAFETY: the header is live (contract of `Holder`); reading a byte of it races with nobody, because a frame that
    // another thread resumes is borrowed by it.
    unsafe { (*root.header()).state }
}

/// The top of the stack above a root whose body waits for a linked delegate.
///
/// A root that is itself linked was left so by a delegator that was forgotten: it is its own root again.
fn stack_above<G: Root>(root: &mut G) -> *mut Header<G::Yield, G::Send, G::Throw> {
    let header = root.header();
    // SAFETY: the root is held exclusively; where it is linked, its borrow by the delegator has ended although nothing
    // unlinked it, see `top_above`.
    unsafe {
        match (*header).state {
            State::Linked => top_above((*header).link),
            _ => (*header).link,
        }
    }
}

pub(crate) fn status<G: Holder>(root: &G) -> Status {
    match state(root) {
        State::Created => Status::Created,
        State::Suspended | State::Delegating | State::Linked => Status::Suspended,
        State::Returned | State::Finished => Status::Finished,
    }
}

pub(crate) fn location<G: Holder>(root: &G) -> Option<&'static core::panic::Location<'static>> {
    match status(root) {
        // SAFETY: as in `state`.
        Status::Suspended => unsafe { (*root.header()).location() },
        _ => None,
    }
}

#[inline]
pub(crate) fn start<G: Root>(root: &mut G) -> Result<NextState<G>, StartError> {
    match state(root) {
        State::Created => Ok(resume(root, Input::Nothing)),
        State::Returned | State::Finished => Err(StartError::Finished),
        State::Suspended | State::Delegating | State::Linked => Err(StartError::Started),
    }
}

#[inline]
pub(crate) fn send<G: Root>(root: &mut G, value: G::Send) -> Result<NextState<G>, SendError<G::Send>> {
    match state(root) {
        State::Created => Err(SendError::NotStarted(value)),
        State::Returned | State::Finished => Err(SendError::Finished(value)),
        State::Suspended | State::Delegating | State::Linked => Ok(resume(root, Input::Sent(value))),
    }
}

/// Starts a created generator, sends to a suspended one. A created one has no yield to receive the value.
#[inline]
pub(crate) fn advance<G: Root>(root: &mut G, value: G::Send) -> Result<NextState<G>, SendError<G::Send>> {
    match state(root) {
        State::Returned | State::Finished => Err(SendError::Finished(value)),
        _ => Ok(resume(root, Input::Sent(value))),
    }
}

#[inline]
fn resume<G: Root>(root: &mut G, input: InputOf<G>) -> NextState<G> {
    match run(root, input, Operation::Resume) {
        Step::State(state) => state,
        Step::Uncaught(_) => unreachable!("a signal is raised by `throw` and `close` only"),
    }
}

pub(crate) fn throw<G: Root>(root: &mut G, error: G::Throw) -> Result<NextState<G>, G::Throw> {
    match state(root) {
        State::Returned | State::Finished => return Err(error),
        State::Created => {
            // SAFETY: a created frame has a live body.
            unsafe { root.finish() };
            return Err(error);
        }
        State::Suspended | State::Delegating | State::Linked => {}
    }
    match run(root, Input::Raised(Raised::Throw(error)), Operation::Throw) {
        Step::State(state) => Ok(state),
        Step::Uncaught(Raised::Throw(error)) => Err(error),
        Step::Uncaught(Raised::Close) => unreachable!("`raise!` refuses a close in answer to a throw"),
    }
}

pub(crate) fn close<G: Root>(root: &mut G) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
    match state(root) {
        State::Returned | State::Finished => return Ok(None),
        State::Created => {
            // SAFETY: a created frame has a live body.
            unsafe { root.finish() };
            return Ok(None);
        }
        State::Suspended | State::Delegating | State::Linked => {}
    }
    match run(root, Input::Raised(Raised::Close), Operation::Close) {
        Step::State(GeneratorState::Complete(value)) => Ok(Some(value)),
        Step::State(GeneratorState::Yielded(value)) => {
            discard(root);
            Err(CloseError::Yielded(value))
        }
        Step::Uncaught(Raised::Close) => Ok(None),
        Step::Uncaught(Raised::Throw(error)) => Err(CloseError::Raised(error)),
    }
}

pub(crate) fn take_return<G: Root>(root: &mut G) -> Option<G::Return> {
    match state(root) {
        // SAFETY: the state was checked.
        State::Returned => Some(unsafe { root.load_return() }),
        _ => None,
    }
}

/// Keeps a return value that iteration made no item of.
#[inline]
pub(crate) fn keep_return<G: Root>(root: &mut G, value: G::Return) {
    debug_assert!(state(root) == State::Finished);
    if state(root) == State::Finished {
        // SAFETY: the state was checked.
        unsafe { root.store_return(value) };
    }
}

/// The frame as a delegate; `None` when it has ended.
pub(crate) fn link<G: Root>(root: &mut G) -> Option<Link<G::Yield, G::Send, G::Throw>> {
    match state(root) {
        State::Returned | State::Finished => return None,
        State::Linked => {
            let top = stack_above(root);
            // SAFETY: the root is held exclusively, and `top` is the top of its stack.
            unsafe { detach(root.header(), top) };
        }
        State::Created | State::Suspended | State::Delegating => {}
    }
    NonNull::new(root.erase()).map(|header| Link { header, borrowed: false })
}

/// Drops what the frame holds, innermost first, in constant native stack. The memory stays.
#[inline]
pub(crate) fn discard<G: Root>(root: &mut G) {
    match state(root) {
        State::Finished => {}
        // SAFETY: the state was checked.
        State::Returned => drop(unsafe { root.load_return() }),
        // SAFETY: the body is live in these states.
        State::Created | State::Suspended => unsafe { root.finish() },
        State::Delegating | State::Linked => discard_stack(root),
    }
}

#[cold]
#[inline(never)]
fn discard_stack<G: Root>(root: &mut G) {
    let guard = FinishOnDrop(root);
    let top = stack_above(guard.0);
    let header = guard.0.header();
    // SAFETY: the root is held exclusively, and it is the root of all that is above it.
    unsafe {
        (*header).state = State::Delegating;
        drop(Stack { top: release_borrowed(top) });
    }
}

/// Finishes a root when it is dropped: at a panic of its body, and when its stack is gone.
struct FinishOnDrop<'g, G: Root>(&'g mut G);

impl<G: Root> Drop for FinishOnDrop<'_, G> {
    fn drop(&mut self) {
        if !matches!(state(self.0), State::Returned | State::Finished) {
            // SAFETY: the body is live in the other states, and `Stack` has unlinked all frames above.
            unsafe { self.0.finish() };
        }
    }
}

/// Resumes the body, or what it delegates to, up to the next yield or the end.
///
/// This is the one place that polls a body whose type is known (it must stay the only one, or the body is no longer
/// inlined). Nothing looks for links before the poll: the body itself says when it waits for a linked delegate. So where
/// a body has no `yield_from!`, nothing here gives the frame's address away, and LLVM keeps it in registers.
#[inline]
fn run<G: Root>(root: &mut G, mut input: InputOf<G>, operation: Operation) -> Step<G> {
    let guard = FinishOnDrop(root);
    let header = guard.0.header();
    let step = loop {
        let channel = Channel::new(guard.0.bounds(), input, operation);
        // SAFETY: the callers of `run` have seen a state with a live body.
        match unsafe { guard.0.poll(&channel) } {
            Poll::Ready(value) => break Step::State(GeneratorState::Complete(value)),
            Poll::Pending => match channel.take_output() {
                Output::Yielded(value) => {
                    // SAFETY: the header is live.
                    unsafe {
                        (*header).state = State::Suspended;
                        (*header).suspended_at(channel.location());
                    }
                    break Step::State(GeneratorState::Yielded(value));
                }
                Output::Link(link) => {
                    let sent = channel.take_input();
                    // SAFETY: the body holds the delegate and has asked for this.
                    let top = unsafe {
                        (*header).suspended_at(channel.location());
                        attach(header, &link)
                    };
                    match run_stack(guard.0, top, sent, operation) {
                        Driven::Yielded(value, _) => break Step::State(GeneratorState::Yielded(value)),
                        Driven::Back(back) => input = back,
                    }
                }
                Output::Resume(passed) => {
                    let top = stack_above(guard.0);
                    match run_stack(guard.0, top, passed, operation) {
                        Driven::Yielded(value, _) => break Step::State(GeneratorState::Yielded(value)),
                        Driven::Back(back) => input = back,
                    }
                }
                Output::Unwind(signal) => {
                    // SAFETY: the body is live.
                    unsafe { guard.0.finish() };
                    break Step::Uncaught(signal);
                }
                Output::Nothing => awaited_something_foreign(),
            },
        }
    };
    mem::forget(guard);
    step
}

/// Resumes the stack above a root, and notes in the root what became of it.
#[cold]
#[inline(never)]
fn run_stack<G: Root>(
    root: &mut G,
    top: *mut Header<G::Yield, G::Send, G::Throw>,
    input: InputOf<G>,
    operation: Operation,
) -> Driven<G::Yield, G::Send, G::Throw> {
    let header = root.header();
    // SAFETY: the root is held exclusively, and `top` is the top of its stack. It says so before anything can panic.
    unsafe {
        (*header).link = top;
        (*header).state = State::Delegating;
        let driven = drive(top, input, operation);
        match &driven {
            Driven::Yielded(_, top) => (*header).link = *top,
            Driven::Back(_) => (*header).state = State::Suspended,
        }
        driven
    }
}

enum Driven<Y, S, E> {
    /// The frame that is now on top yielded.
    Yielded(Y, *mut Header<Y, S, E>),
    /// The stack is empty: resume the root's own body with this.
    Back(Input<S, E>),
}

/// The frames of a root above its own. Dropping it takes them apart from the top, one by one.
struct Stack<Y, S, E> {
    /// A linked frame, or the root when the stack is empty.
    top: *mut Header<Y, S, E>,
}

impl<Y, S, E> Stack<Y, S, E> {
    fn is_empty(&self) -> bool {
        // SAFETY: the frames of a stack and its root are live: each is held by the body of the one below.
        unsafe { (*self.top).state != State::Linked }
    }

    /// Removes the top frame, which still says that it is linked. Its memory belongs to its delegator.
    fn pop(&mut self) -> *mut Header<Y, S, E> {
        let header = self.top;
        // SAFETY: as above.
        self.top = unsafe { (*header).link };
        header
    }
}

impl<Y, S, E> Drop for Stack<Y, S, E> {
    fn drop(&mut self) {
        while !self.is_empty() {
            let header = self.pop();
            // Goes on with the rest when a destructor panics.
            let rest = Self { top: self.top };
            // SAFETY: the frame is live, erased, and linked, so its body is live. This loop drops the one that holds
            // it later.
            unsafe { Erased::new(header).finish() };
            mem::forget(rest);
        }
    }
}

/// Resumes the frames from `top` down until one yields or all have ended.
///
/// # Safety
///
/// `top` is the top of the stack of a root in state `Delegating`, whose holder is the caller.
#[inline(never)]
unsafe fn drive<Y, S, E>(
    top: *mut Header<Y, S, E>,
    mut input: Input<S, E>,
    operation: Operation,
) -> Driven<Y, S, E> {
    // Every frame that was on the stack when the close began gets it in turn (D7); `closing` is the topmost of those.
    let mut closing = ptr::null_mut();
    let mut stack = Stack { top };
    if let Input::Raised(Raised::Close) = input {
        // SAFETY: as the caller says.
        stack.top = unsafe { release_borrowed(top) };
        closing = stack.top;
        if stack.top != top {
            // What was borrowed is spared; its delegator gets the close.
            input = Input::Surfaced(Raised::Close);
        }
    }
    while !stack.is_empty() {
        let header = stack.top;
        // SAFETY: a linked frame is live and erased, and its body too; only this function runs them.
        let frame = unsafe { Erased::new(header) };
        let channel = Channel::new(frame.bounds(), input, operation);
        // SAFETY: as above.
        if unsafe { frame.poll(&channel) }.is_ready() {
            stack.pop();
            input = if closing == header {
                closing = stack.top;
                Input::Surfaced(Raised::Close)
            } else {
                Input::Returned
            };
            continue;
        }
        match channel.take_output() {
            Output::Yielded(value) => {
                // SAFETY: the frame is live.
                unsafe { (*header).suspended_at(channel.location()) };
                mem::forget(stack);
                return Driven::Yielded(value, header);
            }
            Output::Link(link) => {
                input = channel.take_input();
                // SAFETY: the body holds the delegate and has asked for this.
                unsafe {
                    (*header).suspended_at(channel.location());
                    stack.top = attach(header, &link);
                }
            }
            Output::Unwind(signal) => {
                stack.pop();
                if closing == header {
                    closing = stack.top;
                }
                // SAFETY: the body is live.
                unsafe { frame.finish() };
                input = Input::Surfaced(signal);
            }
            Output::Resume(_) => unreachable!("a frame with a linked delegate is not on top of the stack"),
            Output::Nothing => awaited_something_foreign(),
        }
    }
    mem::forget(stack);
    Driven::Back(input)
}

/// Puts a delegate on top of `delegator` and gives the new top of the stack, which is the delegate's own.
///
/// # Safety
///
/// Both are live; the delegate is not linked, has not ended, and is held by the body of the delegator.
unsafe fn attach<Y, S, E>(delegator: *mut Header<Y, S, E>, link: &Link<Y, S, E>) -> *mut Header<Y, S, E> {
    let delegate = link.header.as_ptr();
    // SAFETY: the delegate is live (caller).
    unsafe {
        let top = if (*delegate).state == State::Delegating { (*delegate).link } else { delegate };
        (*delegate).state = State::Linked;
        (*delegate).link = delegator;
        (*delegate).borrowed = link.borrowed;
        top
    }
}

/// Makes a linked frame the root of the frames above it.
///
/// # Safety
///
/// `header` is linked, `top` is the top of the stack it is in, all of which is live.
unsafe fn detach<Y, S, E>(header: *mut Header<Y, S, E>, top: *mut Header<Y, S, E>) {
    // SAFETY: the frame is live (caller).
    unsafe {
        (*header).state = if header == top { State::Suspended } else { State::Delegating };
        (*header).link = top;
        (*header).borrowed = false;
    }
}

/// Leaves the lowest delegate that is only borrowed, with all above it, to its owner, and gives the new top.
///
/// # Safety
///
/// `top` is the top of the stack of a live root.
unsafe fn release_borrowed<Y, S, E>(top: *mut Header<Y, S, E>) -> *mut Header<Y, S, E> {
    // SAFETY: the frames of a stack are live, each held by the body of the one below.
    unsafe {
        let mut lowest = None;
        let mut header = top;
        while (*header).state == State::Linked {
            if (*header).borrowed {
                lowest = Some(header);
            }
            header = (*header).link;
        }
        let Some(lowest) = lowest else { return top };
        let delegator = (*lowest).link;
        detach(lowest, top);
        delegator
    }
}

/// The top of the stack that a borrowed delegate is still in, found from its `delegator`: the root of that stack was
/// forgotten.
///
/// # Safety
///
/// No destructor of the delegator has run, although the borrow has ended. So its memory, and that of all below, is
/// leaked and stays: a frame is boxed or pinned, and pinned memory is not reused before its destructor has run.
#[cold]
#[inline(never)]
unsafe fn top_above<Y, S, E>(delegator: *mut Header<Y, S, E>) -> *mut Header<Y, S, E> {
    // SAFETY: the memory below is live for ever (see above), and nobody else can reach it.
    unsafe {
        let mut root = delegator;
        while (*root).state == State::Linked {
            root = (*root).link;
        }
        (*root).link
    }
}

#[cold]
#[inline(never)]
fn awaited_something_foreign() -> ! {
    panic!(
        "the body of a synchronous generator awaited a future that was not ready: only yields can be waited for here; \
         use `#[async_generator]` to await"
    );
}
