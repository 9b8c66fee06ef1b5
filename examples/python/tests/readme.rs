//! Compares `examples/README.md` and the pages of the articles with the files that they name. Wrong if a page shows what is not
//! in them.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A page, with the folder that its links start from.
struct Page {
    folder: PathBuf,
    text: String,
}

impl Page {
    fn read(path: &Path) -> Self {
        Self { folder: path.parent().unwrap().to_owned(), text: fs::read_to_string(path).unwrap() }
    }
}

fn articles() -> Vec<Page> {
    let pages = fs::read_dir(examples().join("articles")).unwrap();
    let pages: Vec<_> = pages.map(|entry| Page::read(&entry.unwrap().path())).collect();
    assert_eq!(pages.len(), 4);
    pages
}

/// The text without its code blocks, where a `#` is no heading.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    })
}

/// The anchor that a heading gets.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
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
    let mut compared = 0;
    for Page { folder, text } in articles() {
        for block in text.split("\n## ").skip(1) {
            let Some((introduction, rest)) = block.split_once("```rust\n") else { continue };
            let heading = introduction.lines().next().unwrap();
            let file = fs::read_to_string(folder.join(links(introduction).next().unwrap())).unwrap();
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
    }
    assert_eq!(compared, 37, "all blocks but those of output");
}

/// What a page says that the compiler says is in its message.
#[test]
fn messages() {
    let mut compared = 0;
    for Page { folder, text } in articles() {
        for link in text.split('[').filter_map(|rest| rest.split_once(".stderr)").map(|(link, _)| link)) {
            let (said, path) = link.split_once("](").unwrap();
            let message = fs::read_to_string(folder.join(format!("{path}.stderr"))).unwrap();
            assert!(message.contains(said), "`{said}` is not in {path}.stderr");
            compared += 1;
        }
    }
    assert_eq!(compared, 4);
}

/// The blocks of an article are numbered, as many as it says, and all in its table of contents.
#[test]
fn blocks() {
    let mut count = 0;
    for Page { text, .. } in articles() {
        let headings: Vec<_> = prose(&text).filter_map(|line| line.strip_prefix("## ")).collect();
        for (index, heading) in headings.iter().enumerate() {
            assert!(heading.starts_with(&format!("{}. ", index + 1)), "{heading}");
        }
        assert!(text.contains(&format!("\n\n{} blocks.", headings.len())), "{} of {text}", headings.len());
        let before = prose(&text).take_while(|line| !line.starts_with("## "));
        let contents: Vec<_> = before.filter(|line| line.starts_with("- [")).collect();
        let expected: Vec<_> =
            headings.iter().map(|heading| format!("- [{heading}](#{})", anchor(heading))).collect();
        assert_eq!(contents, expected);
        count += headings.len();
    }
    assert_eq!(count, 40);
}

/// Every link leads somewhere, and every page and program can be reached.
#[test]
fn files() {
    let pages = articles().into_iter().chain([Page::read(&examples().join("README.md"))]);
    let mut linked = HashSet::new();
    for Page { folder, text } in pages {
        for link in links(&text).filter(|link| !link.starts_with('#')) {
            let path = folder.join(link).canonicalize().unwrap_or_else(|error| panic!("{link}: {error}"));
            linked.insert(path);
        }
    }
    let mut programs = 0;
    for folder in ["src", "pages/src", "articles", "python/src/bin", "python/pitfalls/programs"] {
        for entry in fs::read_dir(examples().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            assert!(linked.contains(&path), "no page names {}", path.display());
            programs += 1;
        }
    }
    assert!(programs >= 29, "only {programs} were looked for");
}
