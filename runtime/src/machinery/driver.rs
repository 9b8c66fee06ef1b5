//! The driver: resumes the top frame of a root generator, and takes its stack of frames apart.

use core::mem;
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

/// The state of a root about to be used: one that was left linked to a delegator that was forgotten is its own root
/// again.
#[inline]
fn settled_state<G: Root>(root: &mut G) -> State {
    match state(root) {
        State::Linked => {
            // SAFETY: the root is held exclusively, so its borrow by the delegator has ended; see `reclaim`.
            unsafe { reclaim(root.header()) };
            state(root)
        }
        state => state,
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
    match settled_state(root) {
        State::Created => Ok(resume(root, Input::Nothing)),
        State::Returned | State::Finished => Err(StartError::Finished),
        State::Suspended | State::Delegating | State::Linked => Err(StartError::Started),
    }
}

#[inline]
pub(crate) fn send<G: Root>(root: &mut G, value: G::Send) -> Result<NextState<G>, SendError<G::Send>> {
    match settled_state(root) {
        State::Created => Err(SendError::NotStarted(value)),
        State::Returned | State::Finished => Err(SendError::Finished(value)),
        State::Suspended | State::Delegating | State::Linked => Ok(resume(root, Input::Sent(value))),
    }
}

/// Starts a created generator, sends to a suspended one. A created one has no yield to receive the value.
#[inline]
pub(crate) fn advance<G: Root>(root: &mut G, value: G::Send) -> Result<NextState<G>, SendError<G::Send>> {
    match settled_state(root) {
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
    match settled_state(root) {
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
    match settled_state(root) {
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
    match settled_state(root) {
        State::Returned | State::Finished => None,
        _ => NonNull::new(root.erase()).map(|header| Link { header, borrowed: false }),
    }
}

/// Drops what the frame holds, innermost first, in constant native stack. The memory stays.
#[inline]
pub(crate) fn discard<G: Root>(root: &mut G) {
    match settled_state(root) {
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
    let header = guard.0.header();
    // SAFETY: the state is `Delegating` (caller), and the root is held exclusively.
    unsafe {
        let top = release_borrowed(header);
        drop(Stack { root: header, top });
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
/// inlined). What happens on links is in `drive`, out of line.
#[inline]
fn run<G: Root>(root: &mut G, mut input: InputOf<G>, operation: Operation) -> Step<G> {
    let guard = FinishOnDrop(root);
    let header = guard.0.header();
    let step = loop {
        // SAFETY: the header is live, and the root is held exclusively.
        if unsafe { (*header).state } == State::Delegating {
            // SAFETY: as above; the state was checked.
            match unsafe { drive(header, input, operation) } {
                Driven::Yielded(value) => break Step::State(GeneratorState::Yielded(value)),
                Driven::Back(returned) => input = returned,
            }
        }
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
                    input = channel.take_input();
                    // SAFETY: the body holds the delegate and has asked for this.
                    unsafe {
                        (*header).suspended_at(channel.location());
                        (*header).link = attach(header, link);
                        (*header).state = State::Delegating;
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

enum Driven<Y, S, E> {
    /// The top frame yielded.
    Yielded(Y),
    /// The stack is empty: resume the root's own body with this.
    Back(Input<S, E>),
}

/// The frames of a root above its own. Dropping it takes them apart from the top, one by one.
struct Stack<Y, S, E> {
    root: *mut Header<Y, S, E>,
    top: *mut Header<Y, S, E>,
}

impl<Y, S, E> Stack<Y, S, E> {
    /// Removes the top frame from the stack. Its memory belongs to its delegator.
    ///
    /// # Safety
    ///
    /// The stack is not empty and consists of live, linked frames.
    unsafe fn pop(&mut self) -> *mut Header<Y, S, E> {
        let header = self.top;
        // SAFETY: the frame is live (caller).
        self.top = unsafe { (*header).link };
        header
    }
}

impl<Y, S, E> Drop for Stack<Y, S, E> {
    fn drop(&mut self) {
        while self.top != self.root {
            // SAFETY: the frames of a stack are live: each is held by the body of the one below, and this loop drops
            // that one later. A frame that has ended has no body left to drop.
            unsafe {
                let header = self.pop();
                if !matches!((*header).state, State::Returned | State::Finished) {
                    // Goes on with the rest when a destructor panics.
                    let rest = Self { root: self.root, top: self.top };
                    Erased::new(header).finish();
                    mem::forget(rest);
                }
            }
        }
    }
}

/// Resumes the frames above `root` until one yields or all have ended.
///
/// # Safety
///
/// `root` is live, in state `Delegating`, and its holder is the caller.
#[cold]
#[inline(never)]
unsafe fn drive<Y, S, E>(
    root: *mut Header<Y, S, E>,
    mut input: Input<S, E>,
    operation: Operation,
) -> Driven<Y, S, E> {
    // Every frame that was on the stack when the close began gets it in turn (D7); `closing` is the topmost of those.
    let mut closing = root;
    // SAFETY: the root is live and `Delegating`.
    let mut stack = Stack { root, top: unsafe { (*root).link } };
    if let Input::Raised(Raised::Close) = input {
        // SAFETY: as above.
        stack.top = unsafe { release_borrowed(root) };
        closing = stack.top;
    }
    while stack.top != root {
        let header = stack.top;
        // SAFETY: the frames of a stack are live and erased, and their bodies too; only this function runs them.
        let frame = unsafe { Erased::new(header) };
        let channel = Channel::new(frame.bounds(), input, operation);
        // SAFETY: as above.
        if unsafe { frame.poll(&channel) }.is_ready() {
            // SAFETY: the frame is on top.
            unsafe { stack.pop() };
            input = if closing == header && operation == Operation::Close {
                closing = stack.top;
                Input::Raised(Raised::Close)
            } else {
                Input::Returned
            };
            continue;
        }
        match channel.take_output() {
            Output::Yielded(value) => {
                // SAFETY: both are live.
                unsafe {
                    (*header).suspended_at(channel.location());
                    (*root).link = header;
                }
                mem::forget(stack);
                return Driven::Yielded(value);
            }
            Output::Link(link) => {
                input = channel.take_input();
                // SAFETY: the body holds the delegate and has asked for this.
                unsafe {
                    (*header).suspended_at(channel.location());
                    stack.top = attach(header, link);
                }
            }
            Output::Unwind(signal) => {
                // SAFETY: the frame is on top; its body is live.
                unsafe {
                    stack.pop();
                    if closing == header {
                        closing = stack.top;
                    }
                    frame.finish();
                }
                input = Input::Raised(signal);
            }
            Output::Nothing => awaited_something_foreign(),
        }
    }
    // SAFETY: the root is live.
    unsafe { (*root).state = State::Suspended };
    mem::forget(stack);
    Driven::Back(input)
}

/// Puts a delegate on top of `delegator` and gives the new top of the stack, which is the delegate's own.
///
/// # Safety
///
/// Both are live; the delegate is not linked, has not ended, and is held by the body of the delegator.
unsafe fn attach<Y, S, E>(delegator: *mut Header<Y, S, E>, link: Link<Y, S, E>) -> *mut Header<Y, S, E> {
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
/// `root` is live and in state `Delegating`.
unsafe fn release_borrowed<Y, S, E>(root: *mut Header<Y, S, E>) -> *mut Header<Y, S, E> {
    // SAFETY: the frames of a stack are live, each held by the body of the one below.
    unsafe {
        let top = (*root).link;
        let mut lowest = None;
        let mut header = top;
        while header != root {
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

/// Takes a borrowed delegate back from a stack whose root was forgotten.
///
/// # Safety
///
/// `header` is linked, and its borrow has ended although nothing unlinked it. So no destructor of its delegator has
/// run, which means that the memory of the delegator, and of all below, is leaked and stays: a frame is boxed or
/// pinned, and pinned memory is not reused before its destructor has run.
#[cold]
#[inline(never)]
unsafe fn reclaim<Y, S, E>(header: *mut Header<Y, S, E>) {
    // SAFETY: the memory below is live for ever (see above); nobody else can reach it.
    unsafe {
        let mut root = header;
        while (*root).state == State::Linked {
            root = (*root).link;
        }
        detach(header, (*root).link);
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
