//! Runs every example. Wrong if one fails, prints something else than it should, or takes a bad argument for a good one.

use std::collections::HashSet;
use std::fs;
use std::process::{Command, Output};

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).env("RUST_BACKTRACE", "0").output().unwrap()
}

/// What a program prints that ends well.
fn printed(program: &str, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = run(program, arguments);
    assert!(status.success(), "{status}\n{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

/// What a program complains of that ends with this exit code.
fn complaint(program: &str, arguments: &[&str], code: i32) -> String {
    let Output { status, stdout, stderr } = run(program, arguments);
    assert_eq!(status.code(), Some(code), "{}", String::from_utf8_lossy(&stdout));
    String::from_utf8(stderr).unwrap()
}

/// Lines in this order, whatever is between them.
#[track_caller]
fn assert_lines(text: &str, expected: &[&str]) {
    let mut lines = text.lines();
    for line in expected {
        assert!(
            lines.any(|found| found.contains(line)),
            "`{line}` is missing, or in another place, in\n{text}"
        );
    }
}

macro_rules! program {
    ($name:literal) => {
        env!(concat!("CARGO_BIN_EXE_", $name))
    };
}

#[test]
fn lazy() {
    let text = printed(program!("lazy"), &["5000"]);
    assert_lines(
        &text,
        &[
            "First call:",
            "Start execution",
            "Some(1)",
            "Second call:",
            "Continue execution",
            "Some(2)",
            "Third call:",
            "End execution",
            "Some(3)",
            "Fourth call: None",
            "The sum of 5000 numbers",
            "list: at most",
            "generator: at most",
            "The sum of 5000 squares",
            "list: at most 40000 bytes, allocations: 1",
            "generator: at most",
            "0",
            "1",
            "2",
            "3",
            "4",
        ],
    );
    assert_eq!(
        text.matches("allocations: 1\n").count(),
        3,
        "both generators, and the list of known length: {text}"
    );
    assert!(complaint(program!("lazy"), &["many"], 2).contains("invalid value 'many' for '[COUNT]'"));
}

#[test]
fn two_way() {
    let text = printed(program!("two_way"), &["2"]);
    let expected = "\
Generator started
Please send data
Received: hello
Send more data
Received: world
Done

Processing value: 10
Processing value: 20
Exception occurred: test exception
Coroutine closed

[producer] Produced 1...
[consumer] Starting to consume 1...
[producer] Consumer return: 1 consumed
[producer] Produced 2...
[consumer] Starting to consume 2...
[producer] Consumer return: 2 consumed

counter(Created)
generator start
result of start = Some(1)
value of the yield expression = 666
result of send = Some(2)

[CONSUMER] start
start
[PRODUCER] Producer is producing 1
[CONSUMER] Consumer is consuming 1
[PRODUCER] Consumer return: 200 ok
[PRODUCER] Producer is producing 2
[CONSUMER] Consumer is consuming 2
[PRODUCER] Consumer return: 200 ok
[PRODUCER] Producer is producing 3
[CONSUMER] Consumer is consuming 3
[PRODUCER] Consumer return: 200 ok
";
    assert_eq!(text, expected);
    assert!(complaint(program!("two_way"), &["51"], 2).contains("51 is not in 0..=50"));
}

#[test]
fn delegation() {
    assert_eq!(printed(program!("delegation"), &[]), "1 2 3 4 5 6 7 8 9 10 Done\n\nStart\n0\n1\n2\nEnd\n");
    assert!(complaint(program!("delegation"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn coroutines() {
    let computed = "\nstart\nCompute 1 + 2 ...\n1 + 2 = 3\nend\n";
    let expected =
        format!("the old coroutine gave Complete(7)\nthe modern coroutine gave 7\n{computed}{computed}");
    assert_eq!(printed(program!("coroutines"), &[]), expected);
    assert!(complaint(program!("coroutines"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn tasks() {
    assert_lines(
        &printed(program!("tasks"), &["--jump"]), // so that the machine's load does not decide about the order
        &[
            "Hello",
            "World",
            "Results: Done: Hello, Done: World; after",
            "World",
            "Hello",
            "All results: (\"Done: Hello\", \"Done: World\"); after",
            "(1, Err(RecvError(())), 1)",
            "Starting the coroutine",
            "Coroutine completed",
            "start coro1",
            "start coro2",
            "end coro2",
            "end coro1",
            "wait 1 second",
            "set_result",
            "data",
        ],
    );
    assert!(complaint(program!("tasks"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn async_generators() {
    let expected = "\
1
2
3
4

Received: 0
Received: 1
Received: 2

From another generator: [0, 1, 2]

Sent 10, the total is 10
Sent 20, the total is 30
";
    assert_eq!(printed(program!("async_generators"), &[]), expected);
    assert!(complaint(program!("async_generators"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn requests() {
    assert_lines(
        &printed(program!("requests"), &["4"]),
        &[
            "/delay/1: 19 bytes",
            "/delay/2: 19 bytes",
            "/delay/3: 19 bytes",
            "operation timed out",
            ": error - error sending request",
            "Sync time: ",
            "Async time: ",
            "Speedup: ",
        ],
    );
    assert!(complaint(program!("requests"), &["0"], 2).contains("0 is not in 1..=100"));
}

#[test]
fn files() {
    let (first, second) = ("Hello, async world!\n", "This is async file IO.\n");
    let written = format!("File content:\n{first}{second}Line: {first}Line: {second}");
    assert_eq!(printed(program!("files"), &[]), written);

    let other = tempfile::NamedTempFile::new().unwrap();
    fs::write(&other, "one\ntwo\n").unwrap();
    let path = other.path().to_str().unwrap();
    assert_eq!(printed(program!("files"), &[path]), format!("{written}one\ntwo\n"));

    let missing = format!("{path}.missing");
    assert!(complaint(program!("files"), &[&missing], 1).contains(&format!("cannot read {missing}")));
}

#[test]
fn queue() {
    let text = printed(program!("queue"), &["4", "3"]);
    let (mut produced, mut consumed) = (HashSet::new(), HashSet::new());
    for line in text.lines() {
        if let Some((who, item)) = line.split_once(" produced: ") {
            assert!(who.starts_with("Producer ") && produced.insert(item), "{line}");
        } else if let Some((who, item)) = line.split_once(" consumed: ") {
            assert!(who.starts_with("Consumer ") && consumed.insert(item), "{line}");
        }
    }
    assert_eq!(produced.len(), 20);
    assert_eq!(produced, consumed);
    assert_lines(&text, &["20 different products were consumed"]);
    assert!(complaint(program!("queue"), &["3", "0"], 2).contains("0 is not in 1..=20"));
}

#[test]
fn errors() {
    let text = printed(program!("errors"), &["42"]);
    assert_lines(&text, &["Task failed: Random failure", "Final results: [\"", "Task panicked: true"]);
    assert_eq!(text.matches("Task failed").count(), text.matches("\"Failed\"").count());
    let iterated = "
1
Error in generator: Even numbers are not allowed.
3
Error in generator: Even numbers are not allowed.
Error in generator: This one comes from outside.
Error in generator: Even numbers are not allowed.
";
    assert!(text.ends_with(iterated), "{text}");
    assert_eq!(printed(program!("errors"), &["42"]), text, "the seed decides");
    assert!(complaint(program!("errors"), &["-1"], 2).contains("unexpected argument '-1'"));
}

#[test]
fn blocking() {
    assert_lines(
        &printed(program!("blocking"), &["2"]),
        &[
            "answered after 2 s, while a clock ticked",
            "12 answers through a buffer, ",
            "12 answers with a semaphore, ",
        ],
    );
    assert!(complaint(program!("blocking"), &["0"], 2).contains("0 is not in 1..=255"));
}

#[test]
fn context() {
    let expected = "\
The file is complete
Line: one
Line: two

The file is complete
Error in the block: there is nothing to write
";
    assert_eq!(printed(program!("context"), &[]), expected);
    assert!(complaint(program!("context"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn database() {
    let expected = "1975 CLU\n1977 Icon\n1991 Python\n2015 Rust\n4 rows, 2 connections at most\n";
    assert_eq!(printed(program!("database"), &[]), expected);
    for address in ["nonsense", "sqlite:///no/such/folder/a.db", "oracle://localhost"] {
        assert!(complaint(program!("database"), &[address], 1).contains("cannot connect to the database"));
    }
}

#[test]
fn debugging() {
    assert_lines(
        &printed(program!("debugging"), &[]),
        &[
            "DEBUG debug_coroutine: debugging: Coroutine start",
            "DEBUG debug_coroutine: debugging: First step done",
            "DEBUG debug_coroutine: debugging: Second step done",
            "Finished",
            "DEBUG next{generator=steps(Created)}: debugging: Generator start",
            "steps(Suspended",
            "DEBUG next{generator=steps(Suspended",
            "DEBUG next{generator=async_steps(Created)}: debugging: Generator start",
            "DEBUG next{generator=async_steps(Created)}: debugging: First step done",
            "DEBUG next{generator=async_steps(Suspended",
            "async_steps(Finished)",
        ],
    );
    assert!(complaint(program!("debugging"), &["x"], 2).contains("unexpected argument 'x'"));
}

#[test]
fn pitfalls() {
    assert_lines(
        &printed(program!("pitfalls"), &[]),
        &[
            "error: use of a disallowed method `std::thread::sleep`",
            "error: unused implementer of `std::future::Future` that must be used",
            "error[E0369]: cannot add `{integer}` to `impl std::future::Future<Output = u32>`",
            "error: unused `genfn::Gen` that must be used",
            "Two that block the event loop: ",
            "Two that wait: ",
        ],
    );
    assert!(complaint(program!("pitfalls"), &["x"], 2).contains("unexpected argument 'x'"));
}
