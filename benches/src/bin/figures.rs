//! Compares the figures on the pages with the results. `figures -- accept` writes those that were measured.

use std::process::ExitCode;
use std::{fs, io};

use genfn_benches::figures;
use genfn_benches::results::Results;

fn main() -> io::Result<ExitCode> {
    let accept = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("accept") => true,
        Some(other) => {
            eprintln!("figures: there is no {other}; usage: figures [accept]");
            return Ok(ExitCode::from(2));
        }
    };
    let results = Results::load();
    let mut is_right = true;
    for page in figures::pages()? {
        let text = fs::read_to_string(&page)?;
        let (figures, updated) = figures::read(&text, &results);
        for figure in figures.iter().filter(|figure| figure.measured.as_ref() != Some(&figure.written)) {
            is_right &= accept && figure.measured.is_some();
            let measured = figure.measured.as_deref().unwrap_or("nothing");
            println!("{}: {}: {measured}, not {}", page.display(), figure.source, figure.written);
        }
        if accept && updated != text {
            fs::write(&page, updated)?;
        }
    }
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
