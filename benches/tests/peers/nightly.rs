//! Nightly's `gen` blocks.

pub(super) fn numbers() -> impl Iterator<Item = u64> {
    gen {
        for number in 0.. {
            yield number;
        }
    }
}

pub(super) fn lengths() -> impl Iterator<Item = usize> {
    gen {
        let mut numbers = vec![1];
        for number in 0..3 {
            numbers.push(number);
            yield numbers.len();
        }
    }
}
