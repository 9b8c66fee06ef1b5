//! Messages as text: what is the same on each machine, and what is the same with each version of the compiler.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Parts of the headlines that the compiler or clippy words, among those without a code and those with E0277. The others
/// are ours.
pub const THEIR_WORDS: [&str; 14] = [
    "` doesn't implement `",
    "` has invalid return type `",
    "` is not a future",
    "` is not an iterator",
    "`?` couldn't convert",
    "a value of type `",
    "cannot find attribute `",
    "cannot find macro `",
    "expected one of `",
    "future cannot be sent between threads",
    "lifetime may not live long enough",
    "the `?` operator can only be used",
    "unused `",
    "use of a disallowed method",
];

/// The head of an error: its words, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// As in `E0277`; empty where there is none.
    pub code: String,
    /// What is said, in one line or several.
    pub words: String,
    /// The file.
    pub file: String,
    /// The line in the file; 0 if none is named.
    pub line: usize,
}

impl Heading {
    /// Whether the words are ours: from a `compile_error!` of our macros, or from `diagnostic::on_unimplemented`. An error
    /// with any other code than E0277 is worded by the compiler.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(&*self.code, "" | "E0277") && !THEIR_WORDS.iter().any(|words| self.words.contains(words))
    }

    /// Whether the other error stands for this one. It is at the same line of the same file. If the words are ours, it has
    /// the same ones, except that the compiler writes out types between backticks in an E0277. If they are not, it names
    /// what is a sentence of ours in the shape of a name.
    fn is_kept_by(&self, other: &Self) -> bool {
        let words = match &*self.code {
            "" if self.is_ours() => self.words == other.words,
            _ if self.is_ours() => without_quoted(&self.words) == without_quoted(&other.words),
            _ => sentences(&self.words).all(|name| other.words.contains(name)),
        };
        words && self.file == other.file && self.line == other.line
    }
}

/// The text with nothing between its backticks.
fn without_quoted(words: &str) -> String {
    words.split('`').step_by(2).collect::<Vec<_>>().join("``")
}

/// The names between backticks that say something, such as `this_macro_works_only_in_..`.
fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words.split('`').skip(1).step_by(2).filter(|name| name.matches('_').count() >= 4)
}

/// The heads of all the errors in a text.
#[must_use]
pub fn headings(text: &str) -> Vec<Heading> {
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix("error").filter(|rest| rest.starts_with([':', '['])) else {
            continue;
        };
        let (code, first) = rest.split_once(": ").unwrap_or((rest, ""));
        let mut words = first.to_string();
        let mut place = "";
        while let Some(line) = lines.next_if(|line| !is_heading(line)) {
            if let Some(arrow) = line.trim_start().strip_prefix("--> ") {
                place = arrow;
                break;
            }
            let _ = write!(words, "\n{line}");
        }
        let mut parts = place.rsplitn(3, ':').skip(1);
        let line = parts.next().and_then(|line| line.parse().ok()).unwrap_or(0);
        let file = parts.next().unwrap_or(place).to_string();
        found.push(Heading { code: code.trim_matches(['[', ']']).to_string(), words, file, line });
    }
    found
}

/// What is missing of the recorded errors in what is said now. This is all that is compared with a compiler of another
/// version than the recorded one, so it does not depend on the compiler's own words.
///
/// A recorded text without errors, and one that names no line of a file, misses something in any case.
#[must_use]
pub fn shortfalls(recorded: &str, said: &str) -> Vec<String> {
    let (recorded, said) = (headings(recorded), headings(said));
    let mut missing = Vec::new();
    if recorded.is_empty() {
        missing.push("no error is recorded".to_string());
    }
    for heading in &recorded {
        let Heading { words, file, line, .. } = heading;
        if *line == 0 || file.starts_with('$') {
            missing.push(format!("it is recorded at no line of the program: {words}"));
        } else if !said.iter().any(|other| heading.is_kept_by(other)) {
            let names: Vec<_> = sentences(words).collect();
            let what = match &*names {
                _ if heading.is_ours() => format!("with these words: {words}"),
                [] => format!("with any words, such as: {words}"),
                names => format!("that names `{}`: {words}", names.join("` and `")),
            };
            missing.push(format!("there is no error at {file}:{line} {what}"));
        }
    }
    missing
}

/// The folders that are left out of a text.
pub(crate) struct Places {
    repository: PathBuf,
    package: String,
}

impl Places {
    pub(crate) fn new(repository: &Path, package: &Path) -> Self {
        let repository = repository.canonicalize().expect("the repository is there");
        let mut places = Self { repository, package: String::new() };
        places.package = places.within(package) + "/";
        places
    }

    /// A path from the repository's folder on, with slashes.
    pub(crate) fn within(&self, path: &Path) -> String {
        path.strip_prefix(&self.repository).unwrap_or(path).display().to_string().replace('\\', "/")
    }

    /// A place without what is peculiar to the machine.
    fn shorten(&self, place: &str) -> String {
        let place = place.replace('\\', "/");
        let repository = self.repository.display().to_string().replace('\\', "/") + "/";
        let place = place.strip_prefix(&repository).unwrap_or(&place);
        if let Some(own) = place.strip_prefix(&self.package) {
            return own.to_string();
        }
        let from_library =
            place.split_once("/library/").map(|(before, path)| (before, format!("$RUST/{path}")));
        if let Some((before, path)) = from_library {
            if before.ends_with("/rustlib/src/rust") || before.starts_with("/rustc/") {
                return path;
            }
        }
        if let Some((_, crates)) = place.split_once("/registry/src/") {
            // The registry, then the crate with its version.
            let mut parts = crates.splitn(3, '/').skip(1);
            let (name, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let version = name.find('.').and_then(|dot| name[..dot].rfind('-'));
            return format!("$CARGO/{}-$VERSION/{path}", &name[..version.unwrap_or(name.len())]);
        }
        if Path::new(place).is_absolute() { place.to_string() } else { format!("$WORKSPACE/{place}") }
    }
}

/// A recorded text as it is compared.
pub(crate) fn normalize(text: &str) -> String {
    unindent(&without_foreign_lines(&text.replace("\r\n", "\n")))
}

/// What the compiler puts out, as it is recorded.
pub(crate) fn normalize_output(output: &str, places: &Places) -> String {
    let mut text = String::new();
    for line in output.lines() {
        let summary = [
            "error: aborting due to ",
            "For more information about ",
            "Some errors have detailed explanations: ",
        ];
        if summary.iter().any(|start| line.starts_with(start)) {
            continue;
        }
        let (margin, rest) = line.split_at(line.len() - line.trim_start().len());
        match arrow(rest) {
            Some((arrow, place)) => writeln!(text, "{margin}{arrow}{}", places.shorten(place)),
            None => writeln!(text, "{}", line.replace(&places.package, "$DIR/").trim_end()),
        }
        .expect("a string takes everything");
    }
    normalize(&text)
}

/// Lets go of what depends on other files than the program: the numbers of their lines, and every line of the standard
/// library's, for it can be quoted only with the component `rust-src`.
fn without_foreign_lines(text: &str) -> String {
    #[derive(Clone, Copy, PartialEq)]
    enum Quoted {
        Program,
        Crate,
        StandardLibrary,
    }
    let mut kept = String::new();
    let mut quoted = Quoted::Program;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some((arrow, place)) = arrow(trimmed) {
            quoted = match place {
                _ if place.starts_with("$RUST/") => Quoted::StandardLibrary,
                _ if place.starts_with('$') => Quoted::Crate,
                _ => Quoted::Program,
            };
            // A place beside that of the message is named only if it can be quoted.
            if quoted == Quoted::StandardLibrary && arrow == "::: " {
                continue;
            }
            let numbered = quoted == Quoted::Program;
            kept +=
                if numbered { line } else { line.trim_end_matches(|c: char| c == ':' || c.is_ascii_digit()) };
        } else if quoted == Quoted::Program
            || !trimmed.starts_with(|c: char| c.is_ascii_digit() || "|.".contains(c))
        {
            quoted = Quoted::Program;
            kept += line;
        } else if quoted == Quoted::Crate {
            let rest = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
            kept.extend(std::iter::repeat_n(' ', line.len() - rest.len()));
            kept += rest;
        } else {
            continue;
        }
        kept.push('\n');
    }
    kept
}

/// Makes the margin of each message as wide as the numbers in it need. The compiler counts those that are left out.
fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut unindented = String::new();
    for message in lines.chunk_by(|_, next| !is_heading(next)) {
        let numbers = message.iter().filter_map(|line| number(line)).map(str::len);
        let needed = numbers.max().unwrap_or(1);
        let first = message.iter().find(|line| arrow(line.trim_start()).is_some());
        let width = first.map_or(needed, |line| line.len() - line.trim_start().len());
        let surplus = width.saturating_sub(needed);
        // The lines of a headline or of a note with several are not at the margin.
        let mut in_words = true;
        for line in message {
            let rest = line.trim_start();
            if ["note:", "help:"].iter().any(|start| line.starts_with(start)) {
                in_words = true;
            } else if arrow(rest).is_some() || rest.starts_with(['|', '=']) || number(line).is_some() {
                in_words = false;
            }
            let spaces = line.len() - rest.len();
            let cut = if in_words { 0 } else { surplus.min(spaces) };
            if !(line.is_empty() && unindented.ends_with("\n\n")) {
                unindented += &line[cut..];
                unindented.push('\n');
            }
        }
    }
    unindented.truncate(unindented.trim_end().len());
    unindented.push('\n');
    unindented
}

/// Whether a message begins with this line.
fn is_heading(line: &str) -> bool {
    ["error", "warning"]
        .iter()
        .any(|level| line.strip_prefix(level).is_some_and(|rest| rest.starts_with([':', '['])))
}

/// The arrow that a line begins with, and the place it points at.
fn arrow(trimmed: &str) -> Option<(&str, &str)> {
    let rest = trimmed.strip_prefix("--> ").or_else(|| trimmed.strip_prefix("::: "))?;
    Some((&trimmed[..4], rest))
}

/// The number of a quoted line.
fn number(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    let (number, rest) =
        trimmed.split_at(trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    (!number.is_empty() && rest.trim_start().starts_with(['|', '+', '-', '~'])).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WITH_SOURCES: &str = "\
error[E0277]: `Rc<u32>` cannot be sent
    --> programs/case.rs:7:5
     |
   7 |     send(rc);
     |     ^^^^^^^^
     |
    ::: /home/user/lib/rustlib/src/rust/library/alloc/src/string.rs:360:1
     |
 360 | pub struct String {
     | ----------------- doesn't satisfy `String: Send`
     |
    ::: /home/user/genfn/runtime/src/outcome.rs:9:1
     |
   9 | pub struct Sent;
     | --------------- doesn't satisfy `_: From<u32>`
     |
note: required by a bound
    --> /home/user/lib/rustlib/src/rust/library/core/src/convert/mod.rs:1047:4
     |
1047 | pub fn send<T>(f: T)
     |        ---- required by a bound in this function
...
1049 |     T: Send,
     |        ^^^^ required by this bound
     = note: expected type `T`
                found type `U`
help: a `note:` or a `help:` may have
      a second line
     |
   7 +     send(arc);
     |

error: aborting due to 1 previous error
";

    const WITHOUT_SOURCES: &str = "\
error[E0277]: `Rc<u32>` cannot be sent
    --> programs/case.rs:7:5
     |
   7 |     send(rc);
     |     ^^^^^^^^
     |
    ::: /home/user/genfn/runtime/src/outcome.rs:9:1
     |
   9 | pub struct Sent;
     | --------------- doesn't satisfy `_: From<u32>`
     |
note: required by a bound
    --> /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/convert/mod.rs:1047:4
     = note: expected type `T`
                found type `U`
help: a `note:` or a `help:` may have
      a second line
     |
   7 +     send(arc);
     |

error: aborting due to 1 previous error
";

    const RECORDED: &str = "\
error[E0277]: `Rc<u32>` cannot be sent
 --> case.rs:7:5
  |
7 |     send(rc);
  |     ^^^^^^^^
  |
 ::: $WORKSPACE/runtime/src/outcome.rs
  |
  | pub struct Sent;
  | --------------- doesn't satisfy `_: From<u32>`
  |
note: required by a bound
 --> $RUST/core/src/convert/mod.rs
  = note: expected type `T`
             found type `U`
help: a `note:` or a `help:` may have
      a second line
  |
7 +     send(arc);
  |
";

    fn places() -> Places {
        Places { repository: PathBuf::from("/home/user/genfn"), package: "programs/".to_string() }
    }

    /// Wrong if a recorded text depends on whether the sources of the standard library are installed, or on where.
    #[test]
    fn sources_of_the_standard_library_make_no_difference() {
        assert_eq!(normalize_output(WITH_SOURCES, &places()), RECORDED);
        assert_eq!(normalize_output(WITHOUT_SOURCES, &places()), RECORDED);
        assert_eq!(normalize(RECORDED), RECORDED, "a recorded text stays as it is");
    }

    /// Wrong if a recorded text depends on where a file lies on this machine, or on the version of a dependency.
    #[test]
    fn paths_are_those_of_no_machine() {
        for (path, short) in [
            ("programs/a/case.rs:1:2", "a/case.rs:1:2"),
            ("/home/user/genfn/programs/a/case.rs:1:2", "a/case.rs:1:2"),
            ("programs\\a\\case.rs:1:2", "a/case.rs:1:2"),
            ("runtime/src/outcome.rs:1:2", "$WORKSPACE/runtime/src/outcome.rs:1:2"),
            ("/home/user/genfn/runtime/src/outcome.rs:1:2", "$WORKSPACE/runtime/src/outcome.rs:1:2"),
            ("/rustc/59807616/library/std/src/thread.rs:1:2", "$RUST/std/src/thread.rs:1:2"),
            ("/opt/lib/rustlib/src/rust/library/std/src/thread.rs:1:2", "$RUST/std/src/thread.rs:1:2"),
            (
                "/c/registry/src/index.crates.io-1949cf8c/async-x-1.2.3/src/lib.rs:1:2",
                "$CARGO/async-x-$VERSION/src/lib.rs:1:2",
            ),
        ] {
            assert_eq!(places().shorten(path), short);
        }
    }
}
