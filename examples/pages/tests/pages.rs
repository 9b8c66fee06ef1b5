//! Runs `pages` as a user does.

use std::process::{Command, Output};

fn pages(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pages")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Wrong if an option made no difference, or the program ended badly with some combination of them.
#[test]
fn options() {
    for (arguments, parts) in [
        (&[][..], &["12 pages", "page 4 failed", "page 8 failed", "nothing for 150ms", "100 items"][..]),
        (&["--items", "25"], &["5 pages", "30 items in 3 responses, 0 retried and 0 timeouts; closed: true"]),
        (
            &["--fail-every", "0", "--timeout", "5000"],
            &["100 items in 10 responses, 0 retried and 0 timeouts"],
        ),
        (
            &["--items", "30", "--fail-every", "1"],
            &["page 1 failed", "page 2 failed", "in 6 responses, 3 retried"],
        ),
        (&["--items", "60", "--timeout", "50"], &["nothing for 50ms: pages"]),
    ] {
        let Output { status, stdout, stderr } = pages(arguments);
        assert!(status.success(), "{arguments:?}: {}", text(&stderr));
        for part in parts {
            assert!(text(&stdout).contains(part), "{arguments:?}: {part} is missing in\n{}", text(&stdout));
        }
    }
}

/// Wrong if a mistake in the arguments passed for a success.
#[test]
fn exit_codes() {
    for (arguments, complaint) in [
        (&["--items", "0"][..], "invalid value '0' for '--items <N>'"),
        (&["--timeout", "soon"], "invalid value 'soon' for '--timeout <MS>'"),
        (&["page"], "unexpected argument 'page'"),
    ] {
        let Output { status, stderr, .. } = pages(arguments);
        assert_eq!(status.code(), Some(2), "{arguments:?}");
        assert!(text(&stderr).contains(complaint), "{arguments:?}: {}", text(&stderr));
    }
}

/// Wrong if the help was missing, or left out an option.
#[test]
fn help() {
    let Output { status, stdout, .. } = pages(&["--help"]);
    assert!(status.success());
    for part in ["Reads a paginated HTTP API", "--items <N>", "--fail-every <K>", "--timeout <MS>"] {
        assert!(text(&stdout).contains(part), "{part} is missing in\n{}", text(&stdout));
    }
}

/// Wrong if it complained, panicked or failed because nobody reads its output, as in `pages | head -1`.
#[test]
#[cfg(unix)]
fn closed_pipe() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let (reader, writer) = UnixStream::pair().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_pages"));
    let Output { status, stderr, .. } = command.stdout(OwnedFd::from(writer)).output().unwrap();
    assert!(status.success(), "{status}");
    assert_eq!(text(&stderr), "");
}
