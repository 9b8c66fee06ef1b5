//! A program as Python.

use crate::make::LOCALS;
use crate::text::Text;
use crate::tree::{
    Block, Call, Condition, Delegate, Expression, Function, Operation, Program, Sent, Signature, Statement,
    Suspension,
};

/// What every program uses.
pub const PRELUDE: &str = include_str!("../languages/prelude.py");

/// The functions of a program; the last is `def program()`, which gives generators with their scripts.
#[must_use]
pub fn render(program: &Program) -> String {
    let mut text = Text::default();
    // A list takes nothing that is sent to it, while here it is dropped (rule D4).
    let sends = program.functions.values().any(|function| function.signature.sent != Sent::Nothing);
    for (&number, function) in &program.functions {
        Renderer { text: &mut text, signature: function.signature, sends }.function(number, function);
    }
    let root = program.functions[&0].signature;
    text.headed("def program():", |text| {
        for script in &program.scripts {
            text.headed(&format!("yield f0({}, 3), [", script.argument), |text| {
                for operation in &script.operations {
                    let (name, value) = operate(root, *operation);
                    let value = value.map_or(String::new(), |value| format!(", {value}"));
                    text.line(format!("(\"{operation}\", {name}{value}),"));
                }
            });
            text.line("]");
        }
    });
    text.into_string()
}

/// The name of an operation, and its argument.
fn operate(signature: Signature, operation: Operation) -> (String, Option<String>) {
    let sent = |value: u32| match signature.sent {
        Sent::Nothing => "None".to_string(),
        Sent::Integer | Sent::Optional => value.to_string(),
    };
    let (name, value) = match operation {
        Operation::Start => ("start", None),
        Operation::Next => ("next_", None),
        Operation::Send(value) => ("send", Some(sent(value))),
        Operation::Resume(value) => ("resume", Some(sent(value))),
        Operation::Throw(error) => ("throw", Some(error.to_string())),
        Operation::Close => ("close", None),
    };
    (format!("{}{name}", if signature.asynchronous { "a" } else { "" }), value)
}

struct Renderer<'a> {
    text: &'a mut Text,
    signature: Signature,
    sends: bool,
}

impl Renderer<'_> {
    fn function(&mut self, number: usize, function: &Function) {
        let asyncness = if function.signature.asynchronous { "async " } else { "" };
        self.headed(&format!("{asyncness}def f{number}(x0, depth):"), |this| {
            let locals: Vec<String> = (1..LOCALS).map(|local| format!("x{local}")).collect();
            this.text.line(format!("{} = 0", locals.join(" = ")));
            this.headed("if exhausted(depth):", |this| {
                this.ends_with("-3");
                // Makes it a generator.
                this.text.line("yield");
            });
            this.statements(&function.body);
            this.ends_with("x0");
        });
    }

    fn headed(&mut self, head: &str, inside: impl FnOnce(&mut Renderer<'_>)) {
        let Self { signature, sends, .. } = *self;
        self.text.headed(head, |text| inside(&mut Renderer { text, signature, sends }));
    }

    fn block(&mut self, head: &str, block: &Block) {
        self.headed(head, |this| {
            if block.is_empty() {
                this.text.line("pass");
            }
            this.statements(block);
        });
    }

    fn ends_with(&mut self, value: &str) {
        let value = if self.signature.returns_value { format!(" {value}") } else { String::new() };
        self.text.line(format!("return{value}"));
    }

    fn statements(&mut self, block: &Block) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Log(values) => self.text.line(format!("log({})", self.list(values))),
            Statement::Set(local, value) => {
                self.text.line(format!("x{local} = {}", self.expression(value)));
            }
            Statement::Hold(guard, local, value) => {
                self.headed("try:", |this| {
                    this.text.line(format!("x{local} = {}", this.expression(value)));
                });
                self.headed("finally:", |this| this.text.line(format!("log(-{guard})")));
            }
            Statement::Suspend { target, suspension, throw, close } => {
                let (throw, close) = (throw.as_ref(), close.as_ref());
                if let Suspension::From(Delegate::Slot { slot, signature, .. }) = suspension {
                    let goes_on = self.signature.sent.lets_go_on(signature.sent);
                    let goes_on = if goes_on { "True" } else { "False" };
                    self.headed(&format!("if goes_on(g{slot}, {goes_on}):"), |this| {
                        this.suspend(*target, suspension, throw, close);
                    });
                } else {
                    self.suspend(*target, suspension, throw, close);
                }
            }
            Statement::If(condition, then, otherwise) => {
                self.block(&format!("if {}:", self.condition(condition)), then);
                self.block("else:", otherwise);
            }
            Statement::Repeat(times, block) => {
                self.headed(&format!("for _ in range({times}):"), |this| {
                    this.headed("if spent():", |this| this.text.line("break"));
                    this.statements(block);
                });
            }
            Statement::While(condition, block) => {
                self.block(&format!("while not spent() and {}:", self.condition(condition)), block);
            }
            Statement::ForEach(local, call, block) => {
                let asyncness = if call.signature.asynchronous { "async " } else { "" };
                self.text.line(format!("each = {}", self.call(call)));
                self.dropping("each", call.signature, |this| {
                    this.block(&format!("{asyncness}for x{local} in each:"), block);
                });
            }
            Statement::Break => self.text.line("break"),
            Statement::Continue => self.text.line("continue"),
            Statement::Return(value) => {
                let value = value.as_ref().map_or(String::new(), |value| self.expression(value));
                self.ends_with(&value);
            }
            Statement::Fail(error) | Statement::Raise(Some(error)) => {
                self.text.line(format!("raise Thrown({})", self.expression(error)));
            }
            Statement::Raise(None) => self.text.line("raise"),
            Statement::Guard(guard, block) => {
                self.block("try:", block);
                self.headed("finally:", |this| this.text.line(format!("log(-{guard})")));
            }
            Statement::Hand { slot, call, block, last } => {
                self.text.line(format!("g{slot} = {}", self.call(call)));
                self.dropping(&format!("g{slot}"), call.signature, |this| {
                    this.statements(block);
                    if let Some(last) = last {
                        this.statement(last);
                    }
                });
            }
            Statement::Drive { slot, signature, operation } => {
                let (name, value) = operate(*signature, *operation);
                let value = value.map_or(String::new(), |value| format!(", {value}"));
                let wait = if signature.asynchronous { "await " } else { "" };
                self.text.line(format!("log({wait}{name}(g{slot}{value}))"));
            }
        }
    }

    /// What a Rust block does with a generator that it owns, at its end.
    fn dropping(&mut self, generator: &str, signature: Signature, inside: impl FnOnce(&mut Renderer<'_>)) {
        self.headed("try:", inside);
        let (wait, a) = if signature.asynchronous { ("await ", "a") } else { ("", "") };
        self.headed("finally:", |this| this.text.line(format!("{wait}{generator}.{a}close()")));
    }

    fn suspend(
        &mut self,
        target: usize,
        suspension: &Suspension,
        throw: Option<&Block>,
        close: Option<&Block>,
    ) {
        // Only the suspension itself is inside of the `try`.
        let name = match suspension {
            Suspension::Yield(value) => {
                self.text.line(format!("operand = {}", self.expression(value)));
                "operand"
            }
            Suspension::From(delegate) => {
                self.text.line(format!("delegate = {}", self.delegate(delegate)));
                "delegate"
            }
        };
        let suspended = |this: &mut Renderer<'_>| match suspension {
            Suspension::Yield(_) => this.text.line(format!("x{target} = {}", this.sent("yield operand"))),
            Suspension::From(delegate) if this.signature.asynchronous => this.expanded(target, delegate),
            Suspension::From(_) => this.text.line(format!("x{target} = value((yield from {name}))")),
        };
        if throw.is_none() && close.is_none() {
            suspended(self);
            return;
        }
        self.headed("try:", suspended);
        if let Some(block) = throw {
            self.headed("except Thrown as error:", |this| {
                this.text.line(format!("x{target} = error.value"));
                this.statements(block);
            });
        }
        if let Some(block) = close {
            self.block("except GeneratorExit:", block);
        }
    }

    /// `yield from` in an asynchronous generator, as PEP 380 and PEP 828 spell it out. CPython knows it from 3.16 on.
    fn expanded(&mut self, target: usize, delegate: &Delegate) {
        let asynchronous = match delegate {
            Delegate::Call(Call { signature, .. }) | Delegate::Slot { signature, .. } => {
                signature.asynchronous
            }
            Delegate::List(_) | Delegate::Range(_) => {
                self.headed("for item in delegate:", |this| this.text.line("yield item"));
                self.text.line(format!("x{target} = -1"));
                return;
            }
        };
        let (wait, a, end, value) = if asynchronous {
            ("await ", "a", "StopAsyncIteration", "-1")
        } else {
            ("", "", "StopIteration as end", "value(end.value)")
        };
        for line in [
            &format!("step = delegate.__{a}next__"),
            "while True:",
            "    try:",
            &format!("        item = {wait}step()"),
            &format!("    except {end}:"),
            &format!("        x{target} = {value}"),
            "        break",
            "    try:",
            "        sent = yield item",
            "    except GeneratorExit:",
            &format!("        {wait}delegate.{a}close()"),
            "        raise",
            "    except Thrown as error:",
            &format!("        step = functools.partial(delegate.{a}throw, error)"),
            "    else:",
            &format!("        step = functools.partial(delegate.{a}send, sent)"),
        ] {
            self.text.line(line);
        }
    }

    /// What a yield gives: where nothing is sent, that is not looked at.
    fn sent(&self, suspension: &str) -> String {
        let value = if self.signature.sent == Sent::Nothing { "nothing" } else { "value" };
        format!("{value}(({suspension}))")
    }

    fn delegate(&self, delegate: &Delegate) -> String {
        let iterable = |iterable: String| {
            if self.sends { format!("ignore_sent({iterable})") } else { iterable }
        };
        match delegate {
            Delegate::Call(call) => self.call(call),
            Delegate::List(values) => iterable(format!("[{}]", self.list(values))),
            Delegate::Range(end) => iterable(format!("range({end})")),
            Delegate::Slot { slot, .. } => format!("g{slot}"),
        }
    }

    fn call(&self, call: &Call) -> String {
        format!("f{}({}, depth - 1)", call.function, self.expression(&call.argument))
    }

    fn list(&self, values: &[Expression]) -> String {
        let values: Vec<String> = values.iter().map(|value| self.expression(value)).collect();
        values.join(", ")
    }

    fn expression(&self, expression: &Expression) -> String {
        match expression {
            Expression::Constant(value) => value.to_string(),
            Expression::Local(local) => format!("x{local}"),
            Expression::Binary(operator, operands) => {
                let [left, right] = operands.each_ref().map(|operand| self.expression(operand));
                format!("modulo({left} {operator} {right})")
            }
            Expression::Sum(values) => format!("modulo(sum([{}]))", self.list(values)),
            Expression::Choose(condition, values) => {
                let [then, otherwise] = values.each_ref().map(|value| self.expression(value));
                format!("({then} if {} else {otherwise})", self.condition(condition))
            }
            Expression::Yield(value) => self.sent(&format!("yield {}", self.expression(value))),
            Expression::From(delegate) => format!("value((yield from {}))", self.delegate(delegate)),
            Expression::Pause(polls) => format!("(await pause({polls}))"),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Less(left, right) => {
                format!("({} < {})", self.expression(left), self.expression(right))
            }
            Condition::Even(value) => format!("({} % 2 == 0)", self.expression(value)),
            Condition::And(both) => {
                format!("({} and {})", self.condition(&both[0]), self.condition(&both[1]))
            }
            Condition::Or(both) => {
                format!("({} or {})", self.condition(&both[0]), self.condition(&both[1]))
            }
        }
    }
}
