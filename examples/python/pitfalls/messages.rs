//! What the compiler and clippy say about the mistakes in this folder. Wrong if a mistake is not noticed any more.

use std::env;
use std::process::Command;

/// Where cargo looks for what to run in place of the compiler. `cargo clippy` sets it, too.
const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";

/// The messages are those of one compiler version, so they are compared on that one only. `TRYBUILD=overwrite` accepts
/// changed ones.
#[test]
fn messages() {
    if env::var_os(WRAPPER).is_some() {
        return trybuild::TestCases::new().compile_fail("programs/*.rs");
    }
    // A test cannot set the variable for itself without unsafe code, so it runs once more with it.
    let checked = Command::new(env::current_exe().unwrap())
        .args(["--exact", "messages", "--nocapture"])
        .env(WRAPPER, "clippy-driver")
        .env("CLIPPY_CONF_DIR", env!("CARGO_MANIFEST_DIR"))
        .status()
        .unwrap();
    assert!(checked.success(), "the messages are not as expected; see above");
}
