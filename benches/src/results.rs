//! What was measured: read from where the measuring programs leave it, kept as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// The median time of a run in nanoseconds, by workload and contestant.
pub type Times = BTreeMap<(String, String), f64>;

/// Where the results are kept.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results")
}

/// Where cargo builds.
#[must_use]
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from)
}

/// Where cargo builds the same code with every loop at the beginning of a cache line. As built otherwise, one and the same loop
/// of ten instructions takes 0.8 or 1.3 ns by where it lies.
#[must_use]
pub fn aligned() -> PathBuf {
    target().join("aligned")
}

/// Reads the estimates that criterion has left in a folder that cargo builds in.
///
/// # Errors
///
/// When there are none, or they cannot be read.
pub fn times(target: &Path) -> io::Result<Times> {
    let mut times = Times::new();
    for group in fs::read_dir(target.join("criterion"))? {
        let Ok(benchmarks) = fs::read_dir(group?.path()) else { continue };
        for benchmark in benchmarks {
            let newest = benchmark?.path().join("new");
            let (Ok(names), Ok(estimates)) = (
                fs::read_to_string(newest.join("benchmark.json")),
                fs::read_to_string(newest.join("estimates.json")),
            ) else {
                continue;
            };
            let (names, estimates): (Value, Value) =
                (serde_json::from_str(&names)?, serde_json::from_str(&estimates)?);
            let name = |key: &str| names[key].as_str().unwrap_or_default().to_string();
            if let Some(median) = estimates["median"]["point_estimate"].as_f64() {
                times.insert((name("group_id"), name("value_str")), median);
            }
        }
    }
    Ok(times)
}

/// What is kept: for each workload its items and, for each contestant, nanoseconds and instructions per item.
#[derive(Debug, Default)]
pub struct Results(pub Value);

impl Results {
    /// Reads what is kept; nothing, where nothing is.
    #[must_use]
    pub fn load() -> Self {
        let text = fs::read_to_string(folder().join("results.json")).unwrap_or_default();
        Self(serde_json::from_str(&text).unwrap_or_else(|_| json!({})))
    }

    /// Keeps it.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn save(&self) -> io::Result<()> {
        fs::create_dir_all(folder())?;
        fs::write(folder().join("results.json"), serde_json::to_string_pretty(&self.0)? + "\n")
    }

    /// A figure of a contestant.
    #[must_use]
    pub fn figure(&self, workload: &str, contestant: &str, figure: &str) -> Option<f64> {
        self.0["workloads"][workload]["contestants"][contestant][figure].as_f64()
    }
}
