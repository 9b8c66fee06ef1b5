//! Runs `survey` as a user does.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn survey(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_survey")).args(arguments).output().unwrap()
}

/// A folder of this test's own with a few files in it.
fn tree(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("deeper/target")).unwrap();
    fs::write(
        folder.join("a.rs"),
        "fn main() {\n    let apple = 'x'; // apple\n    pear(apple, \"pear\");\n}\n",
    )
    .unwrap();
    fs::write(folder.join("deeper/b.py"), "def pear(fig):\n    return fig + apple # fig\n").unwrap();
    fs::write(folder.join("deeper/notes.txt"), "fig fig fig fig\n").unwrap();
    fs::write(folder.join("deeper/target/c.rs"), "fn left_out() {}\n").unwrap();
    fs::write(folder.join("zeros.rs"), "\0").unwrap();
    folder
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Wrong if it missed a file, read what it should leave out, or took keywords, comments or strings for identifiers.
#[test]
fn counts() {
    let tree = tree("counts");
    let Output { status, stdout, stderr } = survey(&[tree.to_str().unwrap()]);
    assert!(status.success());
    assert_eq!(
        text(&stdout),
        "files  3\nlines  7\ntokens 35\nskipped 1\nmost frequent identifiers:\n       \
         3 apple\n       2 fig\n       2 pear\n       1 main\n"
    );
    assert!(text(&stderr).contains("zeros.rs: not a text file"), "{}", text(&stderr));
}

/// Wrong if `--top` made no difference.
#[test]
fn top() {
    let tree = tree("top");
    let Output { stdout, .. } = survey(&["--top", "1", tree.to_str().unwrap()]);
    assert!(text(&stdout).ends_with("identifiers:\n       3 apple\n"), "{}", text(&stdout));
    let Output { stdout, .. } = survey(&[tree.to_str().unwrap(), "--top", "0"]);
    assert!(text(&stdout).ends_with("skipped 1\n"), "{}", text(&stdout));
}

/// Wrong if a mistake in the arguments passed for a success, or ended with the code of another kind of mistake.
#[test]
fn exit_codes() {
    for (arguments, code, complaint) in [
        (&["no/such/path"][..], 1, "survey: no/such/path: "),
        (&["--top", "many"], 2, "invalid value 'many' for '--top <N>'"),
        (&["--bottom"], 2, "unexpected argument '--bottom'"),
        (&["a", "b"], 2, "unexpected argument 'b'"),
    ] {
        let Output { status, stderr, .. } = survey(arguments);
        assert_eq!(status.code(), Some(code), "{arguments:?}");
        assert!(text(&stderr).contains(complaint), "{arguments:?}: {}", text(&stderr));
    }
}

/// Wrong if the help was missing, or left out an option.
#[test]
fn help() {
    let Output { status, stdout, .. } = survey(&["--help"]);
    assert!(status.success());
    for part in ["Surveys a directory tree", "[PATH]", "--top <N>"] {
        assert!(text(&stdout).contains(part), "{part} is missing in\n{}", text(&stdout));
    }
}

/// Wrong if it complained, panicked or failed because nobody reads its output, as in `survey | head -1`.
#[test]
#[cfg(unix)]
fn closed_pipe() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    let tree = tree("closed_pipe");
    fs::remove_file(tree.join("zeros.rs")).unwrap();
    for argument in [tree.to_str().unwrap(), "--help"] {
        let (reader, writer) = UnixStream::pair().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_survey"));
        let Output { status, stderr, .. } =
            command.arg(argument).stdout(OwnedFd::from(writer)).output().unwrap();
        assert!(status.success(), "{status}");
        assert_eq!(text(&stderr), "");
    }
}
