//! What the compiler and clippy say about the mistakes in this folder. Wrong if a mistake is not noticed any more.

use genfn_ui_tests::{Compiler, compare};

/// The exact texts are compared with the version of the compiler that they were recorded with. With another one, each
/// mistake must still be an error at its line. `UPDATE_EXPECT=1` accepts changed texts.
#[test]
fn messages() {
    let compiler = Compiler::rustc(env!("CARGO_MANIFEST_DIR"), &["genfn", "tokio"]).with_clippy();
    let Some(compiler) = compiler else { return println!("skipped: no clippy here") };
    let compared = compare(&compiler, "programs");
    assert!(compared.cases >= 4 && compared.errors >= 6, "{compared:?}");
}
