//! Loops that yield: inlined into their consumer, and behind `Box<dyn Iterator>`.

use genfn::iter;

use crate::{Contestant, Workload, bodies, sum, sum_boxed};

/// The contestants of one body, inlined or boxed.
macro_rules! contest {
    ($sum:ident, $module:ident, hand $hand:expr, |$n:ident| ($($argument:expr),*)  $(; $name:literal $other:expr)*) => {{
        #[allow(unused_mut)]
        let mut contestants = vec![
            contest!(@one $sum, "by hand", |$n| $hand),
            contest!(@one $sum, "genfn", |$n| $module::genfn($($argument),*)),
            $(contest!(@one $sum, $name, |$n| $other),)*
            contest!(@one $sum, "genfn PinGen", |$n| $crate::workloads::peers::Pinned(Box::pin($module::genfn_in_place($($argument),*)))),
            contest!(@one $sum, "genawaiter rc", |$n| $module::genawaiter_rc($($argument),*)),
            contest!(@one $sum, "remit", |$n| $module::remit($($argument),*)),
            contest!(@one $sum, "fauxgen", |$n| $module::fauxgen($($argument),*)),
            contest!(@one $sum, "corosensei", |$n| $module::corosensei($($argument),*)),
        ];
        #[cfg(feature = "nightly")]
        contestants.push(contest!(@one $sum, "nightly gen", |$n| $module::nightly($($argument),*)));
        contestants
    }};
    (@one $sum:ident, $name:literal, |$n:ident| $make:expr ) => {
        Contestant::new(
            $name,
            |$n| $sum($make),
            |$n| $make.collect(),
        )
    };
}

const LEFT_OUT: &str = "";

/// Both rows of a workload.
macro_rules! rows {
    ($inlined:literal, $boxed:literal, [$items:expr, $compared:expr, $counted:expr], $($contest:tt)*) => {
        [
            Workload {
                name: $inlined,
                items: $items,
                compared: $compared,
                counted: $counted,
                contestants: contest!(sum, $($contest)*),
                left_out: LEFT_OUT,
            },
            Workload {
                name: $boxed,
                items: $items,
                compared: $compared,
                counted: $counted,
                contestants: contest!(sum_boxed, $($contest)*),
                left_out: LEFT_OUT,
            },
        ]
    };
}

bodies!(
    /// Every third number.
    range_filter(n: u64), emit, {
        for i in 0..n {
            if i.is_multiple_of(3) {
                emit!(i);
            }
        }
    }
);

struct RangeFilter {
    at: u64,
    end: u64,
}

impl Iterator for RangeFilter {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        while self.at < self.end {
            let i = self.at;
            self.at += 1;
            if i.is_multiple_of(3) {
                return Some(i);
            }
        }
        None
    }
}

bodies!(
    /// Fibonacci numbers.
    fib(n: u64), emit, {
        let (mut a, mut b) = (0u64, 1u64);
        for _ in 0..n {
            emit!(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }
);

struct Fib {
    a: u64,
    b: u64,
    left: u64,
}

impl Iterator for Fib {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let a = self.a;
        (self.a, self.b) = (self.b, a.wrapping_add(self.b));
        Some(a)
    }
}

bodies!(
    /// Pythagorean triples with a hypotenuse below the limit, as products.
    triples(limit: u64), emit, {
        for z in 1..limit {
            for x in 1..z {
                for y in x..z {
                    if x * x + y * y == z * z {
                        emit!(x * y * z);
                    }
                }
            }
        }
    }
);

struct Triples {
    limit: u64,
    x: u64,
    y: u64,
    z: u64,
}

impl Iterator for Triples {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        while self.z < self.limit {
            while self.x < self.z {
                while self.y < self.z {
                    let (x, y, z) = (self.x, self.y, self.z);
                    self.y += 1;
                    if x * x + y * y == z * z {
                        return Some(x * y * z);
                    }
                }
                self.x += 1;
                self.y = self.x;
            }
            self.z += 1;
            (self.x, self.y) = (1, 1);
        }
        None
    }
}

/// Real text, to the length that is asked for.
#[must_use]
pub fn text(length: u64) -> &'static [u8] {
    static TEXT: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
        let once = include_bytes!("../../../README.md");
        once.iter().copied().cycle().take(4 << 20).collect()
    });
    &TEXT[..(length as usize).min(TEXT.len())]
}

bodies!(
    /// Words, numbers and other characters, as their first byte and length.
    tokenizer(text: &'static [u8]), emit, {
        let mut at = 0;
        while at < text.len() {
            let start = at;
            if text[at].is_ascii_alphabetic() {
                while at < text.len() && text[at].is_ascii_alphanumeric() {
                    at += 1;
                }
                emit!(u64::from(text[start]) << 8 | (at - start) as u64);
            } else if text[at].is_ascii_digit() {
                while at < text.len() && text[at].is_ascii_digit() {
                    at += 1;
                }
                emit!(1 << 32 | (at - start) as u64);
            } else {
                at += 1;
                if !text[start].is_ascii_whitespace() {
                    emit!(2 << 32 | u64::from(text[start]));
                }
            }
        }
    }
);

struct Tokenizer {
    text: &'static [u8],
    at: usize,
}

impl Iterator for Tokenizer {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let text = self.text;
        while self.at < text.len() {
            let start = self.at;
            let mut at = start;
            if text[at].is_ascii_alphabetic() {
                while at < text.len() && text[at].is_ascii_alphanumeric() {
                    at += 1;
                }
                self.at = at;
                return Some(u64::from(text[start]) << 8 | (at - start) as u64);
            }
            if text[at].is_ascii_digit() {
                while at < text.len() && text[at].is_ascii_digit() {
                    at += 1;
                }
                self.at = at;
                return Some(1 << 32 | (at - start) as u64);
            }
            self.at = at + 1;
            if !text[start].is_ascii_whitespace() {
                return Some(2 << 32 | u64::from(text[start]));
            }
        }
        None
    }
}

bodies!(
    /// Run-length coding with an escape byte: four places that yield.
    run_length(text: &'static [u8]), emit, {
        let mut at = 0;
        while at < text.len() {
            let byte = text[at];
            let mut run = 1;
            while run < 255 && at + run < text.len() && text[at + run] == byte {
                run += 1;
            }
            at += run;
            if run > 3 {
                emit!(0x1b);
                emit!(run as u64);
                emit!(u64::from(byte));
            } else {
                for _ in 0..run {
                    emit!(u64::from(byte));
                }
            }
        }
    }
);

struct RunLength {
    text: &'static [u8],
    at: usize,
    state: RunState,
}

enum RunState {
    Next,
    Length(u8, u64),
    Byte(u8),
    Plain(u8, usize),
}

impl Iterator for RunLength {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        match self.state {
            RunState::Length(byte, run) => {
                self.state = RunState::Byte(byte);
                return Some(run);
            }
            RunState::Byte(byte) => {
                self.state = RunState::Next;
                return Some(u64::from(byte));
            }
            RunState::Plain(byte, left) => {
                self.state = if left > 1 { RunState::Plain(byte, left - 1) } else { RunState::Next };
                return Some(u64::from(byte));
            }
            RunState::Next => {}
        }
        let text = self.text;
        let byte = *text.get(self.at)?;
        let mut run = 1;
        while run < 255 && self.at + run < text.len() && text[self.at + run] == byte {
            run += 1;
        }
        self.at += run;
        if run > 3 {
            self.state = RunState::Length(byte, run as u64);
            return Some(0x1b);
        }
        if run > 1 {
            self.state = RunState::Plain(byte, run - 1);
        }
        Some(u64::from(byte))
    }
}

bodies!(
    /// A few numbers, of a generator that is then dropped.
    few(), emit, {
        for i in 0..4u64 {
            emit!(i);
        }
    }
);

struct Few(u64);

impl Iterator for Few {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        (self.0 < 4).then(|| {
            self.0 += 1;
            self.0 - 1
        })
    }
}

/// Makes one generator after another. Not `flat_map`: that would keep each in a place of its own.
#[inline(always)]
fn repeatedly<I: Iterator<Item = u64>>(n: u64, make: impl Fn() -> I) -> u64 {
    let mut total = 0u64;
    for round in 0..n / 4 {
        for item in make() {
            total = total.wrapping_add(item ^ round);
        }
    }
    total
}

bodies!(
    /// The permutations of 0 to 8, by Heap's method, as numbers in base 16.
    permutations(n: u64), emit, {
        let n = n as usize;
        let mut items = [0u64, 1, 2, 3, 4, 5, 6, 7, 8];
        let mut counters = [0usize; 9];
        emit!(items[..n].iter().fold(0, |number, item| number << 4 | item));
        let mut at = 1;
        while at < n {
            if counters[at] < at {
                items.swap(if at.is_multiple_of(2) { 0 } else { counters[at] }, at);
                emit!(items[..n].iter().fold(0, |number, item| number << 4 | item));
                counters[at] += 1;
                at = 1;
            } else {
                counters[at] = 0;
                at += 1;
            }
        }
    }
);

struct Permutations {
    n: usize,
    items: [u64; 9],
    counters: [usize; 9],
    at: usize,
}

impl Permutations {
    fn new(n: u64) -> Self {
        Self { n: n as usize, items: [0, 1, 2, 3, 4, 5, 6, 7, 8], counters: [0; 9], at: 0 }
    }
}

impl Iterator for Permutations {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        if self.at == 0 {
            self.at = 1;
            return Some(self.items[..self.n].iter().fold(0, |number, item| number << 4 | item));
        }
        while self.at < self.n {
            let at = self.at;
            if self.counters[at] < at {
                self.items.swap(if at.is_multiple_of(2) { 0 } else { self.counters[at] }, at);
                self.counters[at] += 1;
                self.at = 1;
                return Some(self.items[..self.n].iter().fold(0, |number, item| number << 4 | item));
            }
            self.counters[at] = 0;
            self.at += 1;
        }
        None
    }
}

bodies!(
    /// One stage of a pipeline.
    stage[I: Iterator<Item = u64> + 'static](input: I, add: u64), emit, {
        for item in input {
            if item % 7 != add {
                emit!(item.wrapping_add(add));
            }
        }
    }
);

struct Stage<I> {
    input: I,
    add: u64,
}

impl<I: Iterator<Item = u64>> Iterator for Stage<I> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        loop {
            let item = self.input.next()?;
            if item % 7 != self.add {
                return Some(item.wrapping_add(self.add));
            }
        }
    }
}

/// Five stages of the same kind.
macro_rules! five_stages {
    ($($name:literal $stage:expr),* $(,)?) => {
        vec![$(Contestant::new(
            $name,
            |n| sum($stage($stage($stage($stage($stage(0..n, 1), 2), 3), 4), 5)),
            |n| $stage($stage($stage($stage($stage(0..n, 1), 2), 3), 4), 5).collect(),
        )),*]
    };
}

fn pipeline() -> Workload {
    #[allow(unused_mut)]
    let mut contestants = five_stages!(
        "by hand" |input, add| Stage { input, add },
        "genfn" stage::genfn,
        "genawaiter rc" stage::genawaiter_rc,
        "remit" stage::remit,
        "fauxgen" stage::fauxgen,
        "corosensei" stage::corosensei,
    );
    #[cfg(feature = "nightly")]
    contestants.extend(five_stages!("nightly gen" stage::nightly));
    Workload {
        name: "pipeline of 5",
        items: 100_000,
        compared: 1_000,
        counted: 10_000,
        contestants,
        left_out: "",
    }
}

/// The squares of the even numbers: a generator expression, and what it is compared with.
struct EvenSquares {
    at: u64,
    end: u64,
}

impl Iterator for EvenSquares {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        while self.at < self.end {
            let x = self.at;
            self.at += 1;
            if x.is_multiple_of(2) {
                return Some(x.wrapping_mul(x));
            }
        }
        None
    }
}

fn even_squares() -> Workload {
    Workload {
        name: "generator expression",
        items: 1_000_000,
        compared: 1_000,
        counted: 100_000,
        contestants: vec![
            Contestant::new(
                "by hand",
                |n| sum(EvenSquares { at: 0, end: n }),
                |n| EvenSquares { at: 0, end: n }.collect(),
            ),
            Contestant::new(
                "genfn",
                |n| sum(iter!(x.wrapping_mul(x) for x in 0..n if x.is_multiple_of(2))),
                |n| iter!(x.wrapping_mul(x) for x in 0..n if x.is_multiple_of(2)).collect(),
            ),
            Contestant::new(
                "Iterator adapters",
                |n| sum((0..n).filter(|x| x.is_multiple_of(2)).map(|x| x.wrapping_mul(x))),
                |n| (0..n).filter(|x| x.is_multiple_of(2)).map(|x| x.wrapping_mul(x)).collect(),
            ),
        ],
        left_out: "",
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Workload> {
    let mut all = Vec::new();
    all.extend(rows!(
        "range and filter", "range and filter, dyn", [300_000, 1_000, 30_000],
        range_filter, hand RangeFilter { at: 0, end: n }, |n| (n); "Iterator adapters" (0..n).filter(|i| i.is_multiple_of(3))
    ));
    all.extend(rows!(
        "fib", "fib, dyn", [300_000, 90, 9_000],
        fib, hand Fib { a: 0, b: 1, left: n }, |n| (n);
        "successors" std::iter::successors(Some((0u64, 1u64)), |&(a, b)| Some((b, a.wrapping_add(b)))).map(|(a, _)| a).take(n as usize)
    ));
    all.extend(rows!(
        "triples", "triples, dyn", [150, 50, 100],
        triples, hand Triples { limit: n, x: 1, y: 1, z: 1 }, |n| (n);
        "Iterator adapters" (1..n).flat_map(|z| (1..z).flat_map(move |x| (x..z).filter(move |y| x * x + y * y == z * z).map(move |y| x * y * z)))
    ));
    all.extend(rows!(
        "tokenizer", "tokenizer, dyn", [500_000, 10_000, 50_000],
        tokenizer, hand Tokenizer { text: text(n), at: 0 }, |n| (text(n))
    ));
    all.extend(rows!(
        "run length", "run length, dyn", [500_000, 10_000, 50_000],
        run_length, hand RunLength { text: text(n), at: 0, state: RunState::Next }, |n| (text(n))
    ));
    all.extend(rows!(
        "permutations", "permutations, dyn", [9, 5, 7],
        permutations, hand Permutations::new(n), |n| (n)
    ));
    all.push(even_squares());
    all.push(make_few());
    all.push(pipeline());
    all
}

fn make_few() -> Workload {
    macro_rules! few_contest {
        ($($name:literal $make:expr),* $(,)?) => {
            vec![$(Contestant::new(
                $name,
                |n| repeatedly(n, || $make),
                |_| $make.collect(),
            )),*]
        };
    }
    #[allow(unused_mut)]
    let mut contestants = few_contest!(
        "by hand" Few(0),
        "genfn" few::genfn(),
        "genawaiter rc" few::genawaiter_rc(),
        "remit" few::remit(),
        "fauxgen" few::fauxgen(),
        "corosensei" few::corosensei(),
    );
    #[cfg(feature = "nightly")]
    contestants.extend(few_contest!("nightly gen" few::nightly()));
    Workload {
        name: "make, 4 items, drop",
        items: 100_000,
        compared: 4,
        counted: 10_000,
        contestants,
        left_out: "",
    }
}
