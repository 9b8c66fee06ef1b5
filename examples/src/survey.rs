//! Surveys the files of a directory tree: files, lines, tokens, and the most frequent identifiers.
//!
//! Four generators in a row, each asking the one before for one value at a time, so that memory does not grow with the
//! tree: `files` walks it recursively, `lines` reads, `tokens` splits, and `count` is sent every identifier and returns
//! the table when it is closed.
//!
//! ```console
//! $ cargo run --release -p genfn-examples --bin survey                    # the workspace itself
//! $ cargo run --release -p genfn-examples --bin survey -- ~/src --top 20  # any other tree
//! ```

#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use genfn::{Gen, generator, try_yield, yield_, yield_from};
use indicatif::{ProgressBar, ProgressStyle};

/// Surveys a directory tree: how many files, lines and tokens it has, and its most frequent identifiers.
///
/// An identifier is a word of a Rust, Python or C file that is none of the language's own, and is in no comment or string.
/// Links are not followed. Hidden files and folders named `target` are left out, and so is what is not text.
#[derive(Parser)]
struct Arguments {
    /// The file or directory to survey.
    #[arg(default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/.."), hide_default_value = true)]
    path: PathBuf,
    /// How many identifiers to list.
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
}

/// What tells the identifiers of a language from the rest of its text.
struct Language {
    extensions: &'static [&'static str],
    comment: &'static str,
    quotes: &'static [char],
    words: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        extensions: &["rs"],
        comment: "//",
        quotes: &['"'],
        words: &[
            "_", "Self", "as", "async", "await", "bool", "break", "char", "const", "continue", "crate",
            "dyn", "else", "enum", "extern", "f32", "f64", "false", "fn", "for", "i128", "i16", "i32", "i64",
            "i8", "if", "impl", "in", "isize", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
            "return", "self", "static", "str", "struct", "super", "trait", "true", "type", "u128", "u16",
            "u32", "u64", "u8", "union", "unsafe", "use", "usize", "where", "while", "yield",
        ],
    },
    Language {
        extensions: &["py"],
        comment: "#",
        quotes: &['"', '\''],
        words: &[
            "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
            "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
            "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with",
            "yield",
        ],
    },
    Language {
        extensions: &["c", "h", "cc", "cpp", "hpp"],
        comment: "//",
        quotes: &['"', '\''],
        words: &[
            "auto",
            "bool",
            "break",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "constexpr",
            "continue",
            "default",
            "define",
            "delete",
            "do",
            "double",
            "else",
            "enum",
            "explicit",
            "extern",
            "false",
            "float",
            "for",
            "friend",
            "goto",
            "if",
            "ifdef",
            "ifndef",
            "include",
            "inline",
            "int",
            "long",
            "namespace",
            "new",
            "nullptr",
            "operator",
            "private",
            "protected",
            "public",
            "register",
            "return",
            "short",
            "signed",
            "sizeof",
            "static",
            "struct",
            "switch",
            "template",
            "this",
            "throw",
            "true",
            "try",
            "typedef",
            "typename",
            "union",
            "unsigned",
            "using",
            "virtual",
            "void",
            "volatile",
            "while",
        ],
    },
];

impl Language {
    fn of(path: &Path) -> Option<&'static Self> {
        let extension = path.extension()?.to_str()?;
        LANGUAGES.iter().find(|language| language.extensions.contains(&extension))
    }

    fn is_identifier(&self, token: &str) -> bool {
        token.starts_with(|c: char| c.is_alphabetic() || c == '_') && !self.words.contains(&token)
    }
}

/// What could not be read, and why; it is reported and skipped.
struct Skipped {
    path: PathBuf,
    reason: String,
}

impl Skipped {
    fn new(path: &Path, reason: &impl ToString) -> Self {
        Self { path: path.to_owned(), reason: reason.to_string() }
    }
}

/// The files below a path, in order of their names, without following links and without what builds leave.
#[generator]
fn files(path: PathBuf) -> Gen<Result<PathBuf, Skipped>> {
    let kind = match fs::symlink_metadata(&path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) => {
            yield_!(Err(Skipped::new(&path, &error)));
            return;
        }
    };
    if kind.is_file() {
        yield_!(Ok(path));
    } else if kind.is_dir() {
        let mut entries = match fs::read_dir(&path).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                yield_!(Err(Skipped::new(&path, &error)));
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

/// Where a quoted string ends that the text begins with; one that the line does not close ends with it.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return index + quote.len_utf8();
        }
    }
    text.len()
}

/// The tokens of a line: words of letters, digits and underscores, and every other visible character by itself. In a language
/// that we know, a string is one token, and so is the comment at the end.
#[generator]
fn tokens<'a>(line: &'a str, language: Option<&Language>) -> Gen<&'a str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let end_of_word = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let mut rest = line.trim();
    while let Some(first) = rest.chars().next() {
        let end = match language {
            Some(language) if rest.starts_with(language.comment) => rest.len(),
            Some(language) if language.quotes.contains(&first) => end_of_string(rest, first),
            // A lifetime, or a character of Rust.
            Some(_) if first == '\'' => 1 + end_of_word(&rest[1..]),
            _ if is_word(first) => end_of_word(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        yield_!(token);
        rest = after.trim_start();
    }
}

/// Is sent identifiers, and returns them with their counts when it is closed.
///
/// A count for every different identifier would grow with the tree. So when the table is full, every count goes down by
/// one and the zeros leave (Misra and Gries, 1982): the identifiers that make up more than one in `CAPACITY` of all are
/// sure to stay.
#[generator]
fn count() -> Gen<(), String, Vec<(String, u64)>> {
    const CAPACITY: usize = 100_000;
    let mut counts = HashMap::<String, u64>::new();
    while let Ok(identifier) = try_yield!() {
        if let Some(count) = counts.get_mut(&identifier) {
            *count += 1;
        } else if counts.len() < CAPACITY {
            counts.insert(identifier, 1);
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

fn survey(Arguments { path: root, top }: Arguments, progress: &ProgressBar) -> io::Result<()> {
    let (mut file_count, mut line_count, mut token_count, mut skipped) = (0u64, 0u64, 0u64, 0u64);
    let mut skip = |Skipped { path, reason }| {
        skipped += 1;
        // Where nobody reads the complaints, the survey goes on.
        let _ = progress.suspend(|| writeln!(io::stderr(), "skipped {}: {reason}", path.display()));
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
        let language = Language::of(&path);
        let mut readable = true;
        for line in lines(&path) {
            match line {
                Ok(line) => {
                    line_count += 1;
                    for token in tokens(&line, language) {
                        token_count += 1;
                        if language.is_some_and(|language| language.is_identifier(token)) {
                            counter.send(token.to_owned()).expect("runs until it is closed");
                        }
                    }
                }
                Err(error) => {
                    readable = false;
                    skip(Skipped::new(&path, &error));
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
    if top > 0 {
        writeln!(out, "most frequent identifiers:")?;
    }
    for (name, count) in counts.iter().take(top) {
        writeln!(out, "{count:>8} {name}")?;
    }
    Ok(())
}

fn complain(complaint: impl std::fmt::Display) -> ExitCode {
    // Nothing is left to do where nobody reads it.
    let _ = writeln!(io::stderr(), "survey: {complaint}");
    ExitCode::FAILURE
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(error) = fs::metadata(&arguments.path) {
        return complain(format_args!("{}: {error}", arguments.path.display()));
    }
    let progress = if io::stderr().is_terminal() {
        ProgressBar::new_spinner().with_style(
            ProgressStyle::with_template("{spinner} {pos} files {wide_msg}").expect("a valid template"),
        )
    } else {
        ProgressBar::hidden()
    };
    match survey(arguments, &progress) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the result has seen enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(format_args!("cannot write the result: {error}")),
    }
}
