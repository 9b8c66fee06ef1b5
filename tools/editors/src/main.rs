//! Asks rust-analyzer about generators in the states in which an editor sees them, and compares the answers with a table.
#![forbid(unsafe_code)]

mod cases;
mod server;
mod source;

use std::path::Path;
use std::process::ExitCode;

use cases::{CASES, Form};
use server::{Result, Server};

/// Prints the table; what differs from what it says elsewhere comes back.
fn compare(server: &mut Server) -> Result<Vec<String>> {
    let (mut surprises, mut reasons) = (Vec::new(), Vec::new());
    println!("| state |{}", Form::ALL.map(|form| format!(" `{}` |", form.name())).concat());
    println!("|---|{}", Form::ALL.map(|_| "---|").concat());
    for case in CASES {
        let mut row = format!("| {} |", case.name);
        for form in Form::ALL {
            let gap = case.gap(form);
            let Some((works, answer)) = source::ask(server, form, case)? else {
                row += "  |";
                continue;
            };
            if works == gap.is_some() {
                let expected = gap.map_or("it should", |_| "the table says it does not");
                let works = if works { "works" } else { "does not work" };
                surprises.push(format!("{}, {}: {works}; {expected}: {answer}", form.name(), case.name));
            }
            row += if works { " yes |" } else { " no |" };
            reasons.extend(gap.map(|reason| format!("{}, {}: {reason}", case.name, form.name())));
        }
        println!("{row}");
    }
    println!("\nWhat does not work:");
    for reason in reasons {
        println!("- {reason}");
    }
    Ok(surprises)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("usage: genfn-editors PATH-OF-RUST-ANALYZER FOLDER-OF-A-CRATE");
        return ExitCode::from(2);
    };
    let answer =
        Server::start(Path::new(program), Path::new(folder)).and_then(|mut server| compare(&mut server));
    match answer {
        Ok(surprises) if surprises.is_empty() => ExitCode::SUCCESS,
        Ok(surprises) => {
            for surprise in surprises {
                eprintln!("\n{surprise}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("genfn-editors: {error}");
            ExitCode::FAILURE
        }
    }
}
