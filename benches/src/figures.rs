//! The figures that the pages quote: each is followed by a comment that says where it comes from.
//!
//! `4.3<!-- fib: genfn -->` are the nanoseconds of a contestant in a workload, and `<!-- fib: genfn, instructions -->` its
//! instructions. `<!-- fib: genfn to by hand -->` is a ratio, also of two workloads: `<!-- fib: genfn to fib, dyn: genfn -->`.
//! `<!-- frames: Gen -->` is any other number of the results. A figure keeps the decimals that it is written with.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::results::Results;

/// A figure on a page.
#[derive(Debug, PartialEq)]
pub struct Figure {
    /// As it is written.
    pub written: String,
    /// Where it comes from.
    pub source: String,
    /// As the results have it; nothing, where they have no such figure.
    pub measured: Option<String>,
}

/// The pages that quote figures: the README and the guide.
///
/// # Errors
///
/// When the folder of the guide cannot be read.
pub fn pages() -> io::Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages = vec![root.join("README.md")];
    for entry in fs::read_dir(root.join("runtime/guide"))? {
        pages.push(entry?.path());
    }
    pages.sort();
    Ok(pages)
}

/// The figures in a text, and the text with the figures that were measured.
#[must_use]
pub fn read(text: &str, results: &Results) -> (Vec<Figure>, String) {
    let (mut figures, mut updated) = (Vec::new(), String::new());
    let mut pieces = text.split("<!-- ");
    let mut before = pieces.next().unwrap_or_default();
    for piece in pieces {
        let (comment, after) = piece.split_once("-->").unwrap_or((piece, ""));
        let source = comment.trim_end();
        let digits = before
            .rfind(|c: char| !is_of_a_figure(c))
            .map_or(0, |index| index + before[index..].chars().next().map_or(0, char::len_utf8));
        let (other, written) = before.split_at(digits);
        updated.push_str(other);
        if written.is_empty() {
            // A comment of another kind.
            updated.push_str(written);
        } else {
            let measured = measured(source, results).map(|value| format(value, written));
            updated.push_str(measured.as_deref().unwrap_or(written));
            figures.push(Figure { written: written.to_string(), source: source.to_string(), measured });
        }
        updated.push_str("<!-- ");
        updated.push_str(comment);
        if piece.len() > comment.len() {
            updated.push_str("-->");
        }
        before = after;
    }
    updated.push_str(before);
    (figures, updated)
}

/// The times in a text that do not say where they come from.
pub fn unmarked(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| {
        line.match_indices(" ns").any(|(index, _)| line[..index].ends_with(|c: char| c.is_ascii_digit()))
    })
}

fn is_of_a_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

fn measured(source: &str, results: &Results) -> Option<f64> {
    let Some((left, right)) = source.split_once(" to ") else { return one(source, results) };
    if right.contains(": ") {
        return Some(one(left, results)? / one(right, results)?);
    }
    let (workload, _) = left.split_once(": ")?;
    Some(one(left, results)? / one(&format!("{workload}: {right}"), results)?)
}

fn one(source: &str, results: &Results) -> Option<f64> {
    let (group, name) = source.split_once(": ")?;
    let (contestant, figure) =
        name.strip_suffix(", instructions").map_or((name, "nanoseconds"), |name| (name, "instructions"));
    results.figure(group, contestant, figure).or_else(|| {
        let mut value = results.0.get(group)?;
        for key in name.split(": ") {
            value = value.get(key)?;
        }
        value.as_f64()
    })
}

/// A value with as many decimals as another figure has, and commas between the thousands.
fn format(value: f64, like: &str) -> String {
    let decimals = like.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Figure, format, read, unmarked};
    use crate::results::Results;

    fn results() -> Results {
        let contestants = json!({
            "genfn": { "nanoseconds": 1.26, "instructions": 1_234_567.2 },
            "by hand": { "nanoseconds": 0.5 },
        });
        Results(
            json!({ "workloads": { "fib, dyn": { "contestants": contestants } }, "frames": { "Gen": 64 } }),
        )
    }

    /// Wrong if a figure was compared with another one than its comment names, or written in another way than it was.
    #[test]
    fn sources() {
        for (source, like, expected) in [
            ("fib, dyn: genfn", "1.1", "1.3"),
            ("fib, dyn: genfn, instructions", "7", "1,234,567"),
            ("fib, dyn: genfn to by hand", "2.00", "2.52"),
            ("fib, dyn: by hand to fib, dyn: genfn", "2.00", "0.40"),
            ("frames: Gen", "1", "64"),
        ] {
            let (figures, updated) = read(&format!("takes {like}<!-- {source} --> ns"), &results());
            let measured = Some(expected.to_string());
            assert_eq!(figures, [Figure { written: like.to_string(), source: source.to_string(), measured }]);
            assert_eq!(updated, format!("takes {expected}<!-- {source} --> ns"));
        }
    }

    /// Wrong if a mistyped source passed, or text around the figures was changed.
    #[test]
    fn unknown_sources() {
        let text = "a <!-- note --> 3<!-- fib: genfn -->, 4";
        let (figures, updated) = read(text, &results());
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].measured, None);
        assert_eq!(updated, text);
    }

    /// Wrong if a time could be quoted without a source.
    #[test]
    fn times_without_source() {
        assert_eq!(unmarked("3 ns\n3<!-- fib: genfn --> ns\nsome ns").collect::<Vec<_>>(), ["3 ns"]);
    }

    #[test]
    fn thousands() {
        assert_eq!(format(999.6, "1"), "1,000");
        assert_eq!(format(12.0, "1.00"), "12.00");
    }
}
