//! Random programs do the same here and in CPython, but for the known differences.

use genfn_differential::check::check;
use genfn_differential::run::{Runner, with_python};

/// Wrong if any rule that both have is kept in another way here.
#[test]
fn random_programs_do_the_same() {
    for seeds in [0..250, 250..500] {
        let Some(disagreements) = with_python(check(&Runner::new("test"), seeds, 3)) else { return };
        let report: String = disagreements.iter().map(ToString::to_string).collect();
        assert!(disagreements.is_empty(), "{report}");
    }
}

/// Wrong if the comparison could not fail, or left a failing program large.
#[test]
fn a_changed_rule_is_found_and_the_program_made_small() {
    // Rule G10: the value of a yield is what is sent.
    let runner = Runner::new("changed").altered("value((yield operand))", "nothing((yield operand))");
    let Some(disagreements) = with_python(check(&runner, 0..20, 1)) else { return };
    let found = disagreements.first().expect("one of the programs looks at what is sent");
    assert!(!found.traces.agree(), "{found}");
    assert!(found.source.python.lines().count() <= 14, "{found}");
}
