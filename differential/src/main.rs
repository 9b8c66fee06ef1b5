//! Runs random programs here and in CPython, and compares what they do.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use genfn_differential::check::check;
use genfn_differential::run::Runner;

const USAGE: &str = "usage: genfn-differential [--programs NUMBER] [--seed NUMBER]";

/// After how many failures it stops: each takes some time to be made small.
const FAILURES: usize = 3;

/// How many programs, and the seed of the first.
fn arguments(mut arguments: impl Iterator<Item = String>) -> Result<(u64, u64), String> {
    let (mut programs, mut seed) = (1000, 0);
    while let Some(name) = arguments.next() {
        let target = match name.as_str() {
            "--programs" => &mut programs,
            "--seed" => &mut seed,
            _ => return Err(format!("unknown argument `{name}`")),
        };
        let value = arguments.next().ok_or_else(|| format!("`{name}` needs a number"))?;
        *target = value.parse().map_err(|error| format!("`{name} {value}`: {error}"))?;
    }
    Ok((programs, seed))
}

fn main() -> ExitCode {
    let (programs, seed) = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("genfn-differential: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match check(&Runner::new("command"), seed..seed.saturating_add(programs), FAILURES) {
        Ok(disagreements) if disagreements.is_empty() => {
            println!("{programs} programs from seed {seed} do the same here and in CPython");
            ExitCode::SUCCESS
        }
        Ok(disagreements) => {
            for disagreement in disagreements {
                println!("{disagreement}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("genfn-differential: {error}");
            ExitCode::from(2)
        }
    }
}
