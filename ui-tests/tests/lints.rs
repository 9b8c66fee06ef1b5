//! What the lints say of a generator is what they say of the same plain function, at the same words.
//!
//! The tables are in the folder `lints`. Each row is a program below a comment with a lint and the words that the lint
//! underlines. It is compiled as it is, and as a plain program: without the attribute, with `yield_!(x)` a call that takes
//! `x`, and with `Gen<..>` another name for what the function returns. All that is said of the two must be the same.

use std::fmt::Write as _;
use std::fs;

use genfn_ui_tests::{Compiler, RECORDED, Warning};

/// What stands before the rows.
const REAL: &str = "use futures::Stream; use genfn::{async_generator, generator, iter, stream, try_iter, yield_, AsyncGen, Gen};";
const PLAIN: &str = "mod plain { \
    macro_rules! yield_ { ($value:expr) => {{ let value = $value; $crate::plain::take(value) }} } \
    pub(crate) use yield_; \
    pub fn take<T>(_: T) {} \
    pub trait Returns { type Value; } \
    impl<Y> Returns for Y { type Value = (); } \
    pub type Gen<Y> = <Y as Returns>::Value; \
    pub type AsyncGen<Y> = Gen<Y>; } \
    use plain::{yield_, AsyncGen, Gen};";

/// A program with the lint that it is about.
struct Row {
    lint: String,
    /// The words that the lint underlines, in their order.
    words: Vec<String>,
    program: String,
}

/// The rows of a file.
fn rows(file: &str) -> Vec<Row> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut rows: Vec<Row> = Vec::new();
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("// `") {
            let mut quoted = head.split('`').step_by(2).map(String::from);
            let lint = quoted.next().expect("`split` gives something");
            let words: Vec<_> = head.split('`').skip(2).step_by(2).map(String::from).collect();
            assert_eq!(words.is_empty(), head.ends_with(" nowhere"), "{line}");
            rows.push(Row { lint, words, program: String::new() });
        } else if let Some(row) = rows.last_mut() {
            writeln!(row.program, "{line}").expect("a string takes everything");
        }
    }
    rows
}

/// What is said of each row, by lines that are counted from the row's own first.
fn warnings(
    compiler: &Compiler,
    head: &str,
    rows: &[Row],
    program: impl Fn(&Row) -> String,
) -> Vec<Vec<Warning>> {
    let mut whole = format!("#![allow(unused_imports, unused_macros, clippy::non_minimal_cfg)] {head}\n");
    let mut first_lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let lint = &row.lint;
        writeln!(whole, "/// A row.\n#[warn({lint}, unused_imports)]\npub mod row{index} {{\n#[allow(unused_imports)] use super::*;")
            .expect("a string takes everything");
        first_lines.push(whole.lines().count());
        whole += &program(row);
        whole += "}\n";
    }
    let mut said = vec![Vec::new(); rows.len()];
    for mut warning in compiler.warnings(&whole) {
        let index = first_lines.partition_point(|first| *first < warning.line);
        assert!(index > 0, "{warning:?} is about no row");
        warning.line -= first_lines[index - 1];
        said[index - 1].push(warning);
    }
    said
}

/// The compiler with clippy's lints. A toolchain without clippy runs all the other tests.
fn compiler() -> Option<Compiler> {
    let compiler = Compiler::rustc(env!("CARGO_MANIFEST_DIR"), &["futures", "genfn", "tokio"]).with_clippy();
    if compiler.is_none() {
        println!("skipped: no clippy here");
    }
    compiler
}

/// Whether this is the release of Rust whose lints the tables tell. With another one a generator is still compared with a plain
/// function.
fn is_recorded(compiler: &Compiler) -> bool {
    compiler.is_release(RECORDED)
}

/// The program without its attribute.
fn plain(program: &str) -> String {
    program.replace("#[generator]", "#[cfg(all())]").replace("#[async_generator]", "#[cfg(all())]")
}

/// The program with another attribute before or behind ours.
fn with_attribute(program: &str, before: bool, attribute: &str) -> String {
    let mut text = program.to_string();
    for ours in ["#[generator]", "#[async_generator]"] {
        let both = if before { format!("{attribute} {ours}") } else { format!("{ours} {attribute}") };
        text = text.replace(ours, &both);
    }
    text
}

/// The words that the lint of a row underlines.
fn words(row: &Row, said: &[Warning]) -> Vec<String> {
    said.iter().filter(|warning| warning.lint == row.lint).map(|warning| warning.at.clone()).collect()
}

/// Wrong if a lint says of a generator what it does not say of the same plain function, says nothing where it warns of that,
/// or points at other words.
#[test]
fn a_generator_is_linted_as_a_plain_function() {
    let Some(compiler) = compiler() else { return };
    let (mut faults, mut count) = (String::new(), 0);
    for file in ["lints/rustc.rs", "lints/clippy.rs"] {
        let rows = rows(file);
        let plain = warnings(&compiler, PLAIN, &rows, |row| plain(&row.program));
        let real = warnings(&compiler, REAL, &rows, |row| row.program.clone());
        for (row, (plain, real)) in rows.iter().zip(plain.iter().zip(&real)) {
            let Row { lint, program, .. } = row;
            if is_recorded(&compiler) && words(row, plain) != row.words {
                writeln!(
                    faults,
                    "{lint}: the row says {:?}, a plain function gets {plain:?}\n{program}",
                    row.words
                )
                .unwrap();
            }
            if plain != real {
                writeln!(faults, "{lint}: plain {plain:#?}, generator {real:#?}\n{program}").unwrap();
            }
        }
        count += rows.len();
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(count >= 60, "there are {count} rows");
}

/// Wrong if `#[expect(..)]` at a generator, above or below our attribute, was unfulfilled where the one at a plain function is
/// not, or did not silence the lint.
#[test]
fn an_expected_lint_is_expected_of_a_generator_too() {
    let Some(compiler) = compiler() else { return };
    let (mut faults, mut fulfilled) = (String::new(), 0);
    for file in ["lints/rustc.rs", "lints/clippy.rs"] {
        let rows = rows(file);
        for before in [true, false] {
            let expecting =
                |row: &Row| with_attribute(&row.program, before, &format!("#[expect({})]", row.lint));
            let plain = warnings(&compiler, PLAIN, &rows, |row| plain(&expecting(row)));
            let real = warnings(&compiler, REAL, &rows, expecting);
            for (row, (plain, real)) in rows.iter().zip(plain.iter().zip(&real)) {
                fulfilled += usize::from(!row.words.is_empty() && plain.is_empty() && real.is_empty());
                if plain != real {
                    writeln!(
                        faults,
                        "{}: plain {plain:#?}, generator {real:#?}\n{}",
                        row.lint,
                        expecting(row)
                    )
                    .unwrap();
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(fulfilled >= 70, "only {fulfilled} expectations were fulfilled");
}

/// Wrong if a lint was raised by what a block expands to, or not by what the user wrote in one.
#[test]
fn a_block_is_linted_as_it_is_written() {
    let rows = rows("lints/blocks.rs");
    let Some(compiler) = compiler() else { return };
    let said = warnings(&compiler, REAL, &rows, |row| row.program.clone());
    let mut faults = String::new();
    for (row, said) in rows.iter().zip(&said) {
        if is_recorded(&compiler) && words(row, said) != row.words
            || said.iter().any(|warning| warning.lint != row.lint)
        {
            writeln!(
                faults,
                "{}: the row says {:?}, this is said: {said:#?}\n{}",
                row.lint, row.words, row.program
            )
            .unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(rows.len() >= 15, "there are {} rows", rows.len());
}

/// Wrong if a lint said something of a generator where the table says why it should not, or nothing of the plain function, so
/// that the row has nothing to say.
#[test]
fn some_lints_are_silent_about_generators() {
    let Some(compiler) = compiler() else { return };
    let rows = rows("lints/silent.rs");
    let plain = warnings(&compiler, PLAIN, &rows, |row| plain(&row.program));
    let real = warnings(&compiler, REAL, &rows, |row| row.program.clone());
    for (row, (plain, real)) in rows.iter().zip(plain.iter().zip(&real)) {
        let Row { lint, program, .. } = row;
        if is_recorded(&compiler) {
            assert_eq!(words(row, plain), row.words, "{lint} of a plain function\n{program}");
        }
        assert!(words(row, real).is_empty(), "{lint} is not silent: {real:#?}\n{program}");
    }
    assert!(!rows.is_empty(), "the table is empty");
}
