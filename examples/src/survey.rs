//! Surveys the text files of a directory tree: files, lines, tokens, and the most frequent identifiers.
//!
//! Four generators in a row, each asking the one before for one value at a time, so that memory does not grow with the
//! tree: `files` walks it recursively, `lines` reads, `tokens` splits, and `count` is sent every identifier and returns
//! the table when it is closed.
//!
//! ```console
//! $ cargo run --release -p genfn-examples --bin survey            # the workspace itself
//! $ cargo run --release -p genfn-examples --bin survey -- ~/src   # any other tree
//! ```

#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use genfn::{Gen, generator, try_yield, yield_, yield_from};
use indicatif::{ProgressBar, ProgressStyle};

/// What could not be read, and why; it is reported and skipped.
struct Skipped {
    path: PathBuf,
    reason: String,
}

impl Skipped {
    fn new(path: &Path, reason: impl ToString) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }
}

/// The files below a path, in order of their names, without following links and without what builds leave.
#[generator]
fn files(path: PathBuf) -> Gen<Result<PathBuf, Skipped>> {
    let kind = match fs::symlink_metadata(&path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) => {
            yield_!(Err(Skipped::new(&path, error)));
            return;
        }
    };
    if kind.is_file() {
        yield_!(Ok(path));
    } else if kind.is_dir() {
        let mut entries = match fs::read_dir(&path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                yield_!(Err(Skipped::new(&path, error)));
                return;
            }
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            if name != "target" && !name.as_encoded_bytes().starts_with(b".") {
                yield_from!(files(entry.path()));
            }
        }
    }
}

/// The lines of a text file. A byte that is not UTF-8 ends it with an error; so does a zero, as in binary files.
#[generator]
fn lines(path: &Path) -> Gen<String, (), io::Result<()>> {
    let mut file = BufReader::new(File::open(path)?);
    let mut line = String::new();
    while file.read_line(&mut line)? > 0 {
        if line.contains('\0') {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not a text file"));
        }
        yield_!(std::mem::take(&mut line));
    }
    Ok(())
}

/// The tokens of a line: words of letters, digits and underscores, and every other visible character by itself.
#[generator]
fn tokens(line: &str) -> Gen<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let end =
            if is_word(first) { rest.find(|c| !is_word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (token, after) = rest.split_at(end);
        yield_!(token);
        rest = after.trim_start();
    }
}

/// Is sent tokens, and returns the identifiers among them with their counts when it is closed.
///
/// A count for every different identifier would grow with the tree. So when the table is full, every count goes down by
/// one and the zeros leave (Misra and Gries, 1982): the identifiers that make up more than one in `CAPACITY` of all are
/// sure to stay.
#[generator]
fn count() -> Gen<(), String, Vec<(String, u64)>> {
    const CAPACITY: usize = 100_000;
    let mut counts = HashMap::<String, u64>::new();
    while let Ok(token) = try_yield!() {
        if !token.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            continue;
        }
        if let Some(count) = counts.get_mut(&token) {
            *count += 1;
        } else if counts.len() < CAPACITY {
            counts.insert(token, 1);
        } else {
            counts.retain(|_, count| {
                *count -= 1;
                *count > 0
            });
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));
    counts
}

fn survey(root: PathBuf, progress: &ProgressBar) -> io::Result<()> {
    let (mut file_count, mut line_count, mut token_count, mut skipped) = (0u64, 0u64, 0u64, 0u64);
    let mut skip = |Skipped { path, reason }| {
        skipped += 1;
        progress.suspend(|| eprintln!("skipped {}: {reason}", path.display()));
    };
    let mut counter = count();
    counter.start().expect("just made");
    for path in files(root) {
        let path = match path {
            Ok(path) => path,
            Err(error) => {
                skip(error);
                continue;
            }
        };
        progress.set_message(path.display().to_string());
        progress.inc(1);
        let mut readable = true;
        for line in lines(&path) {
            match line {
                Ok(line) => {
                    line_count += 1;
                    for token in tokens(&line) {
                        token_count += 1;
                        counter.send(token.to_owned()).expect("runs until it is closed");
                    }
                }
                Err(error) => {
                    readable = false;
                    skip(Skipped::new(&path, error));
                }
            }
        }
        file_count += u64::from(readable);
    }
    progress.finish_and_clear();
    let counts = counter.close().expect("returns when it is closed").unwrap_or_default();
    let mut out = io::stdout().lock();
    writeln!(out, "files  {file_count}\nlines  {line_count}\ntokens {token_count}")?;
    if skipped > 0 {
        writeln!(out, "skipped {skipped}")?;
    }
    writeln!(out, "most frequent identifiers:")?;
    for (name, count) in counts.iter().take(10) {
        writeln!(out, "{count:>8} {name}")?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let root = arguments
        .next()
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/..")), PathBuf::from);
    if arguments.next().is_some() {
        eprintln!("survey: takes one path at most; usage: survey [PATH]");
        return ExitCode::from(2);
    }
    if let Err(error) = fs::metadata(&root) {
        eprintln!("survey: {}: {error}", root.display());
        return ExitCode::FAILURE;
    }
    let progress = if io::stderr().is_terminal() {
        ProgressBar::new_spinner().with_style(
            ProgressStyle::with_template("{spinner} {pos} files {wide_msg}").expect("a valid template"),
        )
    } else {
        ProgressBar::hidden()
    };
    match survey(root, &progress) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("survey: cannot write the result: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
