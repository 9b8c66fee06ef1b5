//! The error messages. Wrong if one changed without being read, or if what must not compile does.

/// The messages are those of one compiler version, so they are compared on that one only.
#[test]
fn ui() {
    let tests = trybuild::TestCases::new();
    tests.compile_fail("ui/*/*.rs");
}

/// Wrong if what a message says, or what it points at, was something of the internals. (What the compiler adds about
/// where a bound was declared is not ours to word.)
#[test]
fn no_message_shows_internals() {
    let mut messages = 0;
    for folder in std::fs::read_dir("ui").unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "stderr") {
                messages += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                let said = text.lines().filter(|line| line.starts_with("error") || line.contains('^'));
                for line in said.take_while(|line| !line.contains("required by")) {
                    for internal in ["__private", "machinery", "Movable", "Target", "Bridge", "Token"] {
                        assert!(!line.contains(internal), "{} shows `{internal}`: {line}", path.display());
                    }
                }
            }
        }
    }
    assert!(messages >= 25, "only {messages} messages were checked");
}
