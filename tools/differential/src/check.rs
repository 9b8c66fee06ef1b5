//! Compares random programs, and makes those small that fail.

use std::fmt;
use std::ops::Range;

use crate::choices::Choices;
use crate::run::{Error, Runner, Source, Traces};
use crate::shrink::shrink;
use crate::tree::Program;

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

/// Runs the programs of these seeds as one batch. Gives so many of those that fail, the smallest of them, made
/// still smaller.
///
/// # Errors
///
/// When the batch could not be run.
pub fn check(runner: &Runner, seeds: Range<u64>, most: usize) -> Result<Vec<Disagreement>, Error> {
    let programs: Vec<_> = seeds.clone().map(|seed| Program::make(Choices::random(seed))).collect();
    let sources: Vec<Source> = programs.iter().map(|(program, _)| program.into()).collect();
    let traces = runner.run(&sources)?;
    let mut failing: Vec<_> =
        seeds.zip(programs).zip(traces).filter(|(_, traces)| !traces.agree()).map(|(made, _)| made).collect();
    failing.sort_by_key(|(_, (_, record))| record.values().len());
    let disagreements = failing.into_iter().take(most).map(|(seed, (_, record))| {
        let source = Source::from(&shrink(record, |sources| {
            Ok(runner.run(sources)?.iter().map(|traces| !traces.agree()).collect())
        })?);
        let traces = runner.run(std::slice::from_ref(&source))?.remove(0);
        Ok(Disagreement { seed, source, traces })
    });
    disagreements.collect()
}
