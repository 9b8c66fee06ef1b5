//! Makes a failing program small.

use std::collections::HashSet;

use crate::choices::{Choices, Record};
use crate::run::Source;
use crate::tree::Program;

/// How many programs are tried at once: they are compiled together.
const BATCH: usize = 24;

/// The smallest program that could be found that fails as the one of these choices does. `fails` is asked about many at
/// once.
///
/// # Errors
///
/// When `fails` gives one.
pub fn shrink<E>(
    record: Record,
    mut fails: impl FnMut(&[Source]) -> Result<Vec<bool>, E>,
) -> Result<Program, E> {
    let mut best = record;
    let mut seen = HashSet::new();
    'smaller: loop {
        let mut candidates = Vec::new();
        let mut simpler = best.simpler().into_iter().peekable();
        while simpler.peek().is_some() {
            for values in simpler.by_ref() {
                let (program, record) = Program::make(Choices::given(values));
                let source = Source::from(&program);
                if record.is_simpler_than(&best) && seen.insert(source.clone()) {
                    candidates.push((record, source));
                    if candidates.len() == BATCH {
                        break;
                    }
                }
            }
            let (records, sources): (Vec<_>, Vec<_>) = candidates.drain(..).unzip();
            let failed = if sources.is_empty() { Vec::new() } else { fails(&sources)? };
            let failing = records.into_iter().zip(failed).filter(|(_, failed)| *failed);
            // The simplest of them.
            let simplest = failing
                .map(|(record, _)| record)
                .reduce(|simplest, record| if record.is_simpler_than(&simplest) { record } else { simplest });
            if let Some(record) = simplest {
                best = record;
                continue 'smaller;
            }
        }
        return Ok(Program::make(Choices::given(best.values().to_vec())).0);
    }
}
