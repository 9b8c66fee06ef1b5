//! The single-file examples print what their documentation says.

use std::fs;
use std::io::{self, Write};

#[allow(dead_code, reason = "the test calls `run`, as `main` does")]
#[path = "../../runtime/examples"]
mod example {
    pub(super) mod calculator;
    pub(super) mod decoder;
    pub(super) mod paginated;
    pub(super) mod same_fringe;
    pub(super) mod scheduler;
}

type Run = fn(&mut dyn Write) -> io::Result<()>;

const EXAMPLES: &[(&str, Run)] = &[
    ("calculator", example::calculator::run),
    ("decoder", example::decoder::run),
    ("paginated", example::paginated::run),
    ("same_fringe", example::same_fringe::run),
    ("scheduler", example::scheduler::run),
];

fn folder() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime/examples")
}

/// Wrong if an example printed anything else than its documentation shows, or showed another command.
#[test]
#[cfg_attr(miri, ignore = "reads the sources, and Miri keeps programs from files")]
fn they_print_what_they_say() {
    for (name, run) in EXAMPLES {
        let source = fs::read_to_string(format!("{}/{name}.rs", folder())).unwrap();
        let documentation = source.lines().filter_map(|line| line.strip_prefix("//!"));
        let documentation: Vec<_> =
            documentation.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let documentation = documentation.join("\n");
        let (_, session) = documentation.split_once("```console\n").expect("a block with the output");
        let (session, _) = session.split_once("```").expect("the end of the block");
        let (command, output) = session.split_once('\n').expect("the output");
        assert_eq!(command, format!("$ cargo run -p genfn --example {name}"));
        let mut printed = Vec::new();
        run(&mut printed).unwrap();
        assert_eq!(String::from_utf8(printed).unwrap(), output, "{name}");
    }
}

/// It counts allocations, for which it has an allocator of its own: its tests are in it, and `cargo test` runs them there.
const TESTS_ITSELF: &str = "log_records";

/// Wrong if an example was not among those that are tested.
#[test]
#[cfg_attr(miri, ignore = "reads the sources, and Miri keeps programs from files")]
fn all_of_them_are_here() {
    let files =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.collect();
    files.sort();
    let mut tested: Vec<_> = EXAMPLES.iter().map(|(name, _)| *name).chain([TESTS_ITSELF]).collect();
    tested.sort_unstable();
    assert!(files.iter().map(|file| file.trim_end_matches(".rs")).eq(tested));
}
