//! Compares random programs, and makes those small that fail.

use std::fmt;
use std::ops::Range;

use crate::choices::Choices;
use crate::run::{Error, Runner, Source, Traces};
use crate::shrink::shrink;
use crate::tree::Program;

/// How many programs are compiled together.
const BATCH: u64 = 250;

/// A program that does not do the same in both languages.
#[derive(Debug)]
pub struct Disagreement {
    /// The seed that makes it, before it was made small.
    pub seed: u64,
    /// A small program that fails.
    pub source: Source,
    /// What that does.
    pub traces: Traces,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, source, traces } = self;
        writeln!(f, "the program of seed {seed} does not do the same here and in CPython; made small:\n")?;
        writeln!(f, "{}\n{}\n{traces}", source.rust, source.python)?;
        writeln!(f, "again: cargo run -p genfn-differential -- --programs 1 --seed {seed}")
    }
}

/// Runs the programs of these seeds until so many have failed. Gives those.
///
/// # Errors
///
/// When a batch could not be run.
pub fn check(runner: &Runner, seeds: Range<u64>, most: usize) -> Result<Vec<Disagreement>, Error> {
    let mut disagreements = Vec::new();
    let mut start = seeds.start;
    while start < seeds.end && disagreements.len() < most {
        let end = start.saturating_add(BATCH).min(seeds.end);
        let programs: Vec<_> = (start..end).map(|seed| Program::make(Choices::random(seed))).collect();
        let sources: Vec<Source> = programs.iter().map(|(program, _)| program.into()).collect();
        let traces = runner.run(&sources)?;
        let failing = (start..end).zip(programs).zip(traces).filter(|(_, traces)| !traces.agree());
        for ((seed, (_, record)), _) in failing.take(most - disagreements.len()) {
            let fails = |sources: &[Source]| {
                Ok(runner.run(sources)?.iter().map(|traces| !traces.agree()).collect::<Vec<_>>())
            };
            let source = Source::from(&shrink(record, fails)?);
            let traces = runner.run(std::slice::from_ref(&source))?.remove(0);
            disagreements.push(Disagreement { seed, source, traces });
        }
        start = end;
    }
    Ok(disagreements)
}
