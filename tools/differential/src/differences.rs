//! Where this crate differs from CPython on purpose. The random programs keep clear of these rules.

use crate::run::Source;

/// A program that does something else in Python.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    /// The rules, and what differs.
    pub name: &'static str,
    /// The program in Rust.
    pub rust: &'static str,
    /// What it logs.
    pub rust_trace: &'static [&'static str],
    /// The program in Python.
    pub python: &'static str,
    /// What it logs.
    pub python_trace: &'static [&'static str],
}

impl From<&Difference> for Source {
    fn from(difference: &Difference) -> Self {
        Self { rust: difference.rust.to_string(), python: difference.python.to_string() }
    }
}

/// What the delegation to a generator that waits for a sent value panics with.
const WAITS_FOR_SENT: &str = "panicked: `yield_from!` of a generator that waits for a sent value: its sent type has no \
     \"nothing\", so it cannot be asked to go on; delegate to it before it is started, or make the sent type an `Option`";

/// All of them.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        name: "g12_nothing_that_is_sent_starts_a_generator",
        rust: r"
#[generator]
fn body() -> Gen<i64, Option<i64>, (), i64> {
    yield_!(1);
}
pub fn program() {
    log(synchronous::send(&mut body(), None));
}
",
        rust_trace: &["refused"],
        python: r"
def body():
    yield 1
def program():
    log(send(body(), None))
    return []
",
        python_trace: &["yielded 1"],
    },
    Difference {
        name: "g15_a_throw_is_not_turned_into_a_close",
        rust: r"
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    if try_yield!(1).is_err() {
        raise!(Raised::Close);
    }
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::throw(&mut generator, 5));
}
",
        rust_trace: &[
            "yielded 1",
            "panicked: `raise!(Raised::Close)` in answer to a throw: raise an error, or return",
        ],
        python: r"
def body():
    try:
        yield 1
    except Thrown:
        raise GeneratorExit
def program():
    generator = body()
    log(start(generator))
    try:
        throw(generator, 5)
    except GeneratorExit:
        log('GeneratorExit')
    return []
",
        python_trace: &["yielded 1", "GeneratorExit"],
    },
    Difference {
        name: "g18_no_error_waits_behind_a_yield",
        rust: r"
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    if let Err(signal) = try_yield!(1) {
        yield_!(2);
        raise!(signal);
    }
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::throw(&mut generator, 5));
    log(next(&mut generator));
}
",
        rust_trace: &[
            "yielded 1",
            "yielded 2",
            "panicked: `raise!` outside of a throw or close: it can only answer one, before the next yield",
        ],
        python: r"
def body():
    try:
        yield 1
    finally:
        yield 2
def program():
    generator = body()
    log(start(generator))
    log(throw(generator, 5))
    log(next_(generator))
    return []
",
        python_trace: &["yielded 1", "yielded 2", "raised 5"],
    },
    Difference {
        name: "g28_a_generator_that_ignores_a_close_has_ended",
        rust: r#"
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    let _guard = Guard(1);
    if try_yield!(1).is_err() {
        yield_!(2);
    }
    yield_!(3);
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(format!("{:?}", generator.close().map_err(|error| matches!(error, genfn::CloseError::Yielded(2)))));
    log(next(&mut generator));
}
"#,
        rust_trace: &["yielded 1", "-1", "Err(true)", "finished"],
        python: r"
def body():
    try:
        try:
            yield 1
        except GeneratorExit:
            yield 2
        yield 3
    finally:
        log(-1)
def program():
    generator = body()
    log(start(generator))
    try:
        generator.close()
    except RuntimeError as error:
        log(error)
    log(next_(generator))
    ignored.append(generator)
    return []
",
        python_trace: &["yielded 1", "generator ignored GeneratorExit", "yielded 3"],
    },
    Difference {
        name: "g32_a_drop_gives_no_chance_to_answer",
        rust: r#"
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    let _guard = Guard(1);
    if try_yield!(1).is_err() {
        log("closed".to_string());
    }
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    drop(generator);
}
"#,
        rust_trace: &["yielded 1", "-1"],
        python: r"
def body():
    try:
        yield 1
    except GeneratorExit:
        log('closed')
    finally:
        log(-1)
def program():
    generator = body()
    log(start(generator))
    del generator
    return []
",
        python_trace: &["yielded 1", "closed", "-1"],
    },
    Difference {
        name: "d4_what_is_sent_to_an_iterator_is_dropped",
        rust: r"
#[generator]
fn body() -> Gen<i64, Option<i64>, (), i64> {
    yield_from!([1, 2]);
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::send(&mut generator, Some(5)));
}
",
        rust_trace: &["yielded 1", "yielded 2"],
        python: r"
def body():
    yield from [1, 2]
def program():
    generator = body()
    log(start(generator))
    try:
        send(generator, 5)
    except AttributeError as error:
        log(error)
    return []
",
        python_trace: &["yielded 1", "'list_iterator' object has no attribute 'send'"],
    },
    Difference {
        name: "d6_a_delegate_with_other_errors_is_closed",
        rust: r#"
#[generator]
fn delegate() -> Gen<i64, (), (), u8> {
    match try_yield!(1) {
        Ok(()) => {}
        Err(Raised::Throw(_)) => yield_!(2),
        Err(Raised::Close) => log("closed".to_string()),
    }
}
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    yield_from!(delegate());
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::throw(&mut generator, 5));
}
"#,
        rust_trace: &["yielded 1", "closed", "raised 5"],
        python: r"
def delegate():
    try:
        yield 1
    except Thrown:
        yield 2
    except GeneratorExit:
        log('closed')
def body():
    yield from delegate()
def program():
    generator = body()
    log(start(generator))
    log(throw(generator, 5))
    ignored.append(generator)
    return []
",
        python_trace: &["yielded 1", "yielded 2"],
    },
    Difference {
        name: "d7_d14_a_borrowed_delegate_is_not_closed",
        rust: r"
#[generator]
fn delegate() -> Gen<i64, (), (), i64> {
    yield_!(1);
    yield_!(2);
}
#[generator]
fn body(delegate: &mut impl Generator<Yield = i64, Send = (), Return = (), Throw = i64>) -> Gen<i64, (), (), i64> {
    yield_from!(delegate);
}
pub fn program() {
    let mut delegate = delegate();
    let mut generator = body(&mut delegate);
    log(synchronous::start(&mut generator));
    log(synchronous::close(&mut generator));
    drop(generator);
    log(next(&mut delegate));
}
",
        rust_trace: &["yielded 1", "closed", "yielded 2"],
        python: r"
def delegate():
    yield 1
    yield 2
def body(delegate):
    yield from delegate
def program():
    held = delegate()
    generator = body(held)
    log(start(generator))
    log(close(generator))
    log(next_(held))
    return []
",
        python_trace: &["yielded 1", "closed", "finished"],
    },
    Difference {
        name: "d7_an_error_that_is_returned_on_a_close_is_dropped",
        rust: r"
#[generator]
fn delegate() -> Gen<i64, (), Result<(), i64>, i64> {
    if try_yield!(1).is_err() {
        return Err(5);
    }
    Ok(())
}
#[generator]
fn body() -> Gen<i64, (), Result<(), i64>, i64> {
    yield_from!(delegate())
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::close(&mut generator));
}
",
        rust_trace: &["yielded 1", "closed"],
        python: r"
def delegate():
    try:
        yield 1
    except GeneratorExit:
        raise Thrown(5)
def body():
    yield from delegate()
def program():
    generator = body()
    log(start(generator))
    log(close(generator))
    return []
",
        python_trace: &["yielded 1", "raised 5"],
    },
    Difference {
        name: "d9_a_delegator_has_no_say_when_its_delegate_ignores_a_close",
        rust: r#"
#[generator]
fn delegate() -> Gen<i64, (), (), i64> {
    if try_yield!(1).is_err() {
        yield_!(2);
    }
}
#[generator]
fn body() -> Gen<i64, (), (), i64> {
    if try_yield_from!(delegate()).is_err() {
        log("caught".to_string());
    }
}
pub fn program() {
    let mut generator = body();
    log(synchronous::start(&mut generator));
    log(synchronous::close(&mut generator));
}
"#,
        rust_trace: &["yielded 1", "ignored"],
        python: r"
def delegate():
    try:
        yield 1
    except GeneratorExit:
        yield 2
def body():
    held = delegate()
    ignored.append(held)
    try:
        yield from held
    except RuntimeError:
        log('caught')
def program():
    generator = body()
    log(start(generator))
    log(close(generator))
    return []
",
        python_trace: &["yielded 1", "caught", "returned None"],
    },
    Difference {
        name: "d13_a_return_value_that_was_taken_is_not_made_up",
        rust: r"
#[generator]
fn delegate() -> Gen<i64, (), i64, i64> {
    5
}
#[generator]
fn body() -> Gen<i64, (), i64, i64> {
    let mut delegate = delegate();
    log(synchronous::start(&mut delegate));
    yield_from!(delegate)
}
pub fn program() {
    log(synchronous::start(&mut body()));
}
",
        rust_trace: &[
            "returned 5",
            "panicked: `yield_from!` of a generator that has ended and whose return value was taken: there is no value to go on with",
        ],
        python: r"
def delegate():
    return 5
    yield
def body():
    held = delegate()
    log(start(held))
    return (yield from held)
def program():
    log(start(body()))
    return []
",
        python_trace: &["returned 5", "returned None"],
    },
    Difference {
        name: "d13_a_sent_value_is_not_made_up",
        rust: r"
#[generator]
fn delegate() -> Gen<i64, i64, i64, i64> {
    yield_!(1)
}
#[generator]
fn body() -> Gen<i64, i64, i64, i64> {
    let mut delegate = delegate();
    log(synchronous::start(&mut delegate));
    yield_from!(delegate)
}
pub fn program() {
    log(synchronous::start(&mut body()));
}
",
        rust_trace: &["yielded 1", WAITS_FOR_SENT],
        python: r"
def delegate():
    return (yield 1)
def body():
    held = delegate()
    log(start(held))
    return (yield from held)
def program():
    log(start(body()))
    return []
",
        python_trace: &["yielded 1", "returned None"],
    },
    Difference {
        name: "a12_an_error_thrown_after_the_end_comes_back",
        rust: r"
#[async_generator]
async fn body() -> AsyncGen<i64, (), (), i64> {}
pub fn program() {
    let mut generator = body();
    log(finish(asynchronous::start(&mut generator)));
    log(finish(asynchronous::throw(&mut generator, 5)));
}
",
        rust_trace: &["returned None, 0 pending", "raised 5, 0 pending"],
        python: r"
async def body():
    return
    yield
def program():
    generator = body()
    log(finish(astart(generator)))
    try:
        generator.athrow(Thrown(5)).send(None)
    except StopIteration as end:
        log(end.value)
    return []
",
        python_trace: &["returned None, 0 pending", "None"],
    },
    Difference {
        name: "a21_a22_an_operation_left_in_mid_await_is_not_lost",
        rust: r#"
#[async_generator]
async fn body() -> AsyncGen<i64, (), (), i64> {
    let _guard = Guard(1);
    pause(1).await;
    yield_!(1);
}
pub fn program() {
    let mut generator = body();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    log(format!("{:?}", std::pin::pin!(generator.next()).poll(&mut context)));
    log(format!("{:?}", generator.status()));
    log(finish(anext(&mut generator)));
}
"#,
        rust_trace: &["Pending", "Awaiting", "yielded 1, 0 pending", "-1"],
        python: r"
async def body():
    try:
        await pause(1)
        yield 1
    finally:
        log(-1)
def program():
    generator = body()
    generator.__anext__().send(None)
    log('Pending')
    log(status(generator))
    try:
        generator.__anext__().send(None)
    except RuntimeError as error:
        log(error)
    ignored.append(generator)
    return []
",
        python_trace: &["Pending", "suspended", "anext(): asynchronous generator is already running"],
    },
];
