//! The mistakes that people make, and what is said about each. The table is `MISTAKES.md`, and its columns are told there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use genfn_ui_tests::headings;

/// A row of the table.
struct Row {
    case: String,
    headline: String,
    label: String,
    grade: u32,
    errors: usize,
    reason: String,
}

fn rows() -> Vec<Row> {
    let table = fs::read_to_string("MISTAKES.md").expect("the table is there");
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| case") && !line.starts_with("| ---"));
    rows.map(|line| {
        let columns: Vec<_> =
            line.trim_matches('|').split(" | ").map(|column| column.replace("\\|", "|")).collect();
        let column = |index: usize| columns.get(index).map(|text| text.trim().to_string()).expect(line);
        let number =
            |index: usize| column(index).parse::<usize>().unwrap_or_else(|error| panic!("{line}: {error}"));
        Row {
            case: column(0),
            headline: column(2),
            label: column(3),
            grade: u32::try_from(number(4)).expect("a grade is small"),
            errors: number(5),
            reason: column(6),
        }
    })
    .collect()
}

/// What is recorded for a case.
fn text(case: &str) -> String {
    let path = format!("ui/{case}.stderr");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Wrong if a message is not the one that was read and graded: the first error of the recorded text has the row's headline and
/// label, and there are as many errors as the row says.
#[test]
fn each_mistake_gets_its_message() {
    let mut cases = BTreeSet::new();
    for Row { case, headline, label, errors, .. } in rows() {
        assert!(Path::new(&format!("ui/{case}.rs")).exists(), "{case} is no program");
        let text = text(&case);
        let headings = headings(&text);
        assert_eq!(headings[0].words.lines().next(), Some(&*headline), "the headline of {case}");
        let first =
            text.split("\n\n").find(|message| message.starts_with("error")).expect("it has a heading");
        assert!(
            label.is_empty() || first.lines().any(|line| line.contains('^') && line.ends_with(&label)),
            "{case}: no label `{label}`"
        );
        assert_eq!(headings.len(), errors, "the number of errors of {case}");
        assert!(cases.insert(case.clone()), "{case} is there twice");
    }
    assert!(cases.len() >= 150, "there are {} mistakes", cases.len());
}

/// Wrong if a message became worse than this: below 2 where the row names nothing that is in the way, or with a second error
/// that no reason is given for.
#[test]
fn what_is_below_the_aim_has_a_reason() {
    let mut best = 0;
    for Row { case, grade, errors, reason, .. } in rows() {
        assert!(grade <= 3, "{case} has the grade {grade}");
        assert!(grade >= 2 || !reason.is_empty(), "{case} is below 2, and nothing says why");
        assert!(errors == 1 || !reason.is_empty(), "{case} has {errors} errors, and nothing says why");
        best += usize::from(grade == 3);
    }
    assert!(best >= 90, "only {best} messages say exactly what to write");
}
