//! A program as Rust.

use crate::make::LOCALS;
use crate::text::Text;
use crate::tree::{
    Block, Call, Condition, Delegate, Expression, Form, Function, Operation, Program, Script, Sent,
    Signature, Statement, Suspension,
};

/// What every program uses.
pub const PRELUDE: &str = include_str!("../languages/prelude.rs");

/// The items of a program; the last is `fn program()`.
#[must_use]
pub fn render(program: &Program) -> String {
    let mut text = Text::default();
    for (&number, function) in &program.functions {
        let mut renderer = Renderer { text: &mut text, signature: function.signature };
        renderer.function(number, function);
    }
    text.braced("pub fn program()", |text| {
        for script in &program.scripts {
            self::script(text, program.functions[&0].signature, script);
        }
    });
    text.into_string()
}

fn script(text: &mut Text, root: Signature, script: &Script) {
    text.line("begin();");
    text.braced("", |text| {
        let call = format!("f0({}, 3)", script.argument);
        text.line(if root.form == Form::Pinned {
            format!("let mut root = std::pin::pin!({call});")
        } else {
            format!("let mut root = {call};")
        });
        let (name, unpin) =
            if root.asynchronous { ("AsyncGenerator", " + Unpin") } else { ("Generator", "") };
        let (sent, returned) = (sent_type(root), return_type(root));
        text.line(format!(
            "let root: &mut (dyn {name}<Yield = i64, Send = {sent}, Return = {returned}, Throw = i64>{unpin}) = &mut root;"
        ));
        for operation in &script.operations {
            let call = operate("&mut *root", root, *operation);
            let call = if root.asynchronous { format!("finish({call})") } else { call };
            text.line(format!("note(\"{operation}\", {call}, root.status());"));
        }
    });
    text.line("dropped();");
}

fn sent_type(signature: Signature) -> &'static str {
    match signature.sent {
        Sent::Nothing => "()",
        Sent::Integer => "i64",
        Sent::Optional => "Option<i64>",
    }
}

fn return_type(signature: Signature) -> &'static str {
    match (signature.returns_value, signature.fallible) {
        (false, false) => "()",
        (true, false) => "i64",
        (false, true) => "Result<(), i64>",
        (true, true) => "Result<i64, i64>",
    }
}

/// Where the operations on such a generator are.
fn module(signature: Signature) -> &'static str {
    if signature.asynchronous { "asynchronous" } else { "synchronous" }
}

/// An operation as a call that gives words, or a future of them.
fn operate(generator: &str, signature: Signature, operation: Operation) -> String {
    let module = module(signature);
    let sent = |value| match signature.sent {
        Sent::Nothing => "()".to_string(),
        Sent::Integer => format!("{value}"),
        Sent::Optional => format!("Some({value})"),
    };
    match operation {
        Operation::Start => format!("{module}::start({generator})"),
        Operation::Next if signature.asynchronous => format!("anext({generator})"),
        Operation::Next => format!("next({generator})"),
        Operation::Send(value) => format!("{module}::send({generator}, {})", sent(value)),
        Operation::Resume(value) => format!("{module}::resume({generator}, {})", sent(value)),
        Operation::Throw(error) => format!("{module}::throw({generator}, {error})"),
        Operation::Close => format!("{module}::close({generator})"),
    }
}

struct Renderer<'a> {
    text: &'a mut Text,
    signature: Signature,
}

impl Renderer<'_> {
    fn function(&mut self, number: usize, function: &Function) {
        let signature = function.signature;
        let form = match (signature.form, signature.asynchronous) {
            (Form::Owned, false) => "Gen<",
            (Form::Owned, true) => "AsyncGen<",
            (Form::Pinned, false) => "PinGen<",
            (Form::Pinned, true) => "PinAsyncGen<",
            (Form::Boxed, false) => "LocalBoxGen<'static, ",
            (Form::Boxed, true) => "LocalBoxAsyncGen<'static, ",
        };
        let (attribute, asyncness) =
            if signature.asynchronous { ("async_generator", "async ") } else { ("generator", "") };
        let (sent, returned) = (sent_type(signature), return_type(signature));
        self.text.line(format!("#[{attribute}]"));
        let head = format!(
            "{asyncness}fn f{number}(mut x0: i64, depth: i64) -> {form}i64, {sent}, {returned}, i64>"
        );
        self.braced(&head, |this| {
            for local in 1..LOCALS {
                this.text.line(format!("let mut x{local} = 0_i64;"));
            }
            this.braced("if exhausted(depth)", |this| this.ends_with("-3"));
            this.block(&function.body);
            this.ends_with("x0");
        });
    }

    fn braced(&mut self, head: &str, inside: impl FnOnce(&mut Renderer<'_>)) {
        let signature = self.signature;
        self.text.braced(head, |text| inside(&mut Renderer { text, signature }));
    }

    fn ends_with(&mut self, value: &str) {
        let value = if self.signature.returns_value { value } else { "()" };
        self.text.line(if self.signature.fallible {
            format!("return Ok({value});")
        } else {
            format!("return {value};")
        });
    }

    fn block(&mut self, block: &Block) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Log(values) => {
                let holes = vec!["{}"; values.len()].join(" ");
                let values = self.list(values);
                self.text.line(format!("log(format!(\"{holes}\", {values}));"));
            }
            Statement::Set(local, value) => {
                let value = self.expression(value);
                self.text.line(format!("x{local} = {value};"));
            }
            Statement::Hold(guard, local, value) => {
                let value = self.expression(value);
                self.text.line(format!("x{local} = hold(Guard({guard}), {value});"));
            }
            Statement::Suspend { target, suspension, throw, close } => {
                let (throw, close) = (throw.as_ref(), close.as_ref());
                if let Suspension::From(Delegate::Slot { slot, signature, .. }) = suspension {
                    let goes_on = self.signature.sent.lets_go_on(signature.sent);
                    let module = module(*signature);
                    self.braced(&format!("if {module}::goes_on(&g{slot}, {goes_on})"), |this| {
                        this.suspend(*target, suspension, throw, close);
                    });
                } else {
                    self.suspend(*target, suspension, throw, close);
                }
            }
            Statement::If(condition, then, otherwise) => {
                let condition = self.condition(condition);
                self.braced(&format!("if {condition}"), |this| this.block(then));
                self.braced("else", |this| this.block(otherwise));
            }
            Statement::Repeat(times, block) => {
                self.braced(&format!("for _ in 0..{times}"), |this| {
                    this.text.line("if spent() { break; }");
                    this.block(block);
                });
            }
            Statement::While(condition, block) => {
                let condition = self.condition(condition);
                self.braced(&format!("while !spent() && {condition}"), |this| this.block(block));
            }
            Statement::ForEach(local, call, block) => self.for_each(*local, call, block),
            Statement::Break => self.text.line("break;"),
            Statement::Continue => self.text.line("continue;"),
            Statement::Return(value) => {
                let value = value.as_ref().map_or(String::new(), |value| self.expression(value));
                self.ends_with(&value);
            }
            Statement::Fail(error) => {
                let error = self.expression(error);
                self.text.line(format!("return Err({error});"));
            }
            // The signal that has been caught is bound by the arm around it.
            Statement::Raise(None) => self.text.line("raise!(signal);"),
            Statement::Raise(Some(error)) => {
                let error = self.expression(error);
                self.text.line(format!("raise!(Raised::Throw({error}));"));
            }
            Statement::Guard(guard, block) => self.braced("", |this| {
                this.text.line(format!("let _guard = Guard({guard});"));
                this.block(block);
            }),
            Statement::Hand { slot, call, block, last } => {
                let call = self.call(call);
                self.braced("", |this| {
                    this.text.line(format!("let mut g{slot} = {call};"));
                    this.block(block);
                    if let Some(last) = last {
                        this.statement(last);
                    }
                });
            }
            Statement::Drive { slot, signature, operation } => {
                let call = operate(&format!("&mut g{slot}"), *signature, *operation);
                let wait = if signature.asynchronous { ".await" } else { "" };
                self.text.line(format!("log({call}{wait});"));
            }
        }
    }

    fn for_each(&mut self, local: usize, call: &Call, block: &Block) {
        let signature = call.signature;
        let call = self.call(call);
        let item = if signature.fallible { "item?" } else { "item" };
        let round = |this: &mut Renderer<'_>| {
            this.text.line(format!("x{local} = {item};"));
            this.block(block);
        };
        if signature.asynchronous {
            self.braced("", |this| {
                this.text.line(format!("let mut each = {call};"));
                this.braced("while let Some(item) = each.next().await", round);
            });
        } else {
            self.braced(&format!("for item in {call}"), round);
        }
    }

    fn suspend(
        &mut self,
        target: usize,
        suspension: &Suspension,
        throw: Option<&Block>,
        close: Option<&Block>,
    ) {
        let operand = match suspension {
            Suspension::Yield(value) => self.expression(value),
            Suspension::From(delegate) => self.delegate(delegate),
        };
        let (fallible, plain, catching) = match suspension {
            Suspension::Yield(_) => (false, "yield_", "try_yield"),
            Suspension::From(delegate) => (delegate.is_fallible(), "yield_from", "try_yield_from"),
        };
        if throw.is_none() && close.is_none() {
            let question = if fallible { "?" } else { "" };
            self.text.line(format!("x{target} = {plain}!({operand}){question}.value();"));
            return;
        }
        self.braced(&format!("match {catching}!({operand})"), |this| {
            let ok = if fallible { "Ok(Ok(value))" } else { "Ok(value)" };
            this.text.line(format!("{ok} => x{target} = value.value(),"));
            let returned = if fallible { "Ok(Err(error)) | " } else { "" };
            if let Some(block) = throw {
                this.braced(&format!("{returned}Err(Raised::Throw(error)) =>"), |this| {
                    this.text.line("let signal = Raised::Throw(error);");
                    this.text.line(format!("x{target} = error;"));
                    this.block(block);
                });
            } else if fallible {
                this.text.line("Ok(Err(error)) => return Err(error),");
            }
            if let Some(block) = close {
                this.braced("Err(signal @ Raised::Close) =>", |this| this.block(block));
            }
            if throw.is_none() || close.is_none() {
                this.text.line("Err(signal) => raise!(signal),");
            }
        });
    }

    fn delegate(&self, delegate: &Delegate) -> String {
        let takes = self.signature.sent == Sent::Integer;
        let generator = |generator: String, signature: Signature| match signature.asynchronous {
            _ if !takes || signature.sent != Sent::Nothing => generator,
            true => format!("AsyncGenerator::ignore_sent({generator})"),
            false => format!("Generator::ignore_sent({generator})"),
        };
        let iterator = |iterator: String| {
            if takes { format!("IteratorExt::ignore_sent({iterator}.into_iter())") } else { iterator }
        };
        match delegate {
            Delegate::Call(call) => generator(self.call(call), call.signature),
            Delegate::List(values) => iterator(format!("[{}]", self.list(values))),
            Delegate::Range(end) => iterator(format!("(0..{end}_i64)")),
            Delegate::Slot { slot, signature, borrowed } => {
                generator(format!("{}g{slot}", if *borrowed { "&mut " } else { "" }), *signature)
            }
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
            Expression::Constant(value) => format!("{value}_i64"),
            Expression::Local(local) => format!("x{local}"),
            Expression::Binary(operator, operands) => {
                let [left, right] = operands.each_ref().map(|operand| self.expression(operand));
                format!("modulo({left} {operator} {right})")
            }
            Expression::Sum(values) => format!("modulo([{}].iter().sum())", self.list(values)),
            Expression::Choose(condition, values) => {
                let [then, otherwise] = values.each_ref().map(|value| self.expression(value));
                format!("(if {} {{ {then} }} else {{ {otherwise} }})", self.condition(condition))
            }
            Expression::Yield(value) => format!("yield_!({}).value()", self.expression(value)),
            Expression::From(delegate) => {
                let question = if delegate.is_fallible() { "?" } else { "" };
                format!("yield_from!({}){question}.value()", self.delegate(delegate))
            }
            Expression::Pause(polls) => format!("pause({polls}).await"),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Less(left, right) => {
                format!("({} < {})", self.expression(left), self.expression(right))
            }
            Condition::Even(value) => format!("({} % 2 == 0)", self.expression(value)),
            Condition::And(both) => {
                format!("({} && {})", self.condition(&both[0]), self.condition(&both[1]))
            }
            Condition::Or(both) => {
                format!("({} || {})", self.condition(&both[0]), self.condition(&both[1]))
            }
        }
    }
}
