//! The driver: resumes the top frame of a root generator, and takes its stack of frames apart.

use core::mem;
use core::ops::ControlFlow;
use core::panic::Location;
use core::ptr::NonNull;
use core::task::{Context, Poll, Waker};

use super::channel::{Channel, Input, Operation, Output};
use super::frame::{Erased, Header, Link, State};
use crate::error::{CloseError, SendError, StartError, ThrowError};
use crate::outcome::{Absent, Outcome};
use crate::state::{GeneratorState, Raised, Status};

/// Something that holds a frame, and can be asked where it stands.
///
/// # Safety
///
/// `header` gives the header of one live frame with these types, the same at every call.
pub(crate) unsafe trait Holder {
    /// Whether the body may wait for something besides its yields.
    const AWAITS: bool;
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

    /// The header, ready to be reached without the type of the body.
    fn erase(&mut self) -> *mut Header<Self::Yield, Self::Send, Self::Throw>;

    /// # Safety
    ///
    /// The state is `Created`.
    unsafe fn bind(&mut self);

    /// # Safety
    ///
    /// The body is live and bound. When it is ready, it is gone, and the state is `Finished`.
    unsafe fn poll(
        &mut self,
        channel: &Channel<Self::Yield, Self::Send, Self::Throw>,
        context: &mut Context<'_>,
    ) -> Poll<Self::Return>;

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
type ChannelOf<G> = Channel<<G as Holder>::Yield, <G as Holder>::Send, <G as Holder>::Throw>;

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

/// The operation that was left in mid-await (rule A21).
#[inline]
fn left<G: Holder>(root: &G) -> Option<Operation> {
    if !G::AWAITS {
        return None;
    }
    let header = root.header();
    // SAFETY: as in `state`.
    unsafe {
        match (*header).state {
            State::Waiting | State::Delegating => (*header).left,
            State::Linked => (*forgotten_root((*header).link)).left,
            State::Created | State::Suspended | State::Returned | State::Finished => None,
        }
    }
}

/// The top of the stack above a root whose body waits for a linked delegate.
///
/// A root that is itself linked was left so by a delegator that was forgotten: it is its own root again.
fn stack_above<G: Root>(root: &mut G) -> *mut Header<G::Yield, G::Send, G::Throw> {
    let header = root.header();
    // SAFETY: the root is held exclusively; where it is linked, its borrow by the delegator has ended although nothing
    // unlinked it, see `forgotten_root`.
    unsafe {
        match (*header).state {
            State::Linked => (*forgotten_root((*header).link)).link,
            _ => (*header).link,
        }
    }
}

pub(crate) fn status<G: Holder>(root: &G) -> Status {
    match state(root) {
        State::Created => Status::Created,
        State::Suspended | State::Waiting | State::Delegating | State::Linked => match left(root) {
            None => Status::Suspended,
            Some(_) => Status::Awaiting,
        },
        State::Returned | State::Finished => Status::Finished,
    }
}

pub(crate) fn location<G: Holder>(root: &G) -> Option<&'static Location<'static>> {
    match status(root) {
        // SAFETY: as in `state`.
        Status::Suspended => unsafe { (*root.header()).location() },
        _ => None,
    }
}

/// Starts a created generator. A start that was left in mid-await goes on.
#[inline]
pub(crate) fn poll_start<G: Root>(
    root: &mut G,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, StartError>> {
    match (left(root), state(root)) {
        (None, State::Created) => resumed(begin(root, Operation::Start, context)).map(Ok),
        (Some(Operation::Start), _) => resumed(go_on(root, Operation::Start, context)).map(Ok),
        (Some(_), _) => Poll::Ready(Err(StartError::Busy)),
        (None, State::Returned | State::Finished) => Poll::Ready(Err(StartError::Finished)),
        (None, State::Suspended | State::Waiting | State::Delegating | State::Linked) => {
            Poll::Ready(Err(StartError::Started))
        }
    }
}

/// Sends the value to a suspended generator. A value that was delivered is no longer there, and the operation goes on.
#[inline]
pub(crate) fn poll_send<G: Root>(
    root: &mut G,
    value: &mut Option<G::Send>,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, SendError<G::Send>>> {
    if state(root) == State::Created {
        return Poll::Ready(Err(SendError::NotStarted(value.take().unwrap_or_else(|| nothing_given()))));
    }
    poll_resume(root, value, context)
}

/// Starts a created generator, sends to a suspended one. A created one has no yield to receive the value.
#[inline]
pub(crate) fn poll_resume<G: Root>(
    root: &mut G,
    value: &mut Option<G::Send>,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, SendError<G::Send>>> {
    match (left(root), value.take()) {
        (None, Some(value)) => match state(root) {
            State::Returned | State::Finished => Poll::Ready(Err(SendError::Finished(value))),
            // Where it would wait in the channel for a yield that is not meant.
            State::Created if G::AWAITS => {
                drop(value);
                resumed(begin(root, Operation::Resume, context)).map(Ok)
            }
            _ => resumed(run(root, Input::Sent(value), Operation::Resume, context)).map(Ok),
        },
        (Some(_), Some(value)) => Poll::Ready(Err(SendError::Busy(value))),
        (Some(Operation::Resume), None) => resumed(go_on(root, Operation::Resume, context)).map(Ok),
        (_, None) => nothing_given(),
    }
}

#[inline]
fn resumed<G: Root>(step: Poll<Step<G>>) -> Poll<NextState<G>> {
    step.map(|step| match step {
        Step::State(state) => state,
        Step::Uncaught(_) => unreachable!("a signal is raised by `throw` and `close` only"),
    })
}

/// Raises the error in a suspended generator. An error that was delivered is no longer there, and the operation goes on.
pub(crate) fn poll_throw<G: Root>(
    root: &mut G,
    error: &mut Option<G::Throw>,
    context: &mut Context<'_>,
) -> Poll<Result<NextState<G>, ThrowError<G::Throw>>> {
    let step = match (left(root), error.take()) {
        (None, Some(error)) => match state(root) {
            State::Returned | State::Finished => return Poll::Ready(Err(ThrowError::Uncaught(error))),
            State::Created => {
                // SAFETY: a created frame has a live body.
                unsafe { root.finish() };
                return Poll::Ready(Err(ThrowError::Uncaught(error)));
            }
            State::Suspended | State::Waiting | State::Delegating | State::Linked => {
                run(root, Input::Raised(Raised::Throw(error)), Operation::Throw, context)
            }
        },
        (Some(_), Some(error)) => return Poll::Ready(Err(ThrowError::Busy(error))),
        (Some(Operation::Throw), None) => go_on(root, Operation::Throw, context),
        (_, None) => nothing_given(),
    };
    step.map(|step| match step {
        Step::State(state) => Ok(state),
        Step::Uncaught(Raised::Throw(error)) => Err(ThrowError::Uncaught(error)),
        Step::Uncaught(Raised::Close) => unreachable!("`raise!` refuses a close in answer to a throw"),
    })
}

type CloseResult<G> =
    Result<Option<<G as Root>::Return>, CloseError<<G as Holder>::Yield, <G as Holder>::Throw>>;

/// Closes a generator. A close that was left in mid-await goes on.
pub(crate) fn poll_close<G: Root>(root: &mut G, context: &mut Context<'_>) -> Poll<CloseResult<G>> {
    let step = match left(root) {
        None => match state(root) {
            State::Returned | State::Finished => return Poll::Ready(Ok(None)),
            State::Created => {
                // SAFETY: a created frame has a live body.
                unsafe { root.finish() };
                return Poll::Ready(Ok(None));
            }
            State::Suspended | State::Waiting | State::Delegating | State::Linked => {
                run(root, Input::Raised(Raised::Close), Operation::Close, context)
            }
        },
        Some(Operation::Close) => go_on(root, Operation::Close, context),
        Some(_) => return Poll::Ready(Err(CloseError::Busy)),
    };
    step.map(|step| match step {
        Step::State(GeneratorState::Complete(value)) => Ok(Some(value)),
        Step::State(GeneratorState::Yielded(value)) => {
            discard(root);
            Err(CloseError::Yielded(value))
        }
        Step::Uncaught(Raised::Close) => Ok(None),
        Step::Uncaught(Raised::Throw(error)) => Err(CloseError::Raised(error)),
    })
}

type SettleResult<G> = Result<Option<NextState<G>>, <G as Holder>::Throw>;

/// Goes on with whatever was left in mid-await.
pub(crate) fn poll_settle<G: Root>(root: &mut G, context: &mut Context<'_>) -> Poll<SettleResult<G>> {
    let Some(operation) = left(root) else { return Poll::Ready(Ok(None)) };
    go_on(root, operation, context).map(|step| match step {
        Step::State(state) => {
            if operation == Operation::Close && matches!(state, GeneratorState::Yielded(_)) {
                discard(root);
            }
            Ok(Some(state))
        }
        Step::Uncaught(Raised::Close) => Ok(None),
        Step::Uncaught(Raised::Throw(error)) => Err(error),
    })
}

/// What iteration comes to next: what was left in mid-await, or a resumption with `nothing`. `None` at the end.
///
/// An error that a throw was left with belongs to whoever gave that up.
#[inline]
pub(crate) fn poll_iterate<G: Root>(
    root: &mut G,
    nothing: G::Send,
    context: &mut Context<'_>,
) -> Poll<Option<NextState<G>>> {
    match left(root) {
        Some(_) => poll_settle(root, context).map(|settled| settled.ok().flatten()),
        None => poll_resume(root, &mut Some(nothing), context).map(Result::ok),
    }
}

type ItemOf<G> = <<G as Root>::Return as Outcome<<G as Holder>::Yield>>::Item;

/// The next item of an asynchronous generator, as a stream gives it.
///
/// A yield that follows a yield is all that stands here, so that it needs few registers and no case is told apart twice.
#[inline]
pub(crate) fn poll_item<G: Root>(root: &mut G, context: &mut Context<'_>) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    if state(root) != State::Suspended {
        return poll_item_outlined(root, context);
    }
    let guard = FinishOnDrop(root);
    match resume_to_yield(guard.0, Input::Sent(G::Send::absent()), Operation::Resume, context) {
        Ok(value) => {
            mem::forget(guard);
            Poll::Ready(Some(G::Return::yielded(value)))
        }
        Err(came) => poll_item_on(guard, came, context),
    }
}

#[cold]
#[inline(never)]
fn poll_item_on<G: Root>(
    guard: FinishOnDrop<'_, G>,
    came: Came<G>,
    context: &mut Context<'_>,
) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    let step = run_on(guard.0, came, Operation::Resume, context);
    let item = step.map(|step| match step {
        Step::State(state) => item(guard.0, state),
        Step::Uncaught(_) => None,
    });
    mem::forget(guard);
    item
}

#[cold]
#[inline(never)]
fn poll_item_outlined<G: Root>(root: &mut G, context: &mut Context<'_>) -> Poll<Option<ItemOf<G>>>
where
    G::Send: Absent,
    G::Return: Outcome<G::Yield>,
{
    poll_iterate(root, G::Send::absent(), context).map(|state| item(root, state?))
}

/// The item that a state is. A return value that is none is kept.
fn item<G: Root>(root: &mut G, state: NextState<G>) -> Option<ItemOf<G>>
where
    G::Return: Outcome<G::Yield>,
{
    match state {
        GeneratorState::Yielded(value) => Some(G::Return::yielded(value)),
        GeneratorState::Complete(value) => match value.last_item() {
            Ok(item) => Some(item),
            Err(value) => {
                keep_return(root, value);
                None
            }
        },
    }
}

#[cold]
#[inline(never)]
pub(crate) fn nothing_given() -> ! {
    panic!(
        "polled a send, resume or throw of a generator with nothing to deliver, when none was left in mid-await: either it \
         was ready before, or another operation was begun meanwhile"
    );
}

/// What an operation on a synchronous generator gives.
#[inline]
pub(crate) fn now<T>(poll: impl FnOnce(&mut Context<'_>) -> Poll<T>) -> T {
    match poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => unreachable!("a synchronous generator never waits"),
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
            unsafe { detach(root.header(), top, None) };
        }
        State::Created => bind(root),
        State::Suspended | State::Waiting | State::Delegating => {}
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
        State::Created | State::Suspended | State::Waiting => unsafe { root.finish() },
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
        let operation = left(guard.0);
        (*header).state = State::Delegating;
        drop(Stack { top: release_borrowed(top, operation) });
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

/// Tells the body of a created frame where that is: it does not move any more.
#[inline]
fn bind<G: Root>(root: &mut G) {
    if G::AWAITS {
        let guard = FinishOnDrop(root);
        // SAFETY: the callers have seen the state.
        unsafe { guard.0.bind() };
        mem::forget(guard);
    }
}

/// Runs a body that is bound up to its first yield.
#[inline]
fn begin<G: Root>(root: &mut G, operation: Operation, context: &mut Context<'_>) -> Poll<Step<G>> {
    bind(root);
    run(root, Input::Nothing, operation, context)
}

/// Resumes the body, or what it delegates to, up to the next yield or the end.
///
/// This is the one place that polls a body whose type is known (it must stay the only one, or the body is no longer
/// inlined). Nothing looks for links before the poll: the body itself says when it waits for a linked delegate. So where
/// a body has no `yield_from!`, nothing here gives the frame's address away, and LLVM keeps it in registers.
#[inline]
fn run<G: Root>(
    root: &mut G,
    mut input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Step<G>> {
    let guard = FinishOnDrop(root);
    let step = if G::AWAITS {
        match resume_to_yield(guard.0, input, operation, context) {
            Ok(value) => Poll::Ready(Step::State(GeneratorState::Yielded(value))),
            Err(came) => run_on(guard.0, came, operation, context),
        }
    } else {
        loop {
            let channel = Channel::new(input, operation);
            // SAFETY: the callers of `run` have seen a state with a live body.
            match unsafe { guard.0.poll(&channel, context) } {
                Poll::Ready(value) => break Poll::Ready(Step::State(GeneratorState::Complete(value))),
                Poll::Pending => match obey(guard.0, &channel, context) {
                    ControlFlow::Continue(back) => input = back,
                    ControlFlow::Break(step) => break step,
                },
            }
        }
    };
    mem::forget(guard);
    step
}

/// How a poll of a body ended that did not end with a yield: it is ready, or it asks for something.
struct Came<G: Root> {
    poll: Poll<G::Return>,
    channel: ChannelOf<G>,
}

/// Polls the body of an asynchronous generator once.
#[inline]
fn resume_to_yield<G: Root>(
    root: &mut G,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Result<G::Yield, Came<G>> {
    let channel = Channel::new(input, operation);
    // SAFETY: the callers of `run` have seen a state with a live body.
    let poll = unsafe { root.poll(&channel, context) };
    if poll.is_pending() {
        if let Some(value) = channel.take_yielded() {
            suspend(root, &channel);
            return Ok(value);
        }
    }
    Err(Came { poll, channel })
}

/// Notes that the body waits at a yield of its own.
#[inline]
fn suspend<G: Root>(root: &mut G, channel: &ChannelOf<G>) {
    let header = root.header();
    // SAFETY: the header is live.
    unsafe {
        (*header).state = State::Suspended;
        (*header).suspended_at(channel.location());
    }
}

/// Does what the body asks for, and resumes it, until there is something for the caller.
#[cold]
#[inline(never)]
fn run_on<G: Root>(
    root: &mut G,
    mut came: Came<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Poll<Step<G>> {
    loop {
        let Came { poll, channel } = came;
        if let Poll::Ready(value) = poll {
            return Poll::Ready(Step::State(GeneratorState::Complete(value)));
        }
        match obey(root, &channel, context) {
            ControlFlow::Break(step) => return step,
            ControlFlow::Continue(back) => match resume_to_yield(root, back, operation, context) {
                Ok(value) => return Poll::Ready(Step::State(GeneratorState::Yielded(value))),
                Err(next) => came = next,
            },
        }
    }
}

/// Does what a body asks for. It is to go on when its delegate has ended, with what comes back.
#[inline(always)]
#[allow(
    clippy::inline_always,
    reason = "it stands in two places; not inlined, an item of a delegate costs 70 instructions more"
)]
fn obey<G: Root>(
    root: &mut G,
    channel: &ChannelOf<G>,
    context: &mut Context<'_>,
) -> ControlFlow<Poll<Step<G>>, InputOf<G>> {
    let operation = channel.operation();
    let header = root.header();
    let (top, passed) = match channel.take_output() {
        Output::Yielded(value) => {
            suspend(root, channel);
            return ControlFlow::Break(Poll::Ready(Step::State(GeneratorState::Yielded(value))));
        }
        Output::Link(link) => {
            // SAFETY: the body holds the delegate and has asked for this.
            let top = unsafe {
                (*header).suspended_at(channel.location());
                attach(header, &link)
            };
            (top, channel.take_input())
        }
        Output::Resume(passed) => (stack_above(root), passed),
        Output::Unwind(signal) => {
            // SAFETY: the body is live.
            unsafe { root.finish() };
            return ControlFlow::Break(Poll::Ready(Step::Uncaught(signal)));
        }
        Output::Nothing => {
            if !G::AWAITS {
                awaited_something_foreign();
            }
            // SAFETY: the header is live.
            unsafe {
                (*header).state = State::Waiting;
                (*header).left = Some(operation);
            }
            return ControlFlow::Break(Poll::Pending);
        }
    };
    match run_stack(root, top, passed, operation, context) {
        Driven::Yielded(value, _) => {
            ControlFlow::Break(Poll::Ready(Step::State(GeneratorState::Yielded(value))))
        }
        Driven::Back(back) => ControlFlow::Continue(back),
        Driven::Awaiting(_) => ControlFlow::Break(Poll::Pending),
    }
}

/// Goes on with an operation that was left in mid-await.
#[inline]
fn go_on<G: Root>(root: &mut G, operation: Operation, context: &mut Context<'_>) -> Poll<Step<G>> {
    resume_left(root);
    run(root, Input::Nothing, operation, context)
}

/// What was left is under way again.
#[inline]
fn resume_left<G: Root>(root: &mut G) {
    // SAFETY: the header is live.
    unsafe { (*root.header()).left = None };
}

/// Resumes the stack above a root, and notes in the root what became of it.
#[cold]
#[inline(never)]
fn run_stack<G: Root>(
    root: &mut G,
    top: *mut Header<G::Yield, G::Send, G::Throw>,
    input: InputOf<G>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Driven<G::Yield, G::Send, G::Throw> {
    let header = root.header();
    // SAFETY: the root is held exclusively, and `top` is the top of its stack. It says so before anything can panic.
    unsafe {
        (*header).link = top;
        (*header).state = State::Delegating;
        let driven = drive(top, input, operation, context);
        match &driven {
            Driven::Yielded(_, top) => (*header).link = *top,
            Driven::Back(_) => (*header).state = State::Suspended,
            Driven::Awaiting(top) => {
                (*header).link = *top;
                (*header).left = Some(operation);
            }
        }
        driven
    }
}

enum Driven<Y, S, E> {
    /// The frame that is now on top yielded.
    Yielded(Y, *mut Header<Y, S, E>),
    /// The stack is empty: resume the root's own body with this.
    Back(Input<S, E>),
    /// The frame that is now on top waits for something besides its yields.
    Awaiting(*mut Header<Y, S, E>),
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

impl<Y, S, E> Stack<Y, S, E> {
    /// Notes that every frame which is on the stack now gets the close in turn, and none that comes later (D7).
    fn begin_close(&self) {
        let mut header = self.top;
        // SAFETY: as above.
        unsafe {
            while (*header).state == State::Linked {
                (*header).closing = true;
                header = (*header).link;
            }
        }
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

/// Resumes the frames from `top` down until one yields or waits, or all have ended.
///
/// # Safety
///
/// `top` is the top of the stack of a root in state `Delegating`, whose holder is the caller.
#[inline(never)]
unsafe fn drive<Y, S, E>(
    top: *mut Header<Y, S, E>,
    mut input: Input<S, E>,
    operation: Operation,
    context: &mut Context<'_>,
) -> Driven<Y, S, E> {
    let mut stack = Stack { top };
    if let Input::Raised(Raised::Close) = input {
        // SAFETY: as the caller says.
        stack.top = unsafe { release_borrowed(top, None) };
        stack.begin_close();
        if stack.top != top {
            // What was borrowed is spared; its delegator gets the close.
            input = Input::Surfaced(Raised::Close);
        }
    }
    while !stack.is_empty() {
        let header = stack.top;
        // SAFETY: a linked frame is live and erased, and its body too; only this function runs them.
        let frame = unsafe { Erased::new(header) };
        let channel = Channel::new(input, operation);
        // SAFETY: as above.
        if unsafe { frame.poll(&channel, context) }.is_ready() {
            stack.pop();
            // SAFETY: the frame is live, for its delegator holds it.
            let closing = unsafe { (*header).closing };
            input = if closing { Input::Surfaced(Raised::Close) } else { Input::Returned };
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
                // SAFETY: the body is live.
                unsafe { frame.finish() };
                input = Input::Surfaced(signal);
            }
            Output::Nothing if frame.awaits() => {
                mem::forget(stack);
                return Driven::Awaiting(header);
            }
            Output::Nothing => awaited_something_foreign(),
            Output::Resume(_) => unreachable!("a frame with a linked delegate is not on top of the stack"),
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
        debug_assert!((*delegate).left.is_none(), "what was left is settled before it is linked");
        top
    }
}

/// Makes a linked frame the root of the frames above it, with the operation that is left in mid-await there.
///
/// # Safety
///
/// `header` is linked, `top` is the top of the stack it is in, all of which is live.
unsafe fn detach<Y, S, E>(
    header: *mut Header<Y, S, E>,
    top: *mut Header<Y, S, E>,
    operation: Option<Operation>,
) {
    // SAFETY: the frame is live (caller).
    unsafe {
        (*header).state = match operation {
            _ if header != top => State::Delegating,
            None => State::Suspended,
            Some(_) => State::Waiting,
        };
        (*header).link = top;
        (*header).borrowed = false;
        (*header).left = match operation {
            // Whoever is borrowed is not closed; this one was called while its delegator cleaned up.
            Some(Operation::Close) => Some(Operation::Resume),
            other => other,
        };
    }
}

/// Leaves the lowest delegate that is only borrowed, with all above it, to its owner, and gives the new top.
///
/// # Safety
///
/// `top` is the top of the stack of a live root, in which `operation` is left in mid-await.
unsafe fn release_borrowed<Y, S, E>(
    top: *mut Header<Y, S, E>,
    operation: Option<Operation>,
) -> *mut Header<Y, S, E> {
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
        detach(lowest, top, operation);
        delegator
    }
}

/// The root of the stack that a borrowed delegate is still in, found from its `delegator`: that root was forgotten.
///
/// # Safety
///
/// No destructor of the delegator has run, although the borrow has ended. So its memory, and that of all below, is
/// leaked and stays: a frame is boxed or pinned, and pinned memory is not reused before its destructor has run.
#[cold]
#[inline(never)]
unsafe fn forgotten_root<Y, S, E>(delegator: *mut Header<Y, S, E>) -> *mut Header<Y, S, E> {
    // SAFETY: the memory below is live for ever (see above), and nobody else can reach it.
    unsafe {
        let mut root = delegator;
        while (*root).state == State::Linked {
            root = (*root).link;
        }
        root
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
