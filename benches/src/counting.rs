//! Instructions for an item: those of a large run less those of a small one, under callgrind.

use std::process::{Command, ExitCode};

use crate::{Workload, all};

/// Whether callgrind can be run; says so where it cannot.
#[must_use]
pub fn can_count() -> bool {
    let can = Command::new("valgrind").arg("--version").output().is_ok();
    if !can {
        eprintln!("valgrind is not installed: no instructions are counted");
    }
    can
}

/// The program that is counted: a contestant's run of a size. A program that counts hands its arguments here when the first is
/// `run`, since it is itself what it counts.
#[must_use]
pub fn run(arguments: &[&str]) -> ExitCode {
    let &[workload, contestant, size] = arguments else {
        eprintln!("usage: run WORKLOAD CONTESTANT SIZE");
        return ExitCode::FAILURE;
    };
    let all = all();
    let workload = all.iter().find(|known| known.name == workload);
    let contestant =
        workload.and_then(|workload| workload.contestants.iter().find(|known| known.name == contestant));
    let (Some(contestant), Ok(size)) = (contestant, size.parse()) else {
        eprintln!("no such workload, contestant or size");
        return ExitCode::FAILURE;
    };
    println!("{}", (contestant.run)(std::hint::black_box(size)));
    ExitCode::SUCCESS
}

/// The instructions for an item, where they could be counted. What both runs do alike, such as making what is walked, cancels
/// out.
#[must_use]
pub fn per_item(workload: &Workload, contestant: &str) -> Option<f64> {
    let [small, large] = [workload.compared, workload.counted]
        .map(|size| of_run(workload.name, contestant, &size.to_string()));
    let items = workload.count(workload.counted) - workload.count(workload.compared);
    Some(large?.saturating_sub(small?) as f64 / items as f64)
}

fn of_run(workload: &str, contestant: &str, size: &str) -> Option<u64> {
    of_this_program(&["run", workload, contestant, size])
}

/// The instructions of this program with other arguments, where they could be counted.
#[must_use]
pub fn of_this_program(arguments: &[&str]) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--main-stacksize=8388608"])
        .arg(std::env::current_exe().ok()?)
        .args(arguments)
        .output()
        .ok()?;
    if !output.status.success() {
        return None;
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
