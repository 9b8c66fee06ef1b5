//! Counts the instructions for an item: those of a large run less those of a small one, under callgrind.
//!
//! With `run WORKLOAD CONTESTANT SIZE` it is the program that is counted.

use std::process::{Command, ExitCode};

use genfn_benches::all;
use genfn_benches::results::Results;
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", workload, contestant, size] => {
            let all = all();
            let workload = all.iter().find(|known| known.name == workload);
            let contestant = workload
                .and_then(|workload| workload.contestants.iter().find(|known| known.name == contestant));
            let (Some(contestant), Ok(size)) = (contestant, size.parse()) else {
                eprintln!("no such workload, contestant or size");
                return ExitCode::FAILURE;
            };
            println!("{}", (contestant.run)(std::hint::black_box(size)));
            ExitCode::SUCCESS
        }
        [] => count_all(),
        _ => {
            eprintln!("usage: instructions [run WORKLOAD CONTESTANT SIZE]");
            ExitCode::FAILURE
        }
    }
}

fn count_all() -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("valgrind is not installed: no instructions are counted");
        return ExitCode::FAILURE;
    }
    let mut results = Results::load();
    for workload in all() {
        let items = workload.count(workload.counted) - workload.count(workload.compared);
        for contestant in &workload.contestants {
            let counts = [workload.compared, workload.counted]
                .map(|size| count(workload.name, contestant.name, &size.to_string()));
            let [Some(small), Some(large)] = counts else {
                eprintln!("{}: {} could not be counted", workload.name, contestant.name);
                continue;
            };
            let per_item = large.saturating_sub(small) as f64 / items as f64;
            println!("{:40} {:28} {per_item:10.2}", workload.name, contestant.name);
            results.0["workloads"][workload.name]["contestants"][contestant.name]["instructions"] =
                json!(per_item);
        }
    }
    match results.save() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn count(workload: &str, contestant: &str, size: &str) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--main-stacksize=8388608"])
        .arg(std::env::current_exe().ok()?)
        .args(["run", workload, contestant, size])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
