//! The error messages. Wrong if one changed without being read, or if what must not compile does.

use std::collections::BTreeSet;
use std::fs;

use genfn_ui_tests::{Compiler, THEIR_WORDS, compare, compare_texts, headings};

fn compiler() -> Compiler {
    Compiler::rustc(env!("CARGO_MANIFEST_DIR"), &["async_trait", "futures", "genfn", "tokio", "tracing"])
}

/// The exact texts are those of one version of the compiler, so they are compared with that one only. With any other, this
/// says so, and each case must still fail to compile, with each of its errors at the recorded line. A headline in our words
/// must still be the same: one from `compile_error!` to the letter, one from `on_unimplemented` but for what is between
/// backticks, which may be a type that the compiler writes in. Of an error in the compiler's words only the place is
/// compared, and a name of ours that says what is wrong.
///
/// Wrong if a message changed without being read, if what must not compile does, or if a newer compiler or the component
/// `rust-src` makes a difference.
#[test]
fn ui() {
    let compared = compare(&compiler(), "ui");
    assert!(compared.cases >= 220 && compared.ours >= 100 && compared.errors > compared.ours, "{compared:?}");
}

/// The cases in `wrong` are those that the comparison must refuse, on any version.
///
/// Wrong if the comparison with another version than the recorded one passed whatever the compiler says.
#[test]
fn less_is_not_nothing() {
    let compared = compare_texts(&compiler(), "wrong", false);
    let refused = [
        ("compiles.rs", "it compiles"),
        ("no_program.stderr", "there is no such program"),
        ("nothing_recorded.rs", "no error is recorded"),
        ("one_of_two.rs", "there is no error at wrong/one_of_two.rs:6 with any words"),
        ("other_line.rs", "there is no error at wrong/other_line.rs:6 with these words"),
        ("other_name.rs", "there is no error at wrong/other_name.rs:3 that names"),
        ("other_words.rs", "there is no error at wrong/other_words.rs:5 with these words"),
        (
            "other_words_around_a_type.rs",
            "there is no error at wrong/other_words_around_a_type.rs:6 with these words",
        ),
        ("recorded_elsewhere.rs", "it is recorded at no line of the program"),
    ];
    for (file, why) in refused {
        let is_this = |fault: &&String| fault.contains(&format!("{file}: ")) && fault.contains(why);
        assert!(compared.faults.iter().any(|fault| is_this(&fault)), "{file}: {why}\n{:#?}", compared.faults);
    }
    assert_eq!(compared.faults.len(), refused.len(), "{:#?}", compared.faults);
}

/// Wrong if the list of the compiler's words has some that no recorded message has: they could hide a message of ours.
#[test]
fn their_words_are_in_use() {
    let mut used = BTreeSet::new();
    for text in texts("ui").chain(texts("../examples/python/pitfalls")) {
        for heading in headings(&text).iter().filter(|heading| matches!(&*heading.code, "" | "E0277")) {
            used.extend(THEIR_WORDS.iter().filter(|words| heading.words.contains(**words)));
        }
    }
    assert_eq!(used, THEIR_WORDS.iter().collect());
}

/// The recorded texts in the folders of a folder.
fn texts(folder: &str) -> impl Iterator<Item = String> {
    let folders =
        fs::read_dir(folder).unwrap().map(|folder| folder.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "stderr"))
        .map(|path| fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Words that mean nothing to a user.
const INTERNALS: [&str; 11] = [
    "__private",
    "machinery",
    "BodyTypes",
    "Bridge",
    "DelegatingBody",
    "DelegatingStreamBlock",
    "Movable",
    "PlainBody",
    "PlainStreamBlock",
    "Target",
    "Token",
];

/// Where the compiler itself writes such a word, and nothing of ours decides about it.
const UNAVOIDABLE: [&str; 6] = [
    // An auto trait is looked for in the body itself; the name of the type of a block has that of its body.
    "within `PlainBody<",
    "PlainStreamBlock<{async block",
    "PlainBody<EndsInError<{async block",
    "the trait `FromGenerator<",
    // Where a bound is declared, and the macro in which it is asked for.
    "note: required by a bound in `genfn::__private::",
    "this error originates in the macro `$crate::__",
];

/// Wrong if a message, a label, a help or a note was about something of the internals. Lines that quote a program, or where one
/// of ours begins, are left out.
#[test]
fn no_message_shows_internals() {
    let (mut messages, mut unavoidable) = (0, BTreeSet::new());
    for folder in fs::read_dir("ui").unwrap() {
        let folder = folder.unwrap().path();
        // Its programs name internals themselves.
        if folder.ends_with("soundness") {
            continue;
        }
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                messages += 1;
                let text = fs::read_to_string(&path).unwrap();
                for line in text.lines().filter(|line| !is_quoted(line)) {
                    let Some(internal) = INTERNALS.iter().find(|internal| line.contains(**internal)) else {
                        continue;
                    };
                    let known = UNAVOIDABLE.iter().find(|known| line.contains(**known));
                    unavoidable.extend(known);
                    assert!(known.is_some(), "{} shows `{internal}`: {line}", path.display());
                }
            }
        }
    }
    assert!(messages >= 200, "only {messages} messages were checked");
    assert_eq!(unavoidable, UNAVOIDABLE.iter().collect(), "what is unavoidable is there");
}

/// Whether the line of a message is one of a program, or says where that is.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    let begins_quoted = line.starts_with(|c: char| c.is_ascii_digit() || c == '|');
    line.starts_with("-->") || begins_quoted && !line.contains('^')
}
