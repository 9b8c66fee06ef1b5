//! Makes programs that are well typed in Rust and mean the same in Python.

use std::collections::{BTreeMap, BTreeSet};

use crate::choices::{Choices, Record, list};
use crate::tree::{
    Block, Call, Condition, Delegate, Expression, Form, Function, Local, Operation, Program, Script, Sent,
    Signature, Slot, Statement, Suspension,
};

/// How many local variables a function has; the first is its parameter.
pub const LOCALS: usize = 3;

impl Program {
    /// The program that these choices make, and those of them that it took.
    #[must_use]
    pub fn make(mut choices: Choices) -> (Self, Record) {
        let choices = &mut choices;
        let asynchronous = choices.below(2) == 1;
        let answers_close = choices.below(2) == 1;
        let mut root = signature(choices, asynchronous, answers_close);
        root.asynchronous = asynchronous;
        root.returns_value &= !asynchronous;
        // The scripts go first and the bodies last, so that one function less leaves everything else as it is.
        let scripts = list(choices, 1, 6, |choices| script(choices, root.sent, answers_close));
        let mut signatures = vec![root];
        signatures.extend(list(choices, 0, 3, |choices| signature(choices, asynchronous, answers_close)));

        let mut functions = BTreeMap::new();
        let mut called = BTreeSet::from([0]);
        while let Some(&number) = called.iter().find(|number| !functions.contains_key(*number)) {
            let mut maker = Maker {
                choices,
                signatures: &signatures,
                called: &mut called,
                number,
                answers_close,
                answering: false,
                slots: Vec::new(),
                guards: 10 * number,
                budget: 5,
            };
            let body = maker.block(Scope { depth: 3, in_loop: false, lends: false }, 1);
            functions.insert(number, Function { signature: signatures[number], body });
        }
        (Self { functions, answers_close, scripts }, choices.take_record())
    }
}

fn signature(choices: &mut Choices, asynchronous: bool, answers_close: bool) -> Signature {
    let asynchronous = asynchronous && choices.below(4) < 3;
    Signature {
        asynchronous,
        form: choices.weighted(&[(3, Form::Owned), (1, Form::Pinned), (1, Form::Boxed)]),
        sent: choices.weighted(&[(1, Sent::Nothing), (1, Sent::Integer), (1, Sent::Optional)]),
        returns_value: choices.below(3) > 0 && !asynchronous,
        // Of what a delegate returns while it is closed nothing is seen, not even that it is an `Err` (rule D7).
        fallible: choices.one_in(3) && !answers_close,
    }
}

fn script(choices: &mut Choices, sent: Sent, answers_close: bool) -> Script {
    let argument = choices.below(10);
    let mut operations = Vec::new();
    // Mostly it is begun, so that there is something to see.
    if choices.below(8) > 0 {
        let first = if sent.has_nothing() { Operation::Next } else { Operation::Start };
        operations.push(choices.weighted(&[(1, first), (1, Operation::Resume(1))]));
    }
    operations.extend(list(choices, 0, 10, |choices| operation(choices, sent)));
    if answers_close {
        operations.push(Operation::Close);
    }
    Script { argument, operations }
}

fn operation(choices: &mut Choices, sent: Sent) -> Operation {
    let number = choices.below(100);
    choices.weighted(&[
        (1, Operation::Start),
        (when(12, sent.has_nothing()), Operation::Next),
        (when(12, sent != Sent::Nothing), Operation::Send(number)),
        (6, Operation::Resume(number)),
        (5, Operation::Throw(number)),
        (2, Operation::Close),
    ])
}

/// A weight that only counts where something holds.
fn when(weight: u32, condition: bool) -> u32 {
    if condition { weight } else { 0 }
}

/// Makes the body of one function.
struct Maker<'a> {
    choices: &'a mut Choices,
    signatures: &'a [Signature],
    /// The functions that are called somewhere; the others need no body.
    called: &'a mut BTreeSet<usize>,
    number: usize,
    answers_close: bool,
    /// Whether a signal is being answered here for certain, so that one may be raised.
    answering: bool,
    /// The generators that are held here.
    slots: Vec<Signature>,
    /// How many guards there are.
    guards: usize,
    /// How many more statements there may be.
    budget: usize,
}

/// What is around a statement.
#[derive(Clone, Copy)]
struct Scope {
    /// How much deeper the tree may get.
    depth: u32,
    in_loop: bool,
    /// Whether the innermost slot can be delegated to by `&mut`: nothing with a clean-up of its own may lie between the
    /// two, for Python closes the delegate before that, and here it is left to its own scope (rules D7, D14).
    lends: bool,
}

impl Scope {
    fn inner(self) -> Self {
        Self { depth: self.depth - 1, ..self }
    }
}

#[derive(Clone, Copy)]
enum StatementKind {
    Log,
    Set,
    Hold,
    Suspend,
    If,
    Repeat,
    While,
    ForEach,
    Break,
    Continue,
    Return,
    Fail,
    Raise,
    Guard,
    Hand,
    Drive,
}

#[derive(Clone, Copy)]
enum DelegateKind {
    Range,
    List,
    Call,
    Slot,
}

#[derive(Clone, Copy)]
enum ExpressionKind {
    Constant,
    Local,
    Yield,
    From,
    Pause,
    Binary,
    Sum,
    Choose,
}

impl AsMut<Choices> for Maker<'_> {
    fn as_mut(&mut self) -> &mut Choices {
        self.choices
    }
}

impl Maker<'_> {
    fn signature(&self) -> Signature {
        self.signatures[self.number]
    }

    fn block(&mut self, scope: Scope, least: usize) -> Block {
        list(self, least, self.budget.clamp(least, 5), |maker| {
            maker.budget = maker.budget.saturating_sub(1);
            maker.statement(scope)
        })
    }

    /// The body of a loop: what it answers in the first round is answered no longer in the second.
    fn round(&mut self, scope: Scope) -> Block {
        self.answering = false;
        self.block(Scope { in_loop: true, ..scope.inner() }, 1)
    }

    fn statement(&mut self, scope: Scope) -> Statement {
        let nests = scope.depth > 0;
        let each = self.held(|callee| callee.sent.has_nothing() && !callee.returns_value);
        let held = self.held(|_| true);
        let kind = self.choices.weighted(&[
            (3, StatementKind::Log),
            (4, StatementKind::Set),
            (24, StatementKind::Suspend),
            (2, StatementKind::Hold),
            (1, StatementKind::Return),
            (when(4, nests), StatementKind::If),
            (when(4, nests), StatementKind::Repeat),
            (when(2, nests), StatementKind::While),
            (when(3, nests && !self.answers_close && !each.is_empty()), StatementKind::ForEach),
            (when(3, scope.in_loop), StatementKind::Break),
            (when(3, scope.in_loop), StatementKind::Continue),
            (when(2, self.signature().fallible), StatementKind::Fail),
            (when(6, self.answering), StatementKind::Raise),
            (when(4, nests), StatementKind::Guard),
            (when(6, nests && !self.answers_close && !held.is_empty()), StatementKind::Hand),
            (when(12, !self.slots.is_empty()), StatementKind::Drive),
        ]);
        match kind {
            StatementKind::Log => Statement::Log(self.expressions()),
            StatementKind::Set => Statement::Set(self.local(), self.expression(2)),
            StatementKind::Hold => Statement::Hold(self.guard(), self.local(), self.expression(2)),
            StatementKind::Suspend => self.suspend(scope),
            StatementKind::If => {
                let condition = self.condition(2);
                Statement::If(condition, self.block(scope.inner(), 1), self.block(scope.inner(), 0))
            }
            StatementKind::Repeat => Statement::Repeat(self.choices.below(4), self.round(scope)),
            StatementKind::While => {
                self.answering = false;
                Statement::While(self.condition(2), self.round(scope))
            }
            StatementKind::ForEach => {
                let call = self.call(&each);
                Statement::ForEach(self.local(), call, self.round(Scope { lends: false, ..scope }))
            }
            StatementKind::Break => Statement::Break,
            StatementKind::Continue => Statement::Continue,
            StatementKind::Return => {
                let returns = self.signature().returns_value;
                Statement::Return(returns.then(|| self.expression(2)))
            }
            StatementKind::Fail => Statement::Fail(self.expression(1)),
            StatementKind::Raise => Statement::Raise(self.choices.one_in(2).then(|| self.quiet(1))),
            StatementKind::Guard => {
                let guard = self.guard();
                Statement::Guard(guard, self.block(Scope { lends: false, ..scope.inner() }, 1))
            }
            StatementKind::Hand => self.hand(scope, &held),
            StatementKind::Drive => {
                let slot = self.slot();
                let signature = self.slots[slot];
                Statement::Drive { slot, signature, operation: operation(self.choices, signature.sent) }
            }
        }
    }

    fn hand(&mut self, scope: Scope, callable: &[usize]) -> Statement {
        let call = self.call(callable);
        let slot = self.slots.len();
        self.slots.push(call.signature);
        let block = self.block(Scope { lends: true, ..scope.inner() }, 1);
        self.slots.pop();
        let signature = call.signature;
        let last = (self.choices.one_in(2) && self.can_delegate(signature)).then(|| {
            let delegate = Delegate::Slot { slot, signature, borrowed: false };
            Box::new(self.caught(scope, Suspension::From(delegate)))
        });
        Statement::Hand { slot, call, block, last }
    }

    fn suspend(&mut self, scope: Scope) -> Statement {
        let suspension = if self.choices.below(2) == 0 {
            Suspension::Yield(self.expression(2))
        } else {
            Suspension::From(self.delegate(scope.lends, true))
        };
        self.caught(scope, suspension)
    }

    /// What catches the signals of a suspension.
    fn caught(&mut self, scope: Scope, suspension: Suspension) -> Statement {
        let fails = matches!(&suspension, Suspension::From(delegate) if delegate.is_fallible());
        let target = self.local();
        let may_nest = scope.depth > 0;
        // The error of a fallible delegate has to go somewhere.
        let mark = self.choices.mark();
        let throw = (fails && !self.signature().fallible) || (may_nest && self.choices.below(3) > 0);
        // What a delegate returns comes at any time, so it is no signal that could be raised again.
        let throw = throw.then(|| self.answer(scope, !fails));
        self.choices.part_since(mark);
        let mark = self.choices.mark();
        let close =
            (may_nest && self.answers_close && self.choices.one_in(2)).then(|| self.answer_close(scope));
        self.choices.part_since(mark);
        self.answering = false;
        Statement::Suspend { target, suspension, throw, close }
    }

    fn answer(&mut self, scope: Scope, answering: bool) -> Block {
        if scope.depth == 0 {
            return Block::new();
        }
        self.answering = answering;
        // What is lent can be lent again; what the handler is in has been left by then.
        self.block(scope.inner(), 0)
    }

    /// Mostly ends the body: one that yields in reply to a close ends the comparison (rule G28).
    fn answer_close(&mut self, scope: Scope) -> Block {
        let mut block = self.answer(scope, true);
        if self.choices.below(8) > 0 {
            let returns = self.signature().returns_value;
            block.push(if self.answering && self.choices.one_in(2) {
                Statement::Raise(self.choices.one_in(3).then(|| self.quiet(1)))
            } else {
                Statement::Return(returns.then(|| self.quiet(2)))
            });
        }
        block
    }

    /// The functions that can be called here for a generator which the body then holds.
    fn held(&self, allowed: impl Fn(Signature) -> bool) -> Vec<usize> {
        self.callable(|_, callee| {
            callee.form != Form::Pinned && (self.signature().fallible || !callee.fallible) && allowed(callee)
        })
    }

    fn callable(&self, allowed: impl Fn(usize, Signature) -> bool) -> Vec<usize> {
        let mixes = |callee: Signature| self.signature().asynchronous || !callee.asynchronous;
        let signatures = self.signatures.iter().enumerate();
        let callable = signatures.filter(|&(number, &callee)| mixes(callee) && allowed(number, callee));
        callable.map(|(number, _)| number).collect()
    }

    /// Whether what is sent here can be sent on, or dropped.
    fn can_delegate(&self, callee: Signature) -> bool {
        callee.sent == self.signature().sent || callee.sent == Sent::Nothing
    }

    fn call(&mut self, callable: &[usize]) -> Call {
        let function = callable[self.choices.index(callable.len())];
        self.called.insert(function);
        Call { function, signature: self.signatures[function], argument: self.expression(1) }
    }

    /// A delegate. One that can fail only where that is caught, or where its caller can fail as well.
    fn delegate(&mut self, lends: bool, catches: bool) -> Delegate {
        let own = self.signature();
        let callable = self.callable(|number, callee| {
            // A frame in place cannot hold itself, and `PinGen` has no `ignore_sent`.
            let in_place = number > self.number
                && (callee.asynchronous || own.sent != Sent::Integer || callee.sent == Sent::Integer);
            (callee.form != Form::Pinned || in_place)
                && self.can_delegate(callee)
                && (catches || own.fallible || !callee.fallible)
        });
        let slot = self.slots.last().copied().filter(|&signature| lends && self.can_delegate(signature));
        let kind = self.choices.weighted(&[
            (1, DelegateKind::Range),
            (1, DelegateKind::List),
            (when(8, !callable.is_empty()), DelegateKind::Call),
            (when(16, slot.is_some()), DelegateKind::Slot),
        ]);
        match (kind, slot) {
            (DelegateKind::Slot, Some(signature)) => {
                Delegate::Slot { slot: self.slots.len() - 1, signature, borrowed: true }
            }
            (DelegateKind::Call, _) => Delegate::Call(self.call(&callable)),
            (DelegateKind::List, _) => Delegate::List(self.expressions()),
            _ => Delegate::Range(self.choices.below(4)),
        }
    }

    fn guard(&mut self) -> usize {
        self.guards += 1;
        self.guards
    }

    fn slot(&mut self) -> Slot {
        self.choices.index(self.slots.len())
    }

    fn local(&mut self) -> Local {
        self.choices.index(LOCALS)
    }

    fn expressions(&mut self) -> Vec<Expression> {
        list(self, 1, 3, |maker| maker.expression(1))
    }

    fn expression(&mut self, depth: u32) -> Expression {
        self.any_expression(depth, true)
    }

    /// An expression that is not suspended.
    fn quiet(&mut self, depth: u32) -> Expression {
        self.any_expression(depth, false)
    }

    fn any_expression(&mut self, depth: u32, suspends: bool) -> Expression {
        let asynchronous = self.signature().asynchronous;
        let nests = depth > 0;
        let mark = self.choices.mark();
        let kind = self.choices.weighted(&[
            (8, ExpressionKind::Constant),
            (8, ExpressionKind::Local),
            (when(2, suspends), ExpressionKind::Yield),
            (when(1, suspends && !asynchronous), ExpressionKind::From),
            (when(2, suspends && asynchronous), ExpressionKind::Pause),
            (when(4, nests), ExpressionKind::Binary),
            (when(1, nests && suspends), ExpressionKind::Sum),
            (when(1, nests && suspends), ExpressionKind::Choose),
        ]);
        let depth = depth.saturating_sub(1);
        let expression = match kind {
            ExpressionKind::Constant => Expression::Constant(self.choices.below(100)),
            ExpressionKind::Local => Expression::Local(self.local()),
            ExpressionKind::Binary => {
                let operator = self.choices.weighted(&[(1, '+'), (1, '-'), (1, '*')]);
                let operands = [self.any_expression(depth, suspends), self.any_expression(depth, suspends)];
                Expression::Binary(operator, Box::new(operands))
            }
            ExpressionKind::Sum => Expression::Sum(list(self, 2, 4, |maker| maker.expression(depth))),
            ExpressionKind::Choose => {
                let condition = Box::new(self.condition(depth));
                Expression::Choose(condition, Box::new([self.expression(depth), self.expression(depth)]))
            }
            ExpressionKind::Yield => {
                self.answering = false;
                Expression::Yield(Box::new(self.expression(depth)))
            }
            ExpressionKind::From => {
                self.answering = false;
                Expression::From(Box::new(self.delegate(false, false)))
            }
            ExpressionKind::Pause => Expression::Pause(self.choices.below(4)),
        };
        self.choices.part_since(mark);
        expression
    }

    fn condition(&mut self, depth: u32) -> Condition {
        let nests = depth > 0;
        let inner = depth.saturating_sub(1);
        match self.choices.below(if nests { 6 } else { 4 }) {
            0 | 1 => Condition::Even(self.expression(inner)),
            2 | 3 => Condition::Less(self.expression(inner), self.expression(inner)),
            4 => Condition::And(Box::new([self.condition(inner), self.condition(inner)])),
            _ => Condition::Or(Box::new([self.condition(inner), self.condition(inner)])),
        }
    }
}
