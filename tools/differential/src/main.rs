//! Runs random programs here and in CPython, and compares what they do.
#![forbid(unsafe_code)]

use std::ops::Range;
use std::process::ExitCode;

use genfn_differential::check::{Disagreement, check};
use genfn_differential::run::{Error, Runner};

const USAGE: &str = "usage: genfn-differential [--programs NUMBER] [--seed NUMBER]";

/// How many programs are compiled together.
const BATCH: u64 = 250;

/// After how many failures it stops: each takes some time to be made small.
const FAILURES: usize = 3;

/// The seeds of the programs.
fn arguments(mut arguments: impl Iterator<Item = String>) -> Result<Range<u64>, String> {
    let (mut programs, mut seed) = (1000_u64, 0_u64);
    while let Some(name) = arguments.next() {
        let target = match name.as_str() {
            "--programs" => &mut programs,
            "--seed" => &mut seed,
            _ => return Err(format!("unknown argument `{name}`")),
        };
        let value = arguments.next().ok_or_else(|| format!("`{name}` needs a number"))?;
        *target = value.parse().map_err(|error| format!("`{name} {value}`: {error}"))?;
    }
    match seed.checked_add(programs) {
        _ if programs == 0 => Err("`--programs 0`: nothing to compare".to_string()),
        None => Err(format!("`--seed {seed}`: there are not so many seeds")),
        Some(end) => Ok(seed..end),
    }
}

fn run(seeds: Range<u64>) -> Result<Vec<Disagreement>, Error> {
    let runner = Runner::new("command");
    let mut found = Vec::new();
    let mut start = seeds.start;
    while start < seeds.end && found.len() < FAILURES {
        let end = seeds.end.min(start.saturating_add(BATCH));
        found.extend(check(&runner, start..end, FAILURES - found.len())?);
        eprintln!("{} of {} programs, {} failed", end - seeds.start, seeds.end - seeds.start, found.len());
        start = end;
    }
    Ok(found)
}

fn main() -> ExitCode {
    let seeds = match arguments(std::env::args().skip(1)) {
        Ok(seeds) => seeds,
        Err(error) => {
            eprintln!("genfn-differential: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(seeds.clone()) {
        Ok(found) if found.is_empty() => {
            println!("the programs of the seeds {seeds:?} do the same here and in CPython");
            ExitCode::SUCCESS
        }
        Ok(found) => {
            for disagreement in found {
                println!("{disagreement}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("genfn-differential: {error}");
            ExitCode::from(2)
        }
    }
}
