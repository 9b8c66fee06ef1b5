//! Compares what the compiler says about programs that must not compile with the texts recorded beside them.
//!
//! A case is a file `x.rs`, and its text is `x.stderr`. Neither the compiler's version nor what is installed beside it may
//! decide whether the tests pass:
//!
//! - The exact texts are compared with the release of Rust that they were recorded with, [`RECORDED`], and with no other.
//!   What the compiler quotes from the sources of the standard library is left out, for it can do so only with the
//!   component `rust-src`.
//! - With every version a case must fail to compile, and each recorded error must be there, at the recorded line of the
//!   case. Its headline is compared where the words are ours; see [`shortfalls`].

#![forbid(unsafe_code)]

mod compiler;
mod text;

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

pub use compiler::{Compiler, Warning};
pub use text::{Heading, THEIR_WORDS, headings, shortfalls};

/// The release of Rust whose texts are recorded.
pub const RECORDED: &str = "1.95";

/// What was compared.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Programs that did not compile, as they must.
    pub cases: usize,
    /// The errors recorded for them.
    pub errors: usize,
    /// Errors among them whose words are ours.
    pub ours: usize,
    /// What differs, case by case.
    pub faults: Vec<String>,
}

/// Compiles all the cases below a folder of the package, and compares what is said about them: all of it with the recorded
/// version, less with another, and it says so. `UPDATE_EXPECT=1` accepts changed texts.
///
/// # Panics
///
/// When something differs: with a report of all the differences.
#[must_use]
pub fn compare(compiler: &Compiler, folder: &str) -> Compared {
    let exact = compiler.is_release(RECORDED);
    let update = env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    if !exact {
        assert!(!update, "the texts are those of Rust {RECORDED}, and this is {}", compiler.version());
        let less = format!(
            "note: the texts in `{folder}` are those of Rust {RECORDED}, and this is {}: less is compared. Each case must \
             fail to compile, with an error at each recorded line, and with the headlines that are in our words.",
            compiler.version()
        );
        // `println!` would show nothing of a test that passes.
        let _ = writeln!(io::stderr(), "{less}");
    }
    if update {
        accept(compiler, folder);
    }
    let compared = compare_texts(compiler, folder, exact);
    let faults = compared.faults.join("\n");
    assert!(
        faults.is_empty(),
        "{faults}\nIf this is right, `UPDATE_EXPECT=1` with Rust {RECORDED} accepts it."
    );
    compared
}

/// What [`compare`] does, without a panic. `exact` says whether the whole texts are compared.
///
/// # Panics
///
/// When a file cannot be read.
#[must_use]
pub fn compare_texts(compiler: &Compiler, folder: &str, exact: bool) -> Compared {
    let folder = compiler.package().join(folder);
    let cases = files(&folder, "rs");
    let mut compared = Compared::default();
    for text in files(&folder, "stderr") {
        if !cases.contains(&text.with_extension("rs")) {
            compared.faults.push(format!("{}: there is no such program", text.display()));
        }
    }
    for (case, said) in cases.iter().zip(compiler.compile_all(&cases)) {
        let mut fault = |what: &str| compared.faults.push(format!("{}: {what}", case.display()));
        let said = match said {
            Ok(said) => said,
            Err(what) => {
                fault(&what);
                continue;
            }
        };
        let recorded = fs::read_to_string(case.with_extension("stderr")).unwrap_or_default();
        let recorded = text::normalize(&recorded);
        let mut missing = shortfalls(&recorded, &said).join("\n");
        if exact && recorded != said {
            let _ = write!(missing, "\nit was not said to the letter:\n\n{recorded}");
        }
        if !missing.is_empty() {
            fault(&format!("{missing}\nthis is said:\n\n{said}"));
        }
        let headings = headings(&recorded);
        compared.cases += 1;
        compared.errors += headings.len();
        compared.ours += headings.iter().filter(|heading| heading.is_ours()).count();
    }
    compared
}

/// Records what is said now, where it differs.
fn accept(compiler: &Compiler, folder: &str) {
    let cases = files(&compiler.package().join(folder), "rs");
    for (case, said) in cases.iter().zip(compiler.compile_all(&cases)) {
        let path = case.with_extension("stderr");
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        match said {
            Ok(said) if said != recorded => {
                fs::write(&path, said).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
            // What compiles is reported by the comparison.
            Ok(_) | Err(_) => {}
        }
    }
}

/// All files with an extension in a folder and the folders in it, sorted.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap_or_else(|error| panic!("{}: {error}", folder.display())).path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
