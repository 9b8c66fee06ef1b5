//! Every rule has a test that names it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rules, each in a few words: G the life of a generator, D delegation, A asynchronous generators, F their delegation, E
/// generator expressions, C context managers.
const RULES: &[(&str, &str)] = &[
    ("G1", "calling moves the arguments in and runs nothing"),
    ("G2", "the attribute makes the generator; a yield belongs to its body"),
    ("G3", "a resumption runs to the next yield and keeps everything"),
    ("G4", "nothing comes after the end, and nothing panics"),
    ("G5", "the return value is delivered once"),
    ("G6", "a return runs destructors as in a plain function"),
    ("G7", "single pass; a part can be consumed"),
    ("G8", "a yield returns to whoever resumed last"),
    ("G9", "a yield of nothing"),
    ("G10", "what is sent is the value of the yield"),
    ("G11", "next needs a nothing to send, and a return type that makes items"),
    ("G12", "send before the start hands the value back"),
    ("G13", "send after the end hands the value back"),
    ("G14", "several yields in one expression, left to right"),
    ("G15", "throw at a yield"),
    ("G16", "throw before the start"),
    ("G17", "throw after the end"),
    ("G18", "no error hits a later resumption"),
    ("G21", "a panic finishes the generator"),
    ("G22", "the end is no error value"),
    ("G24", "no reentrance"),
    ("G25", "close before the start"),
    ("G26", "close at a plain yield"),
    ("G27", "close that is caught, and a return value"),
    ("G28", "close that is ignored"),
    ("G29", "close whose clean-up fails"),
    ("G30", "close after the end"),
    ("G31", "close is no error"),
    ("G32", "drop is prompt"),
    ("G35", "clean-up is innermost first"),
    ("G36", "a for loop drops what it owns"),
    ("G37", "the locals go when the body ends"),
    ("G38", "status"),
    ("G40", "what is printed"),
    ("G42", "no clone"),
    ("G47", "auto traits follow from what is held"),
    ("G49", "recursion is bounded by memory"),
    ("G50", "a yield outside of a generator is an error that says so"),
    ("D1", "the delegate is evaluated once"),
    ("D2", "its values come unchanged"),
    ("D3", "next goes to the innermost"),
    ("D4", "send goes to the innermost"),
    ("D5", "throw goes to the innermost"),
    ("D6", "what it does not catch surfaces"),
    ("D7", "close goes to each, innermost first"),
    ("D8", "a clean-up that fails replaces the close"),
    ("D9", "a delegate that ignores the close"),
    ("D10", "the value of a delegation"),
    ("D12", "what can be a delegate"),
    ("D13", "a delegate goes on from where it is"),
    ("D14", "by value it goes with the delegator, by reference it stays"),
    ("D17", "moving a part of a body into a delegate changes nothing"),
    ("D18", "the innermost is finalized first"),
    ("D22", "an item costs the same at any depth"),
    ("A1", "no runtime is needed"),
    ("A5", "futures do nothing until they are polled"),
    ("A6", "awaits see the caller's own context"),
    ("A7", "none for ever after the end"),
    ("A8", "send"),
    ("A9", "send before the start and after the end"),
    ("A10", "throw, with awaits in its handler"),
    ("A11", "throw before the start"),
    ("A12", "throw after the end"),
    ("A13", "close before the start"),
    ("A14", "close at a plain yield"),
    ("A15", "close that is caught, with awaits"),
    ("A16", "close that is ignored, or fails"),
    ("A17", "close after the end"),
    ("A18", "two operations at once cannot be written"),
    ("A21", "a dropped operation loses nothing"),
    ("A22", "and the next goes on from there"),
    ("A23", "drop is prompt"),
    ("A24", "in the dropper's context"),
    ("A29", "delegation as in a synchronous generator"),
    ("A32", "a yield that is hidden in another future panics cleanly"),
    ("F1", "next through a delegation"),
    ("F2", "send through a delegation"),
    ("F3", "throw through a delegation"),
    ("F4", "close through a delegation"),
    ("F5", "the delegate's value"),
    ("F6", "what can be a delegate"),
    ("F7", "signals that the delegate answers"),
    ("E1", "the first items are evaluated with the expression"),
    ("E2", "everything else when it is asked for"),
    ("E3", "a loop variable is not seen outside"),
    ("E4", "clauses nest from left to right"),
    ("E5", "a condition is tested for each item that reaches it"),
    ("E6", "loop variables can have any pattern"),
    ("E7", "a later clause sees the variables of an earlier one"),
    ("E8", "what is not asked for stays unread"),
    ("C1", "enter runs to the single yield"),
    ("C2", "leaving resumes, and expects the end"),
    ("C3", "no yield is a typed error"),
    ("C4", "so is a second yield"),
    ("C5", "an error of the block is thrown in at the yield"),
    ("C6", "it may be suppressed"),
    ("C7", "or replaced"),
];

fn is_rule(word: &str) -> bool {
    let (letter, number) = word.split_at(1.min(word.len()));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    // Not the types `f32` and `f64`.
    is_number && (matches!(letter, "G" | "D" | "A" | "E" | "C") || letter == "F" && number.len() == 1)
}

/// The ids that a text names: alone, in the name of a function, or as a range ("A10 to A17").
fn named(text: &str) -> BTreeSet<String> {
    let words: Vec<String> = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_uppercase)
        .collect();
    let mut ids: BTreeSet<String> = words.iter().filter(|word| is_rule(word)).cloned().collect();
    for range in words.windows(3) {
        if let [first, to, last] = range {
            if to == "TO" && is_rule(first) && is_rule(last) && first[..1] == last[..1] {
                let number = |id: &str| id[1..].parse::<u32>().unwrap();
                let between = (number(first)..=number(last)).map(|number| format!("{}{number}", &first[..1]));
                ids.extend(between.filter(|id| RULES.iter().any(|(known, _)| known == id)));
            }
        }
    }
    ids
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("rules.rs") {
            into.push(path);
        }
    }
}

/// Wrong if a rule had no test, or a test named a rule that is none.
#[test]
#[cfg_attr(miri, ignore = "reads the sources, and Miri keeps programs from files; it runs nothing of ours")]
fn every_rule_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in [root.join("tests"), root.join("../ui-tests/ui"), root.join("../runtime/src")] {
        sources(&folder, &mut files);
    }
    assert!(files.len() > 30, "the tests were not found");
    let named: BTreeSet<String> = files
        .iter()
        .filter(|path| !path.starts_with(root.join("../runtime")) || path.ends_with("tests.rs"))
        .flat_map(|path| named(&fs::read_to_string(path).unwrap()))
        .collect();
    let untested: Vec<_> = RULES.iter().filter(|(id, _)| !named.contains(*id)).collect();
    assert!(untested.is_empty(), "no test names {untested:?}");
    let unknown: Vec<_> = named.iter().filter(|id| RULES.iter().all(|(known, _)| known != id)).collect();
    assert!(unknown.is_empty(), "there are no rules {unknown:?}");
}

/// Wrong if the check above could not fail.
#[test]
fn ids_are_found() {
    assert_eq!(named("fn a8_a9_send() {} // G5, and A10 to A12; not GB, A or 12").len(), 6);
    assert!(named("Gen<u32> f64 a").is_empty());
}
