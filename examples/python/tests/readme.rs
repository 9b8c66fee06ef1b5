//! Compares `examples/README.md` with the files that it names. Wrong if the page shows what is not in them.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn page() -> String {
    fs::read_to_string(examples().join("README.md")).unwrap()
}

/// The targets of the links in a text.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// Whether the lines are in the file one after the other, at whatever depth.
fn contains(file: &str, wanted: &[&str]) -> bool {
    let lines: Vec<&str> = file.lines().collect();
    lines.windows(wanted.len()).any(|lines| {
        let mut indents = lines.iter().zip(wanted).map(|(line, wanted)| line.strip_suffix(wanted));
        let first = indents.next().flatten();
        first.is_some_and(|first| first.trim().is_empty() && indents.all(|indent| indent == Some(first)))
    })
}

#[test]
fn a_line_or_its_depth_makes_a_difference() {
    let file = "fn f() {\n    if a {\n        b();\n    }\n}\n";
    assert!(contains(file, &["if a {", "    b();", "}"]));
    assert!(!contains(file, &["if a {", "    c();", "}"]));
    assert!(!contains(file, &["if a {", "b();", "}"]));
    assert!(!contains(file, &["a {"]));
}

/// Every paragraph of every excerpt is in the file above it.
#[test]
fn excerpts() {
    let page = page();
    let mut compared = 0;
    for block in page.split("\n### ").skip(1) {
        let Some((introduction, rest)) = block.split_once("```rust\n") else { continue };
        let heading = introduction.lines().next().unwrap();
        let file = fs::read_to_string(examples().join(links(introduction).next().unwrap())).unwrap();
        let (excerpt, _) = rest.split_once("\n```").unwrap();
        for paragraph in excerpt.split("\n\n") {
            let lines: Vec<&str> = paragraph.lines().collect();
            assert!(
                contains(&file, &lines),
                "{heading}: this is not in the file that it names:\n{paragraph}"
            );
        }
        compared += 1;
    }
    assert_eq!(compared, 37, "all blocks but those of output");
}

/// What the page says that the compiler says is in its message.
#[test]
fn messages() {
    let page = page();
    let mut compared = 0;
    for link in page.split('[').filter_map(|rest| rest.split_once(".stderr)").map(|(link, _)| link)) {
        let (said, path) = link.split_once("](").unwrap();
        let message = fs::read_to_string(examples().join(format!("{path}.stderr"))).unwrap();
        assert!(message.contains(said), "`{said}` is not in {path}.stderr");
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// The blocks of an article are numbered, and as many as it says.
#[test]
fn blocks() {
    let page = page();
    let articles: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert_eq!(articles.len(), 4);
    for article in articles {
        let headings = article.lines().filter_map(|line| line.strip_prefix("### "));
        let mut number = 0;
        for heading in headings {
            number += 1;
            assert!(heading.starts_with(&format!("{number}. ")), "{heading}");
        }
        assert!(article.contains(&format!("\n\n{number} blocks.")), "{number} of {article}");
    }
}

/// Every link leads somewhere, and every program can be reached.
#[test]
fn files() {
    let page = page();
    let links: HashSet<PathBuf> = links(&page)
        .map(|link| examples().join(link).canonicalize().unwrap_or_else(|error| panic!("{link}: {error}")))
        .collect();
    let mut programs = 0;
    for folder in ["src", "python/src/bin", "python/pitfalls/programs"] {
        for entry in fs::read_dir(examples().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(links.contains(&path), "the page does not name {}", path.display());
            programs += 1;
        }
    }
    assert!(programs >= 25, "only {programs} were looked for");
}
