//! What programs look like in both languages.

use std::collections::BTreeMap;

use genfn_differential::choices::Choices;
use genfn_differential::run::Source;
use genfn_differential::shrink::shrink;
use genfn_differential::tree::{
    Call, Delegate, Expression, Form, Function, Operation, Program, Script, Sent, Signature, Statement,
    Suspension,
};

const SIGNATURE: Signature = Signature {
    asynchronous: false,
    form: Form::Owned,
    sent: Sent::Integer,
    returns_value: true,
    fallible: false,
};

fn program(signature: Signature, body: Vec<Statement>, operation: Operation) -> Source {
    let functions = BTreeMap::from([(0, Function { signature, body })]);
    let scripts = vec![Script { argument: 7, operations: vec![operation] }];
    Source::from(&Program { functions, answers_close: true, scripts })
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

#[track_caller]
fn assert_lines(text: &str, expected: &str) {
    assert_eq!(lines(text), lines(expected.trim_start_matches('\n')), "{text}");
}

/// Wrong if a signal were caught elsewhere than at the suspension: the operand is evaluated before it.
#[test]
fn a_yield_with_both_answers() {
    let body = vec![Statement::Suspend {
        target: 1,
        suspension: Suspension::Yield(Expression::Yield(Box::new(Expression::Local(0)))),
        throw: Some(vec![Statement::Raise(Some(Expression::Constant(3)))]),
        close: Some(vec![Statement::Return(Some(Expression::Local(1)))]),
    }];
    let source = program(SIGNATURE, body, Operation::Send(4));
    assert_lines(
        &source.python,
        r#"
def f0(x0, depth):
    x1 = x2 = 0
    if exhausted(depth):
        return -3
        yield
    operand = value((yield x0))
    try:
        x1 = value((yield operand))
    except Thrown as error:
        x1 = error.value
        raise Thrown(3)
    except GeneratorExit:
        return x1
    return x0
def program():
    yield f0(7, 3), [
        ("send 4", send, 4),
    ]
"#,
    );
    assert_lines(
        &source.rust,
        r#"
#[generator]
fn f0(mut x0: i64, depth: i64) -> Gen<i64, i64, i64, i64> {
    let mut x1 = 0_i64;
    let mut x2 = 0_i64;
    if exhausted(depth) {
        return -3;
    }
    match try_yield!(yield_!(x0).value()) {
        Ok(value) => x1 = value.value(),
        Err(Raised::Throw(error)) => {
            let signal = Raised::Throw(error);
            x1 = error;
            raise!(Raised::Throw(3_i64));
        }
        Err(signal @ Raised::Close) => {
            return x1;
        }
    }
    return x0;
}
pub fn program() {
    begin();
    {
        let mut root = f0(7, 3);
        let root: &mut (dyn Generator<Yield = i64, Send = i64, Return = i64, Throw = i64>) = &mut root;
        note("send 4", synchronous::send(&mut *root, 4), root.status());
    }
    dropped();
}
"#,
    );
}

/// Wrong if a delegation of an asynchronous generator did anything else in Python than PEP 380 spells out.
#[test]
fn a_delegation_of_an_asynchronous_generator() {
    let signature = Signature {
        asynchronous: true,
        returns_value: false,
        fallible: true,
        sent: Sent::Nothing,
        ..SIGNATURE
    };
    let call = Call { function: 0, signature, argument: Expression::Pause(2) };
    let body = vec![Statement::Guard(
        5,
        vec![Statement::Suspend {
            target: 2,
            suspension: Suspension::From(Delegate::Call(call)),
            throw: None,
            close: None,
        }],
    )];
    let source = program(signature, body, Operation::Next);
    assert_lines(
        &source.python,
        r#"
async def f0(x0, depth):
    x1 = x2 = 0
    if exhausted(depth):
        return
        yield
    try:
        delegate = f0((await pause(2)), depth - 1)
        step = delegate.__anext__
        while True:
            try:
                item = await step()
            except StopAsyncIteration:
                x2 = -1
                break
            try:
                sent = yield item
            except GeneratorExit:
                await delegate.aclose()
                raise
            except Thrown as error:
                step = functools.partial(delegate.athrow, error)
            else:
                step = functools.partial(delegate.asend, sent)
    finally:
        log(-5)
    return
def program():
    yield f0(7, 3), [
        ("next", anext_),
    ]
"#,
    );
    assert_lines(
        &source.rust,
        r#"
#[async_generator]
async fn f0(mut x0: i64, depth: i64) -> AsyncGen<i64, (), Result<(), i64>, i64> {
    let mut x1 = 0_i64;
    let mut x2 = 0_i64;
    if exhausted(depth) {
        return Ok(());
    }
    {
        let _guard = Guard(5);
        x2 = yield_from!(f0(pause(2).await, depth - 1))?.value();
    }
    return Ok(());
}
pub fn program() {
    begin();
    {
        let mut root = f0(7, 3);
        let root: &mut (dyn AsyncGenerator<Yield = i64, Send = (), Return = Result<(), i64>, Throw = i64> + Unpin) = &mut root;
        note("next", finish(anext(&mut *root)), root.status());
    }
    dropped();
}
"#,
    );
}

/// Wrong if a seed made one program today and another one tomorrow, or its choices did not make it again.
#[test]
fn choices_make_the_same_program_again() {
    for seed in 0..100 {
        let (program, record) = Program::make(Choices::random(seed));
        assert_eq!(Program::make(Choices::random(seed)).0, program);
        assert_eq!(Program::make(Choices::given(record.values().to_vec())), (program, record));
    }
}

/// Wrong if something were left in a program that its failure does not need.
#[test]
fn a_failing_program_is_made_small() {
    let length = |source: &Source| source.python.lines().count();
    let fails =
        |source: &Source| source.python.contains("raise Thrown") && source.python.contains("finally:");
    let large = |program: &Program| {
        let source = program.into();
        fails(&source) && length(&source) > 120
    };
    let mut programs = (0..).map(|seed| Program::make(Choices::random(seed)));
    let (_, record) = programs.find(|(program, _)| large(program)).expect("one of them");
    let check = |sources: &[Source]| Ok::<_, ()>(sources.iter().map(fails).collect());
    let program = shrink(record, check).expect("no failure to check");
    let source = Source::from(&program);
    assert!(fails(&source) && length(&source) <= 40, "{}", source.python);
}
