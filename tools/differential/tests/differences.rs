//! The known differences: what each does here and in CPython, line by line.

use std::sync::LazyLock;

use genfn_differential::differences::DIFFERENCES;
use genfn_differential::run::{Runner, Source, Traces, with_python};

/// All of them run as one batch.
static TRACES: LazyLock<Option<Vec<Traces>>> = LazyLock::new(|| {
    let sources: Vec<Source> = DIFFERENCES.iter().map(Source::from).collect();
    with_python(Runner::new("differences").run(&sources))
});

#[track_caller]
fn check(name: &str) {
    let Some(traces) = &*TRACES else { return };
    let number =
        DIFFERENCES.iter().position(|difference| difference.name == name).expect("a known difference");
    let trim = |trace: &[String]| trace.iter().map(|line| line.trim_start().to_string()).collect::<Vec<_>>();
    assert_eq!(trim(&traces[number].rust), DIFFERENCES[number].rust_trace, "in Rust");
    assert_eq!(trim(&traces[number].python), DIFFERENCES[number].python_trace, "in Python");
}

macro_rules! differences {
    ($($name:ident,)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*

        /// Wrong if a difference were listed and not looked at.
        #[test]
        fn each_has_a_test() {
            let listed: Vec<&str> = DIFFERENCES.iter().map(|difference| difference.name).collect();
            assert_eq!(listed, [$(stringify!($name)),*]);
        }
    };
}

// Each is wrong if one of the two kept the rule in another way than the table says.
differences! {
    g12_nothing_that_is_sent_starts_a_generator,
    g15_a_throw_is_not_turned_into_a_close,
    g18_no_error_waits_behind_a_yield,
    g28_a_generator_that_ignores_a_close_has_ended,
    g32_a_drop_gives_no_chance_to_answer,
    d4_what_is_sent_to_an_iterator_is_dropped,
    d6_a_delegate_with_other_errors_is_closed,
    d7_d14_a_borrowed_delegate_is_not_closed,
    d7_an_error_that_is_returned_on_a_close_is_dropped,
    d9_a_delegator_has_no_say_when_its_delegate_ignores_a_close,
    d13_a_return_value_that_was_taken_is_not_made_up,
    d13_a_sent_value_is_not_made_up,
    a12_an_error_thrown_after_the_end_comes_back,
    a21_a22_an_operation_left_in_mid_await_is_not_lost,
}
