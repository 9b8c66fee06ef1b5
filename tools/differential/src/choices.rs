//! The choices that a program is made by.
//!
//! A program is a function of a list of numbers. New programs come from random numbers; what is smaller than a program
//! comes from a smaller list, so everything that the maker ensures also holds for what the shrinker tries.

use std::collections::BTreeSet;
use std::ops::Range;

use fastrand::Rng;

/// A source of choices, which remembers them.
#[derive(Debug)]
pub struct Choices {
    source: Source,
    record: Record,
}

#[derive(Debug)]
enum Source {
    Random(Rng),
    /// After its end there are only zeros, the simplest choice.
    Given(std::vec::IntoIter<u32>),
}

/// Choices that were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    values: Vec<u32>,
    parts: Vec<Range<usize>>,
}

impl Choices {
    /// Random choices.
    #[must_use]
    pub fn random(seed: u64) -> Self {
        Self { source: Source::Random(Rng::with_seed(seed)), record: Record::default() }
    }

    /// These choices, then zeros. One that is too large counts as the largest.
    #[must_use]
    pub fn given(values: Vec<u32>) -> Self {
        Self { source: Source::Given(values.into_iter()), record: Record::default() }
    }

    /// What has been chosen.
    #[must_use]
    pub fn take_record(&mut self) -> Record {
        std::mem::take(&mut self.record)
    }

    /// A number below a limit. 0 is to be the simplest.
    pub fn below(&mut self, limit: u32) -> u32 {
        let value = match &mut self.source {
            Source::Random(random) => random.u32(..limit),
            Source::Given(values) => values.next().unwrap_or(0).min(limit - 1),
        };
        self.record.values.push(value);
        value
    }

    /// A number that is not free here, but may be where its part is put.
    fn forced(&mut self, value: u32) -> u32 {
        if let Source::Given(values) = &mut self.source {
            values.next();
        }
        self.record.values.push(value);
        value
    }

    /// The index of one of so many.
    ///
    /// # Panics
    ///
    /// When there are none, or more than anyone would list.
    pub fn index(&mut self, count: usize) -> usize {
        self.below(u32::try_from(count).expect("few")) as usize
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == times - 1
    }

    /// One of these, as often as its weight says. The first is to be the simplest.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub fn weighted<T: Copy>(&mut self, options: &[(u32, T)]) -> T {
        let mut at = self.below(options.iter().map(|&(weight, _)| weight).sum());
        for &(weight, option) in options {
            if at < weight {
                return option;
            }
            at -= weight;
        }
        unreachable!("the choice is below the sum of the weights")
    }

    /// Where the next part begins.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.record.values.len()
    }

    /// Everything since a mark is a part of the program, which the shrinker may take away as a whole, or put in place of
    /// one around it.
    pub fn part_since(&mut self, mark: usize) {
        self.record.parts.push(mark..self.mark());
    }
}

/// Makes a list. An item and the choice that there is one are a part. There is always a choice to end, also where the list
/// must, so that the rest stays what it is when an item is taken away.
pub fn list<C: AsMut<Choices>, T>(
    maker: &mut C,
    least: usize,
    most: usize,
    mut make: impl FnMut(&mut C) -> T,
) -> Vec<T> {
    let mut items = Vec::new();
    loop {
        let mark = maker.as_mut().mark();
        let goes_on = if items.len() < least {
            maker.as_mut().forced(1)
        } else if items.len() < most {
            maker.as_mut().below(4)
        } else {
            maker.as_mut().forced(0)
        };
        if goes_on == 0 {
            return items;
        }
        items.push(make(maker));
        maker.as_mut().part_since(mark);
    }
}

impl AsMut<Self> for Choices {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl Record {
    /// The choices.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.values
    }

    /// Whether this is simpler than other choices: shorter, or as long and smaller.
    #[must_use]
    pub fn is_simpler_than(&self, other: &Self) -> bool {
        (self.values.len(), &self.values) < (other.values.len(), &other.values)
    }

    /// Choices that may be simpler, the shortest first: without a part, with the simplest one in its place, with one
    /// that lies in it, with a smaller number.
    #[must_use]
    pub fn simpler(&self) -> Vec<Vec<u32>> {
        let replaced = |part: &Range<usize>, by: &[u32]| {
            [&self.values[..part.start], by, &self.values[part.end..]].concat()
        };
        let mut found = BTreeSet::new();
        for outer in &self.parts {
            found.extend([&[][..], &[0], &[0, 0]].map(|simplest| replaced(outer, simplest)));
            for inner in &self.parts {
                if outer.start <= inner.start && inner.end <= outer.end && inner.len() < outer.len() {
                    found.insert(replaced(outer, &self.values[inner.clone()]));
                }
            }
        }
        for (at, &value) in self.values.iter().enumerate() {
            for smaller in [0, value / 2, value.saturating_sub(1)] {
                if smaller < value {
                    found.insert(replaced(&(at..at + 1), &[smaller]));
                }
            }
        }
        let mut found: Vec<_> = found.into_iter().collect();
        found.sort_by_key(Vec::len);
        found
    }
}
