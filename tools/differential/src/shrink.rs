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
    let mut harmless = HashSet::new();
    'smaller: loop {
        let mut candidates = best.simpler().into_iter().filter_map(|values| {
            let (program, record) = Program::make(Choices::given(values));
            record.is_simpler_than(&best).then(|| (record, Source::from(&program)))
        });
        loop {
            let mut known = harmless.clone();
            let news = candidates.by_ref().filter(|(_, source)| known.insert(source.clone()));
            let (records, sources): (Vec<_>, Vec<_>) = news.take(BATCH).unzip();
            if sources.is_empty() {
                return Ok(Program::make(Choices::given(best.values().to_vec())).0);
            }
            let mut simplest: Option<Record> = None;
            for ((record, source), fails) in records.into_iter().zip(&sources).zip(fails(&sources)?) {
                if !fails {
                    harmless.insert(source.clone());
                } else if simplest.as_ref().is_none_or(|simplest| record.is_simpler_than(simplest)) {
                    simplest = Some(record);
                }
            }
            if let Some(simplest) = simplest {
                best = simplest;
                continue 'smaller;
            }
        }
    }
}
