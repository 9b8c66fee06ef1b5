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
    assert!(compared.cases >= 95 && compared.ours >= 70 && compared.errors > compared.ours, "{compared:?}");
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

/// Wrong if what a message says, or what it points at, was something of the internals. (What the compiler adds about
/// where a bound was declared is not ours to word.)
#[test]
fn no_message_shows_internals() {
    let mut messages = 0;
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
                let said = text.lines().filter(|line| line.starts_with("error") || line.contains('^'));
                for line in said.take_while(|line| !line.contains("required by")) {
                    for internal in ["__private", "machinery", "Movable", "Target", "Bridge", "Token"] {
                        assert!(!line.contains(internal), "{} shows `{internal}`: {line}", path.display());
                    }
                }
            }
        }
    }
    assert!(messages >= 25, "only {messages} messages were checked");
}
