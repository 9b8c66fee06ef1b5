//! The table: forms of generators, states of the source, and what does not work.

use Form::{AsyncGenerator, Expression, Generator, Iter, Stream};
use Question::{Definition, Fields, Hover, Inlay, Report, Silence};

/// How a generator is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Generator,
    AsyncGenerator,
    Iter,
    Stream,
    Expression,
}

impl Form {
    pub(crate) const ALL: [Self; 5] = [Generator, AsyncGenerator, Iter, Stream, Expression];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Generator => "#[generator]",
            AsyncGenerator => "#[async_generator]",
            Iter => "iter! {}",
            Stream => "stream! {}",
            Expression => "iter!(x for x in xs)",
        }
    }
}

/// What is asked at the cursor.
#[derive(Clone, Copy)]
pub(crate) enum Question {
    /// Does it offer the fields of `Point`?
    Fields,
    /// Does it say this about the name?
    Hover(&'static str),
    /// Does it go to where `local` is first written?
    Definition,
    /// Does it show this behind the name?
    Inlay(&'static str),
    /// Does it find nothing wrong?
    Silence,
    /// Does it report this error? Without this one, silence would say nothing.
    Report(&'static str),
}

/// A state of the source, and what is asked about it.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) question: Question,
    /// The arguments of the attribute.
    pub(crate) arguments: &'static str,
    /// What is in the braces of a function, of a block, and of an expression; nothing where that has no such state.
    pub(crate) bodies: [&'static str; 3],
    /// The forms in which it does not work, and why.
    pub(crate) gaps: &'static [(Form, &'static str)],
}

impl Case {
    const fn new(name: &'static str, question: Question, bodies: [&'static str; 3]) -> Self {
        Self { name, question, arguments: "", bodies, gaps: &[] }
    }

    const fn with_arguments(self, arguments: &'static str) -> Self {
        Self { arguments, ..self }
    }

    const fn but(self, gaps: &'static [(Form, &'static str)]) -> Self {
        Self { gaps, ..self }
    }

    /// Why it does not work in that form, if it does not.
    pub(crate) fn gap(&self, form: Form) -> Option<&'static str> {
        self.gaps.iter().find(|(of, _)| *of == form).map(|(_, reason)| *reason)
    }
}

const NO_HINTS: &str = "rust-analyzer shows no hints among the arguments of a macro";

/// `‸` is the cursor.
pub(crate) const CASES: &[Case] = &[
    Case::new("`p.`", Fields, ["p.‸\nyield_!(0);", "p.‸\nyield 0;", ""]),
    Case::new("`p.` at the end", Fields, ["yield_!(0);\np.‸", "yield 0;\np.‸", ""]),
    Case::new("`let x = p.`", Fields, ["let x = p.‸\nyield_!(0);", "let x = p.‸\nyield 0;", ""]),
    Case::new("`f(p., ..)`", Fields, ["f(p.‸, yield_!(0));", "f(p.‸, yield 0);", "f(p.‸, 3) for _ in 0..3"]),
    Case::new("yield of `p.`", Fields, ["yield_!(p.‸);", "yield p.‸;", "p.‸ for _ in 0..3"]),
    Case::new(
        "yield of `p.`, no semicolon",
        Fields,
        ["yield_!(p.‸)\nlet x = 7;", "yield p.‸\nlet x = 7;", ""],
    ),
    Case::new(
        "yield of `p.` in `println!`",
        Fields,
        ["println!(\"{}\", yield_!(p.‸));", "println!(\"{}\", yield p.‸);", ""],
    ),
    Case::new("`let q = ;` above", Fields, ["let q = ;\np.‸\nyield_!(0);", "let q = ;\np.‸\nyield 0;", ""]),
    Case::new(
        "`let q = ;` above the yield",
        Fields,
        ["let q = ;\nyield_!(p.‸);", "let q = ;\nyield p.‸;", ""],
    ),
    Case::new("an open `f(` above", Fields, ["f(\np.‸\nyield_!(0);", "f(\np.‸\nyield 0;", ""]),
    Case::new(
        "junk below",
        Fields,
        ["p.‸\nlet = = 7 fn + ;\nyield_!(0);", "p.‸\nlet = = 7 fn + ;\nyield 0;", ""],
    ),
    Case::new(
        "junk below the yield",
        Fields,
        ["yield_!(p.‸);\nlet = = 7 fn + ;", "yield p.‸;\nlet = = 7 fn + ;", ""],
    ),
    Case::new("`match p.`", Fields, ["match p.‸\nyield_!(0);", "match p.‸\nyield 0;", ""]),
    Case::new(
        "`if p.`",
        Fields,
        ["if p.‸ {}\nyield_!(0);", "if p.‸ {}\nyield 0;", "x for x in 0..3 if p.‸ for y in 0..x"],
    ),
    Case::new("`if` a yield of `p.`", Fields, ["if yield_!(p.‸) {}", "if yield p.‸ {}", ""]),
    Case::new(
        "`for _ in p.`",
        Fields,
        ["for _ in p.‸ {}\nyield_!(0);", "for _ in p.‸ {}\nyield 0;", "0 for _ in p.‸"],
    ),
    Case::new("`for await _ in p.`", Fields, ["", "for await _ in p.‸ {}\nyield 0;", ""]),
    Case::new("yield of `p.`, unfinished clause", Fields, ["", "", "p.‸ for _ in"])
        .but(&[(Expression, "a clause that is a mistake is reported, and the element is not looked at")]),
    Case::new("`p.` below a bad argument", Fields, ["p.‸\nyield_!(0);", "", ""]).with_arguments("(bogus)"),
    Case::new("yield of `p.` below a bad argument", Fields, ["yield_!(p.‸);", "", ""])
        .with_arguments("(bogus)"),
    Case::new(
        "documentation of the yield",
        Hover("to whoever resumed the generator"),
        ["yie‸ld_!(0);", "yie‸ld 0;", ""],
    ),
    Case::new(
        "type of a local",
        Hover("local: i32"),
        [
            "let local = p.vertical;\nyield_!(loc‸al);",
            "let local = p.vertical;\nyield loc‸al;",
            "loc‸al for local in 0..p.vertical",
        ],
    ),
    Case::new(
        "type shown behind a local",
        Inlay(": i32"),
        [
            "let local‸ = p.vertical;\nyield_!(local);",
            "let local‸ = p.vertical;\nyield local;",
            "local for local‸ in 0..p.vertical",
        ],
    )
    .but(&[(Iter, NO_HINTS), (Stream, NO_HINTS), (Expression, NO_HINTS)]),
    Case::new(
        "definition of a local",
        Definition,
        [
            "let local = p.vertical;\nyield_!(loc‸al);",
            "let local = p.vertical;\nyield loc‸al;",
            "x for (x, local) in [(1, 2)] if loc‸al > p.vertical",
        ],
    ),
    Case::new(
        "no diagnostics of valid code",
        Silence,
        [
            "let local = p.vertical;\nfor i in 0..local {\n    yield_!(i);\n}\nyield_!(p.horizontal);",
            "let local = p.vertical;\nfor i in 0..local {\n    yield i;\n}\nyield p.horizontal;",
            "p.horizontal * i for i in 0..p.vertical if i > 7",
        ],
    ),
    Case::new(
        "a diagnostic of a wrong type",
        Report("E0308"),
        [
            "let wrong: i32 = \"\";\nyield_!(wrong);",
            "let wrong: i32 = \"\";\nyield wrong;",
            "{ let wrong: i32 = \"\"; wrong } for _ in 0..3",
        ],
    ),
];
