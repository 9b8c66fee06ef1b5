//! Random programs against a plain interpreter of the same programs, against themselves with every delegation inlined
//! (D17), and as asynchronous generators, with the futures of operations dropped in mid-await (A21, A22).

use genfn_tests::program::{Answer, Delegate, Operation, Step, check};
use genfn_tests::scaled;
use proptest::collection::vec;
use proptest::prelude::*;

fn answers() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::GoOn),
        (0..100u32).prop_map(Answer::Return),
        (0..100u32).prop_map(Answer::RaiseOther),
        Just(Answer::PassOn),
    ]
}

fn programs() -> impl Strategy<Value = Vec<Step>> {
    let leaf = prop_oneof![
        4 => (0..100u32).prop_map(Step::Yield),
        4 => (0..100u32, answers()).prop_map(|(value, answer)| Step::Try(value, answer)),
        1 => (0..100u32).prop_map(Step::Return),
        4 => (1..4u8).prop_map(Step::Await),
    ];
    let delegates = prop_oneof![
        Just(Delegate::Owned),
        Just(Delegate::Boxed),
        Just(Delegate::Dyn),
        Just(Delegate::Pushed),
        Just(Delegate::Borrowed),
        Just(Delegate::BorrowedInPlace),
        Just(Delegate::Manual),
        Just(Delegate::Synchronous),
    ];
    let step = leaf.prop_recursive(8, 60, 4, move |step| {
        (vec(step, 0..4), delegates.clone(), proptest::option::of(answers()))
            .prop_map(|(steps, delegate, answer)| Step::From(steps, delegate, answer))
    });
    vec(step, 0..5)
}

fn operations() -> impl Strategy<Value = Vec<(Operation, usize)>> {
    let operation = prop_oneof![
        6 => (0..100u32).prop_map(Operation::Resume),
        2 => (100..200u32).prop_map(Operation::Throw),
        1 => Just(Operation::Close),
    ];
    vec((operation, 0..6usize), 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: scaled(5_000, 4),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Wrong if any program did anything else than the interpreter says, or than itself inlined.
    #[test]
    fn d17_programs_do_what_the_model_says(steps in programs(), operations in operations()) {
        check(&steps, &operations);
    }
}
