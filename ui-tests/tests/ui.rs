//! The error messages. Wrong if one changed without being read, or if what must not compile does.

/// The messages are those of one compiler version, so they are compared on that one only.
#[test]
fn ui() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("ui/*/*.rs");
}

/// Wrong if a message showed something of the internals.
#[test]
fn no_message_shows_internals() {
    let mut messages = 0;
    for folder in std::fs::read_dir("ui").unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                messages += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                for internal in ["__private", "machinery", "runtime/src", "macros/src"] {
                    assert!(!text.contains(internal), "{} shows `{internal}`", path.display());
                }
            }
        }
    }
    assert!(messages >= 25, "only {messages} messages were checked");
}
