//! Counts the instructions for an item: those of a large run less those of a small one, under callgrind.
//!
//! Without arguments it counts everything and keeps it in the results. `count [CONTESTANT [WORKLOAD..]]` only prints: the
//! contestant of that very name, or `all`; the workloads whose names contain one of the words. `run WORKLOAD CONTESTANT SIZE` is
//! the program that is counted.
//!
//! Build it with `--profile count`, which has one codegen unit.

use std::process::ExitCode;

use genfn_benches::counting::{can_count, per_item, run};
use genfn_benches::results::Results;
use genfn_benches::{Workload, all};
use serde_json::json;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", ref arguments @ ..] => run(arguments),
        ["count"] => print_counts("all", &[]),
        ["count", contestant, ref workloads @ ..] => print_counts(contestant, workloads),
        [] => count_all(),
        _ => {
            eprintln!("usage: instructions [count [CONTESTANT [WORKLOAD..]] | run WORKLOAD CONTESTANT SIZE]");
            ExitCode::FAILURE
        }
    }
}

fn print_counts(contestant: &str, workloads: &[&str]) -> ExitCode {
    let wanted = |workload: &str, name: &str| {
        (contestant == "all" || name == contestant)
            && (workloads.is_empty() || workloads.iter().any(|part| workload.contains(part)))
    };
    if count_each(wanted, |_, _, _| {}) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Counts, prints and hands on what is wanted. Whether all of it could be counted, and there was something.
fn count_each(wanted: impl Fn(&str, &str) -> bool, mut each: impl FnMut(&Workload, &str, f64)) -> bool {
    if !can_count() {
        return false;
    }
    let (mut counted, mut failed) = (0, 0);
    for workload in all() {
        for contestant in workload.contestants.iter().filter(|known| wanted(workload.name, known.name)) {
            match per_item(&workload, contestant.name) {
                Some(per_item) => {
                    counted += 1;
                    println!("{:36} {:26} {per_item:10.2}", workload.name, contestant.name);
                    each(&workload, contestant.name, per_item);
                }
                None => {
                    failed += 1;
                    eprintln!("{}: {} could not be counted", workload.name, contestant.name);
                }
            }
        }
    }
    if counted == 0 {
        eprintln!("nothing was counted");
    }
    counted > 0 && failed == 0
}

fn count_all() -> ExitCode {
    let mut results = Results::load();
    let complete = count_each(
        |_, _| true,
        |workload, contestant, per_item| {
            results.0["workloads"][workload.name]["contestants"][contestant]["instructions"] =
                json!(per_item);
        },
    );
    match results.save() {
        Ok(()) if complete => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
