//! Files: written and read without blocking the event loop, and read line by line by an asynchronous generator.
//!
//! Answers "Asynchronous File Operations" of *Master Python Async*.
//!
//! ```console
//! $ cargo run --bin files                # a file in a temporary folder
//! $ cargo run --bin files -- Cargo.toml  # also prints the lines of any other file
//! ```

#![forbid(unsafe_code)]

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::Parser;
use genfn::{AsyncGen, async_generator, yield_};
use tokio::fs::{self, File};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

#[derive(Parser)]
struct Arguments {
    /// A text file, to be read line by line.
    file: Option<PathBuf>,
}

#[async_generator]
async fn lines(path: &Path) -> AsyncGen<String, (), io::Result<()>> {
    let mut lines = BufReader::new(File::open(path).await?).lines();
    while let Some(line) = lines.next_line().await? {
        yield_!(line);
    }
    Ok(())
}

async fn file_operations(path: &Path) -> anyhow::Result<()> {
    let mut file = File::create(path).await?;
    file.write_all(b"Hello, async world!\n").await?;
    file.write_all(b"This is async file IO.\n").await?;
    file.flush().await?;

    let content = fs::read_to_string(path).await?;
    println!("File content:");
    print!("{content}");

    let mut number = 0;
    let mut lines = lines(path);
    while let Some(line) = lines.next().await {
        println!("Line: {}", line?.trim());
        number += 1;
    }
    ensure!(number == content.lines().count(), "{number} lines were read");
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { file } = Arguments::parse();
    let folder = tempfile::tempdir()?;
    file_operations(&folder.path().join("test.txt")).await?;

    if let Some(path) = file {
        let mut lines = lines(&path);
        while let Some(line) = lines.next().await {
            println!("{}", line.with_context(|| format!("cannot read {}", path.display()))?);
        }
    }
    Ok(())
}
