//! A program: generator functions, and what is done to generators of the first.
//!
//! Every value is an integer, every error too. The tree has only what means the same in both languages; where a function
//! is asynchronous, its yields and delegations are, too.

use std::collections::BTreeMap;
use std::fmt;

/// Functions that delegate to each other, and scripts for the first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Program {
    /// The functions by their numbers; the scripts drive number 0.
    pub functions: BTreeMap<usize, Function>,
    /// Whether the bodies have an answer to a close. Where they do, none is dropped while it is suspended: CPython
    /// closes what is dropped, and here a drop gives no chance to answer (rule G32).
    pub answers_close: bool,
    /// The scripts, each for a new generator.
    pub scripts: Vec<Script>,
}

/// What is done to one generator. At the end it is dropped.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Script {
    /// What its function is called with.
    pub argument: u32,
    /// What is done.
    pub operations: Vec<Operation>,
}

/// A generator function, with a parameter in its first local variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Function {
    /// What its callers know.
    pub signature: Signature,
    /// What it does.
    pub body: Block,
}

/// What the callers of a function know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Signature {
    /// Whether it is an asynchronous generator.
    pub asynchronous: bool,
    /// Where its frame is.
    pub form: Form,
    /// What it is sent.
    pub sent: Sent,
    /// Whether it returns a value. Asynchronous ones do not: in CPython they cannot before 3.16.
    pub returns_value: bool,
    /// Whether it can fail at any place: in Rust it then returns a `Result`.
    pub fallible: bool,
}

/// Where a frame is: `Gen`, `PinGen`, `LocalBoxGen` and their asynchronous relatives. All the same to Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// In a box.
    Owned,
    /// In place.
    Pinned,
    /// In a box, without its type.
    Boxed,
}

/// What a generator is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// `()`: what Python sends is not looked at.
    Nothing,
    /// `i64`.
    Integer,
    /// `Option<i64>`: `next` sends `None`.
    Optional,
}

/// Statements.
pub type Block = Vec<Statement>;

/// One of the local variables of a function.
pub type Local = usize;

/// A generator that a body holds and drives by hand.
pub type Slot = usize;

/// One step of a body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Statement {
    /// Writes values into the trace.
    Log(Vec<Expression>),
    /// Assigns.
    Set(Local, Expression),
    /// Assigns, while a guard with this number waits for the value among the temporaries.
    Hold(usize, Local, Expression),
    /// A suspension, and what is done with the signals that it catches.
    Suspend {
        /// Where its value goes.
        target: Local,
        /// What is yielded.
        suspension: Suspension,
        /// What is done with an error, which is in the target.
        throw: Option<Block>,
        /// What is done with a close.
        close: Option<Block>,
    },
    /// `if`, `else`.
    If(Condition, Block, Block),
    /// A loop that runs so often.
    Repeat(u32, Block),
    /// A loop that runs while something holds.
    While(Condition, Block),
    /// A loop over the values of a generator, which it owns.
    ForEach(Local, Call, Block),
    /// Leaves the innermost loop.
    Break,
    /// Goes on with the next round of the innermost loop.
    Continue,
    /// Ends the body; the value is there where the function returns one.
    Return(Option<Expression>),
    /// Ends the body of a fallible function with an error.
    Fail(Expression),
    /// Answers the signal that has just been caught: lets it go on, or raises another error instead.
    Raise(Option<Expression>),
    /// A block with a guard of this number: a destructor in Rust, `finally` in Python.
    Guard(usize, Block),
    /// Holds a generator while a block runs, then drops it, or delegates to it by value.
    Hand {
        /// Its name.
        slot: Slot,
        /// The generator.
        call: Call,
        /// What is done meanwhile.
        block: Block,
        /// A suspension that ends the block: a delegation to the slot.
        last: Option<Box<Statement>>,
    },
    /// An operation on a generator that is held.
    Drive {
        /// Its name.
        slot: Slot,
        /// What it is.
        signature: Signature,
        /// What is done to it.
        operation: Operation,
    },
}

/// Where a body is suspended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Suspension {
    /// `yield`.
    Yield(Expression),
    /// `yield from`.
    From(Delegate),
}

/// What a body delegates to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Delegate {
    /// A new generator.
    Call(Call),
    /// A list.
    List(Vec<Expression>),
    /// A range from 0.
    Range(u32),
    /// A generator that is held, by value or by `&mut`.
    Slot {
        /// Its name.
        slot: Slot,
        /// What it is.
        signature: Signature,
        /// By `&mut`.
        borrowed: bool,
    },
}

/// A call of a generator function, which makes a generator.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Its number.
    pub function: usize,
    /// Its signature.
    pub signature: Signature,
    /// Its argument.
    pub argument: Expression,
}

/// An integer. Results of operators are taken modulo 1000.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Expression {
    /// Itself.
    Constant(u32),
    /// A local variable.
    Local(Local),
    /// `+`, `-` or `*`.
    Binary(char, Box<[Expression; 2]>),
    /// The sum of an array or list.
    Sum(Vec<Expression>),
    /// One of two.
    Choose(Box<Condition>, Box<[Expression; 2]>),
    /// The value of a yield.
    Yield(Box<Expression>),
    /// The value of a delegation. Not in asynchronous functions, where Python has only statements for it.
    From(Box<Delegate>),
    /// The number of polls that were waited for.
    Pause(u32),
}

/// A truth value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `<`.
    Less(Expression, Expression),
    /// Whether a number is even.
    Even(Expression),
    /// Both; the second only if the first holds.
    And(Box<[Condition; 2]>),
    /// One of both; the second only if the first does not hold.
    Or(Box<[Condition; 2]>),
}

/// What is done to a generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Runs it to its first yield.
    Start,
    /// Iterates it. Only where there is nothing to send.
    Next,
    /// Sends a value. Only where there is one.
    Send(u32),
    /// Sends a value, or starts.
    Resume(u32),
    /// Throws an error.
    Throw(u32),
    /// Closes it.
    Close,
}

impl Sent {
    /// Whether `next` has something to send.
    #[must_use]
    pub fn has_nothing(self) -> bool {
        self != Self::Integer
    }

    /// Whether a delegate goes on from a yield when it is not sent anything. One that is sent nothing does, whatever its
    /// delegator is sent, for `ignore_sent` sees to it (rule D13).
    #[must_use]
    pub fn lets_go_on(self, delegate: Self) -> bool {
        delegate.has_nothing()
    }
}

impl Delegate {
    /// Whether what it returns can be an error.
    #[must_use]
    pub fn is_fallible(&self) -> bool {
        match self {
            Self::Call(Call { signature, .. }) | Self::Slot { signature, .. } => signature.fallible,
            Self::List(_) | Self::Range(_) => false,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start => f.write_str("start"),
            Self::Next => f.write_str("next"),
            Self::Send(value) => write!(f, "send {value}"),
            Self::Resume(value) => write!(f, "resume {value}"),
            Self::Throw(error) => write!(f, "throw {error}"),
            Self::Close => f.write_str("close"),
        }
    }
}
