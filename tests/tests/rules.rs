//! Every rule of the guide has a test that names it, and the documentation links to each rule that it cites.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The page of the guide that is the table of the rules.
const PAGE: &str = include_str!("../../runtime/guide/rules.md");

/// The ids on the page: G the life of a generator, D delegation, A asynchronous generators, F their delegation, E generator
/// expressions, C context managers, L lending.
fn rules() -> Vec<&'static str> {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| <a id=\""));
    rows.map(|row| {
        let (anchor, row) = row.split_once("\"></a>").expect("the end of the anchor");
        let (id, rule) = row.split_once(" | ").expect("the end of the id");
        assert_eq!(anchor, id.to_lowercase(), "the anchor of {id}");
        assert!(rule.ends_with(". |"), "the rule {id} is no sentence");
        id
    })
    .collect()
}

fn is_rule(word: &str) -> bool {
    let (letter, number) = word.split_at(1.min(word.len()));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    // Not the types `f32` and `f64`.
    is_number && (matches!(letter, "G" | "D" | "A" | "E" | "C" | "L") || letter == "F" && number.len() == 1)
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
                ids.extend(between.filter(|id| rules().contains(&id.as_str())));
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
    let rules = rules();
    let untested: Vec<_> = rules.iter().filter(|id| !named.contains(**id)).collect();
    assert!(untested.is_empty(), "no test names {untested:?}");
    let unknown: Vec<_> = named.iter().filter(|id| !rules.contains(&id.as_str())).collect();
    assert!(unknown.is_empty(), "there are no rules {unknown:?}");
}

/// Wrong if the check above could not fail.
#[test]
fn ids_are_found() {
    assert_eq!(named("fn a8_a9_send() {} // G5, and A10 to A12; not GB, A or 12").len(), 6);
    assert!(named("Gen<u32> f64 a").is_empty());
}

/// The documentation in a source file, or in a page: without its code blocks.
fn documentation(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let is_page = path.extension().is_some_and(|extension| extension == "md");
    let lines = text.lines().filter_map(|line| {
        let line = line.trim_start();
        if is_page {
            Some(line)
        } else {
            line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).map(str::trim)
        }
    });
    let mut in_code = false;
    let prose = lines.filter(|line| {
        let is_fence = line.starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    prose.collect::<Vec<_>>().join("\n")
}

/// Takes the links to rules out of a text; gives what is left, and each link's label and anchor.
fn without_links(text: &str) -> (String, Vec<(&str, &str)>) {
    let mut pieces = text.split("guide::rules#").flat_map(|piece| piece.split("guide/rules/index.html#"));
    let mut before = pieces.next().expect("the first piece");
    let (mut rest, mut links) = (String::new(), Vec::new());
    for piece in pieces {
        let (anchor, after) = piece.split_once(')').expect("the end of a link to a rule");
        let start = before.rfind('[').expect("the start of a link to a rule");
        let (label, _) = before[start + 1..].split_once("](").expect("the label of a link to a rule");
        rest.push_str(&before[..start]);
        links.push((label, anchor));
        before = after;
    }
    rest.push_str(before);
    (rest, links)
}

/// Wrong if a reader met an id of a rule without a link to it, or the link led nowhere or to another rule.
#[test]
#[cfg_attr(miri, ignore = "reads the sources, and Miri keeps programs from files; it runs nothing of ours")]
fn every_citation_is_a_link() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![root.join("README.md")];
    for folder in ["runtime/src", "macros/src"] {
        sources(&root.join(folder), &mut files);
    }
    files.retain(|path| !path.ends_with("tests.rs"));
    let pages = fs::read_dir(root.join("runtime/guide")).unwrap().map(|entry| entry.unwrap().path());
    files.extend(pages.filter(|page| !page.ends_with("rules.md")));
    let rules = rules();
    let mut count = 0;
    for path in files {
        let text = documentation(&path);
        assert!(!text.contains("(trap"), "{}: there is no list of traps", path.display());
        let (rest, links) = without_links(&text);
        let bare: Vec<_> = named(&rest).into_iter().filter(|id| rules.contains(&id.as_str())).collect();
        assert!(bare.is_empty(), "{}: no link to the rules {bare:?}", path.display());
        for (label, anchor) in &links {
            assert!(rules.contains(label), "{}: there is no rule {label}", path.display());
            assert_eq!(label.to_lowercase(), *anchor, "{}", path.display());
        }
        count += links.len();
    }
    assert!(count > 50, "the citations were not found");
}

/// Wrong if a link between two rules led nowhere.
#[test]
#[cfg_attr(miri, ignore = "reads a text; it runs nothing of ours")]
fn rules_refer_to_rules() {
    let targets: Vec<_> = PAGE.split("](#").skip(1).filter_map(|after| after.split(')').next()).collect();
    assert!(targets.len() > 10, "the links were not found");
    for target in targets {
        let heading = PAGE.lines().any(|line| {
            line.strip_prefix("## ").is_some_and(|title| title.to_lowercase().replace(' ', "-") == target)
        });
        assert!(heading || rules().contains(&target.to_uppercase().as_str()), "#{target} leads nowhere");
    }
}

/// Wrong if the check of citations could not fail.
#[test]
fn links_are_found() {
    let (rest, links) = without_links("see [G5](crate::guide::rules#g5), and rule G6");
    assert_eq!((rest.as_str(), links.as_slice()), ("see , and rule G6", &[("G5", "g5")][..]));
}
