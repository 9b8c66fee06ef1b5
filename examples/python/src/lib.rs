//! What several examples share.

#![forbid(unsafe_code)]

use std::time::Duration;

use clap::Parser;

pub mod server;

/// What stands for one second of the articles, so that nobody has to wait for it.
pub const SECOND: Duration = Duration::from_millis(100);

/// For an example that takes no arguments: any but `--help` is an error, with exit code 2 as for all of them.
pub fn no_arguments() {
    #[derive(Parser)]
    struct Nothing {}

    Nothing::parse();
}
