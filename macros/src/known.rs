//! The macros that are known by their names.

use syn::Path;

/// Those that are blocks, whether ours or another crate's.
pub(crate) const BLOCKS: &[&str] = &["iter", "try_iter", "stream", "try_stream"];

/// Those that replace their words themselves, whoever they are. One called `iter` may be anybody's. Where it is ours, it
/// does with a `yield` that was replaced what it does with one that was not.
pub(crate) const STREAMS: &[&str] = &["stream", "try_stream"];

/// Those that suspend the generator.
pub(crate) const YIELDS: &[&str] = &["yield_", "try_yield", "yield_from", "try_yield_from", "raise"];

/// Those of the standard library which are expressions that stand for themselves.
#[rustfmt::skip]
pub(crate) const STANDARD: &[&str] = &[
    "assert", "assert_eq", "assert_ne", "column", "concat", "dbg", "debug_assert", "env", "eprintln", "file", "format",
    "format_args", "line", "matches", "panic", "println", "stringify", "unreachable", "vec",
];

/// Whether the path ends in one of the names.
pub(crate) fn is_one_of(path: &Path, names: &[&str]) -> bool {
    path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
}
