//! Runs programs in both languages: one crate and one file of Python for a whole batch.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs, io};

use crate::tree::Program;
use crate::{python, rust};

/// A program as both languages spell it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Items of Rust, among them `fn program()`, which runs it.
    pub rust: String,
    /// Functions of Python, among them `program()`, which returns a generator and its script.
    pub python: String,
}

impl From<&Program> for Source {
    fn from(program: &Program) -> Self {
        Self { rust: rust::render(program), python: python::render(program) }
    }
}

/// What a program did in both languages, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traces {
    /// What it did here.
    pub rust: Vec<String>,
    /// What it did in CPython.
    pub python: Vec<String>,
}

impl Traces {
    /// Whether both did the same.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.rust == self.python
    }
}

impl fmt::Display for Traces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rust.iter().map(|line| line.chars().count()).max().unwrap_or(0).max(20);
        writeln!(f, "  {:width$}   Python", "Rust")?;
        for at in 0..self.rust.len().max(self.python.len()) {
            let [left, right] =
                [&self.rust, &self.python].map(|lines| lines.get(at).map_or("", String::as_str));
            let mark = if left == right { ' ' } else { '!' };
            writeln!(f, "{mark} {left:width$}   {right}")?;
        }
        Ok(())
    }
}

/// Why a batch could not be run.
#[derive(Debug)]
pub enum Error {
    /// There is no `python3`.
    NoPython,
    /// A file could not be written, or a command not be started.
    Io(PathBuf, io::Error),
    /// A command failed: its name and what it wrote.
    Failed(&'static str, String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPython => f.write_str("there is no `python3` to compare with"),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Failed(command, output) => write!(f, "{command} failed:\n{output}"),
        }
    }
}

impl std::error::Error for Error {}

/// What a run gave, for a test; `None` without Python, which only CI must have.
///
/// # Panics
///
/// When the run failed for another reason, or in CI.
pub fn with_python<T>(result: Result<T, Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(Error::NoPython) if env::var_os("CI").is_none() => {
            eprintln!("skipped: {}", Error::NoPython);
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Compiles and runs batches in a crate of its own, in the target directory of this one.
#[derive(Debug)]
pub struct Runner {
    name: String,
    target: PathBuf,
    altered: Option<(&'static str, &'static str)>,
}

impl Runner {
    /// A runner whose crate has this name. Two with the same name would overwrite each other's programs.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let executable = env::current_exe().unwrap_or_default();
        // Cargo marks its target directory.
        let target = executable.ancestors().find(|path| path.join("CACHEDIR.TAG").exists());
        let target = target.map_or_else(|| workspace().join("target"), Path::to_path_buf);
        Self { name: format!("differential-{name}"), target, altered: None }
    }

    /// Replaces a text in all Python programs, so that they keep another rule. Shows that the comparison can fail.
    #[must_use]
    pub fn altered(self, from: &'static str, to: &'static str) -> Self {
        Self { altered: Some((from, to)), ..self }
    }

    /// Runs programs in both languages.
    ///
    /// # Errors
    ///
    /// When there is no Python, when the programs do not compile, or when a file cannot be written.
    pub fn run(&self, programs: &[Source]) -> Result<Vec<Traces>, Error> {
        let python = self.run_python(programs)?;
        let rust = self.run_rust(programs)?;
        Ok(rust.into_iter().zip(python).map(|(rust, python)| Traces { rust, python }).collect())
    }

    fn run_python(&self, programs: &[Source]) -> Result<Vec<Vec<String>>, Error> {
        let mut text = python::PRELUDE.to_string();
        for (number, Source { python, .. }) in programs.iter().enumerate() {
            _ = writeln!(text, "\n\ndef program_{number}():");
            for line in python.lines() {
                _ = writeln!(text, "    {line}");
            }
            _ = writeln!(text, "    return program()\n\n\nrun({number}, program_{number})");
        }
        if let Some((from, to)) = self.altered {
            text = text.replace(from, to);
        }
        // Whatever is still suspended is not to be closed.
        text.push_str("\nsys.stdout.flush()\nos._exit(0)\n");
        let path = self.write("programs.py", &text)?;
        match Command::new("python3").arg(&path).output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NoPython),
            Err(error) => Err(Error::Io("python3".into(), error)),
            Ok(output) => traces("python3", &output, programs.len()),
        }
    }

    fn run_rust(&self, programs: &[Source]) -> Result<Vec<Vec<String>>, Error> {
        let mut text = "mod prelude;\n".to_string();
        let mut runs = String::new();
        for (number, Source { rust, .. }) in programs.iter().enumerate() {
            _ = writeln!(
                text,
                "\n#[allow(warnings)]\nmod program_{number} {{\nuse crate::prelude::*;\n{rust}}}"
            );
            _ = writeln!(runs, "    prelude::run({number}, program_{number}::program);");
        }
        _ = writeln!(text, "\nfn main() {{\n    std::panic::set_hook(Box::new(|_| {{}}));\n{runs}}}");
        let name = &self.name;
        let genfn = workspace().join("runtime").display().to_string();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\ngenfn = {{ path = '{genfn}' }}\n\n[workspace]\n\n\
             [profile.dev.package.{name}]\ndebug = false\n"
        );
        let manifest = self.write("Cargo.toml", &manifest)?;
        let lock = workspace().join("Cargo.lock");
        let lock = fs::read_to_string(&lock).map_err(|error| Error::Io(lock, error))?;
        self.write("Cargo.lock", &lock)?;
        self.write("src/prelude.rs", rust::PRELUDE)?;
        self.write("src/main.rs", &text)?;

        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--manifest-path"]).arg(manifest);
        build
            .arg("--target-dir")
            .arg(&self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("CARGO_BUILD_TARGET");
        let output = build.output().map_err(|error| Error::Io("cargo".into(), error))?;
        if !output.status.success() {
            return Err(Error::Failed("cargo build", String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let program = self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX));
        let output = Command::new(&program).output().map_err(|error| Error::Io(program, error))?;
        traces("the crate of the programs", &output, programs.len())
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.target.join("differential").join(&self.name).join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, text)
        };
        write().map_err(|error| Error::Io(path.clone(), error))?;
        Ok(path)
    }
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lies in `tools` of a workspace")
}

/// The traces that a batch has printed, one for each program.
fn traces(command: &'static str, output: &Output, count: usize) -> Result<Vec<Vec<String>>, Error> {
    let text = String::from_utf8_lossy(&output.stdout);
    let mut traces: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        match traces.last_mut() {
            _ if line.starts_with("== ") => traces.push(Vec::new()),
            Some(trace) => trace.push(line.to_string()),
            None => break,
        }
    }
    if output.status.success() && traces.len() == count {
        return Ok(traces);
    }
    let last = text.lines().rev().find(|line| line.starts_with("== ")).unwrap_or("none");
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(Error::Failed(command, format!("{}, the last program was {last}\n{errors}", output.status)))
}
