//! Compares the instructions for an item with `benches/budget.txt`, and fails with those that are worse. `accept` writes down
//! what they are now.
//!
//! Build it with `--profile count`, as the counts in the file are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use genfn_benches::all;
use genfn_benches::counting::{can_count, per_item, run};

const ACCEPT: &str = "cargo run --profile count -p genfn-benches --bin budget -- accept";

/// What a change must exceed, in both, to be one.
const INSTRUCTIONS: f64 = 1.0;
const SHARE: f64 = 0.01;

const COMPILER: &str = "compiler: ";

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Kept,
    Worse,
    Better,
}

/// A line of the file.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Comment(&'a str),
    Compiler(&'a str),
    Row { budget: f64, workload: &'a str },
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let accepts = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", ref arguments @ ..] => return run(arguments),
        ["accept"] => true,
        [] => false,
        _ => {
            eprintln!("usage: budget [accept]");
            return ExitCode::FAILURE;
        }
    };
    match check(accepts) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("budget.txt")
}

/// Whether no row is worse, or it was accepted.
fn check(accepts: bool) -> io::Result<bool> {
    if !can_count() {
        return Ok(false);
    }
    let text = fs::read_to_string(file())?;
    let compiler = compiler()?;
    let workloads = all();
    let (mut worse, mut better) = (0, 0);
    let mut accepted = String::new();
    println!("{:36} {:>10} {:>10}", "instructions for an item", "budget", "now");
    for line in text.lines() {
        let line = parse(line).ok_or_else(|| io::Error::other(format!("benches/budget.txt: `{line}`")))?;
        accepted += &match line {
            Line::Comment(line) => format!("{line}\n"),
            Line::Compiler(known) => {
                if known != compiler && !accepts {
                    println!("the budget is of {known}, this is {compiler}");
                }
                format!("{COMPILER}{compiler}\n")
            }
            Line::Row { budget, workload } => {
                let now = workloads
                    .iter()
                    .find(|known| known.name == workload)
                    .and_then(|workload| per_item(workload, "genfn"))
                    .ok_or_else(|| io::Error::other(format!("{workload}: could not be counted")))?;
                let mark = match verdict(budget, now) {
                    Verdict::Kept => "",
                    Verdict::Worse => {
                        worse += 1;
                        "WORSE"
                    }
                    Verdict::Better => {
                        better += 1;
                        "better"
                    }
                };
                println!("{}", format!("{workload:36} {budget:10.1} {now:10.1} {mark}").trim_end());
                format!("{now:.1} {workload}\n")
            }
        };
    }
    if accepts {
        fs::write(file(), accepted)?;
        println!("accepted: written to benches/budget.txt");
        return Ok(true);
    }
    if better > 0 {
        println!("{better} better. Accept that, so that it is not lost again: {ACCEPT}");
    }
    if worse > 0 {
        println!(
            "{worse} worse, by more than {INSTRUCTIONS} instruction and {:.0} %. If it must be, accept it and say why: {ACCEPT}",
            SHARE * 100.0
        );
    }
    Ok(worse == 0)
}

fn compiler() -> io::Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

fn parse(line: &str) -> Option<Line<'_>> {
    if line.is_empty() || line.starts_with('#') {
        return Some(Line::Comment(line));
    }
    if let Some(compiler) = line.strip_prefix(COMPILER) {
        return Some(Line::Compiler(compiler));
    }
    let (budget, workload) = line.split_once(' ')?;
    Some(Line::Row { budget: budget.parse().ok()?, workload })
}

fn verdict(budget: f64, now: f64) -> Verdict {
    let change = now - budget;
    if change.abs() <= INSTRUCTIONS || change.abs() <= budget * SHARE {
        Verdict::Kept
    } else if change > 0.0 {
        Verdict::Worse
    } else {
        Verdict::Better
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Verdict, file, parse, verdict};

    /// Wrong if one instruction or one per cent alone failed a row, or more than both did not.
    #[test]
    fn both_must_be_exceeded() {
        assert_eq!(verdict(2.0, 2.9), Verdict::Kept);
        assert_eq!(verdict(784.0, 791.0), Verdict::Kept);
        assert_eq!(verdict(784.0, 792.0), Verdict::Worse);
        assert_eq!(verdict(2.0, 3.1), Verdict::Worse);
        assert_eq!(verdict(784.0, 415.0), Verdict::Better);
    }

    /// Wrong if a row named a workload that is gone, or could not be read: it would only be seen where valgrind is.
    #[test]
    fn rows_are_workloads() {
        let text = std::fs::read_to_string(file()).expect("the file is there");
        let workloads = genfn_benches::all();
        let mut rows = 0;
        for line in text.lines() {
            if let Line::Row { workload, .. } = parse(line).expect("a line is a comment or a row") {
                rows += 1;
                assert!(workloads.iter().any(|known| known.name == workload), "{workload}");
            }
        }
        assert!(rows >= 12);
    }
}
