//! Copies the tests and examples that the crate async-stream publishes, with its name replaced by `genfn`.
//!
//! They are taken from the registry when this is built, and nothing else in them is changed. Left out is the one test that
//! compares error messages, for ours are not theirs.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let published = source_of("async-stream")?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for name in ["stream", "try_stream", "for_await", "spans_preserved"] {
        let text = fs::read_to_string(published.join("tests").join(name).with_extension("rs"))?;
        let text = text.split("#[rustversion::attr").next().unwrap_or_default();
        fs::write(out.join(name).with_extension("rs"), text.replace("async_stream", "genfn"))?;
    }
    let example = fs::read_to_string(published.join("examples/tcp_accept.rs"))?;
    fs::write(out.join("tcp_accept.rs"), example.replace("async_stream", "genfn"))?;
    fs::write(out.join("documentation.md"), documentation(&published.join("src/lib.rs"))?)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// The documentation of the crate, whose examples are programs too.
fn documentation(library: &Path) -> Result<String, Box<dyn Error>> {
    let lines: Vec<_> = fs::read_to_string(library)?
        .lines()
        .filter_map(|line| line.strip_prefix("//!").or_else(|| line.strip_prefix("///")))
        .map(|line| line.strip_prefix(' ').unwrap_or(line).replace("async_stream", "genfn"))
        .collect();
    Ok(lines.join("\n"))
}

/// Where cargo has unpacked a crate that the workspace depends on.
fn source_of(name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let output = Command::new(env::var("CARGO")?)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("Cargo.toml"))
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("metadata without packages")?;
    let package = packages.iter().find(|package| package["name"] == name);
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let manifest = manifest.ok_or_else(|| format!("`{name}` is not among the dependencies"))?;
    Ok(Path::new(manifest).parent().ok_or("a manifest in no folder")?.to_path_buf())
}
