//! Runs the compiler on one file at a time, with the dependencies of a package.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

use serde_json::Value;

use crate::text::{Places, normalize_output};

/// The compiler, and what the cases are compiled with.
#[derive(Debug)]
pub struct Compiler {
    program: OsString,
    version: String,
    package: PathBuf,
    arguments: Vec<OsString>,
}

impl Compiler {
    /// The compiler that cargo uses. `package` is the folder of a package, and `crates` are those of its dependencies that the
    /// cases name, in alphabetical order.
    ///
    /// # Panics
    ///
    /// When it does not start, or when the dependencies cannot be built.
    #[must_use]
    pub fn rustc(package: &str, crates: &[&str]) -> Self {
        let program = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let version = text(&run(Command::new(&program).arg("-vV")).stdout);
        let version = version.lines().find_map(|line| line.strip_prefix("release: "));
        let version = version.expect("`rustc -vV` names the release").to_string();

        let mut arguments = [
            "--edition=2024",
            "--emit=metadata=-",
            "--color=never",
            "--diagnostic-width=140",
            // Types are written out in full.
            "--verbose",
        ]
        .map(OsString::from)
        .to_vec();
        arguments.extend(dependencies(Path::new(package), crates));
        let package = Path::new(package).canonicalize().expect("the package is there");
        Self { program, version, package, arguments }
    }

    /// The same with clippy's lints, and with the `clippy.toml` of the package. `None` where clippy is not installed.
    #[must_use]
    pub fn with_clippy(self) -> Option<Self> {
        let program = "clippy-driver";
        let is_here =
            Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
        is_here.then(|| Self { program: program.into(), ..self })
    }

    /// The version of the compiler, as in `1.97.0-nightly`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whether this is a stable compiler with this minor version, as in `1.95`.
    #[must_use]
    pub fn is_release(&self, minor: &str) -> bool {
        let patch = self.version.strip_prefix(minor).and_then(|rest| rest.strip_prefix('.'));
        patch.is_some_and(|patch| patch.parse::<u32>().is_ok())
    }

    /// The folder of the package.
    pub(crate) fn package(&self) -> &Path {
        &self.package
    }

    /// What is said about each of the files, or why that is no error message.
    pub(crate) fn compile_all(&self, cases: &[PathBuf]) -> Vec<Result<String, String>> {
        let next = AtomicUsize::new(0);
        let results = Mutex::new(vec![Err("it was not compiled".to_string()); cases.len()]);
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, Into::into) {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(case) = cases.get(at) else { break };
                        let result = self.compile(case);
                        results.lock().expect("no compilation panics")[at] = result;
                    }
                });
            }
        });
        results.into_inner().expect("no compilation panics")
    }

    /// What the lints say of a program, a library, in the order of its lines.
    ///
    /// # Panics
    ///
    /// When it does not compile.
    #[must_use]
    pub fn warnings(&self, program: &str) -> Vec<Warning> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).args(["--crate-type=lib", "--error-format=json", "-"]);
        command.env("CLIPPY_CONF_DIR", &self.package).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the compiler starts");
        let mut input = child.stdin.take().expect("it has an input");
        input.write_all(program.as_bytes()).expect("the compiler reads the program");
        drop(input);
        let output = child.wait_with_output().expect("the compiler ends");
        let said = text(&output.stderr);
        assert!(output.status.success(), "{said}\n{program}");
        let mut warnings: Vec<_> = said.lines().filter_map(|line| Warning::parse(line, program)).collect();
        warnings.sort();
        warnings
    }

    /// What is said about a file.
    fn compile(&self, case: &Path) -> Result<String, String> {
        let places = Places::new(repository(), &self.package);
        let mut command = Command::new(&self.program);
        // Cargo compiles the crates of the workspace there, and the paths to their sources begin there.
        command.current_dir(repository());
        // No case uses all that it defines.
        command.args(&self.arguments).arg("--allow=dead_code").arg(places.within(case));
        command.env("CLIPPY_CONF_DIR", &self.package);
        let output = command.output().map_err(|error| format!("{:?}: {error}", self.program))?;
        if output.status.success() {
            return Err("it compiles".to_string());
        }
        Ok(normalize_output(&text(&output.stderr), &places))
    }
}

/// What a lint says of a program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The line, from 1.
    pub line: usize,
    /// The lint, as in `clippy::ptr_arg`. Empty for what is no lint.
    pub lint: String,
    /// The part of the program that is underlined, as far as it is in that line.
    pub at: String,
    /// The headline.
    pub words: String,
}

impl Warning {
    /// Reads one of the compiler's messages, unless it is about no place.
    fn parse(message: &str, program: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(message).ok()?;
        let spans = message["spans"].as_array()?;
        let mut span = spans.iter().find(|span| span["is_primary"] == true)?;
        // What stands in a macro of another file is said where it is called.
        while span["file_name"] != "<anon>" {
            span = span["expansion"].get("span")?;
        }
        let number = |name: &str| span[name].as_u64().and_then(|number| usize::try_from(number).ok());
        let line = number("line_start")?;
        let text = program.lines().nth(line - 1)?;
        let end = if number("line_end")? == line { number("column_end")? - 1 } else { text.len() };
        Some(Self {
            line,
            lint: message["code"]["code"].as_str().unwrap_or_default().to_string(),
            at: text.chars().take(end).skip(number("column_start")? - 1).collect(),
            words: message["message"].as_str()?.to_string(),
        })
    }
}

/// The folder of the repository, which all the cases are in.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a folder of the repository")
}

/// Builds the dependencies of a package's tests, and gives the arguments that name them to the compiler.
fn dependencies(package: &Path, crates: &[&str]) -> Vec<OsString> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["test", "--no-run", "--offline", "--message-format=json-render-diagnostics"];
    let output = run(Command::new(cargo).current_dir(package).args(arguments));

    let mut arguments = Vec::new();
    let mut named = Vec::new();
    for line in text(&output.stdout).lines() {
        let Ok(artifact) = serde_json::from_str::<Value>(line) else { continue };
        let name = artifact["target"]["name"].as_str().unwrap_or_default().replace('-', "_");
        for file in artifact["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let folder = Path::new(file).parent().expect("a file is in a folder");
            let folder = OsString::from(format!("-Ldependency={}", folder.display()));
            if !arguments.contains(&folder) {
                arguments.push(folder);
            }
            let is_macro = artifact["target"]["kind"][0] == "proc-macro";
            let is_library =
                is_macro || Path::new(file).extension().is_some_and(|extension| extension == "rlib");
            if is_library && crates.contains(&name.as_str()) {
                arguments.push(format!("--extern={name}={file}").into());
                named.push(name.clone());
            }
        }
    }
    named.sort();
    assert_eq!(named, crates, "the crates that were built, and those that the cases name");
    arguments
}

/// What a command puts out.
fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}:\n{}", text(&output.stderr));
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}
