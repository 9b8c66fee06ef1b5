//! An asynchronous context manager: a file that is flushed however the block that uses it is left.
//!
//! Answers "Contextlib and Python Asyncio" of *Python Async Generator*.
//!
//! ```console
//! $ cargo run --bin context
//! ```

#![forbid(unsafe_code)]

use std::io;
use std::path::Path;
use std::sync::Arc;

use anyhow::ensure;
use genfn::{AsyncGen, ContextError, async_generator, raise, try_yield};
use genfn_python_examples::no_arguments;
use tokio::fs::{self, File};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::sync::Mutex;

#[async_generator]
async fn async_open(path: &Path) -> AsyncGen<Arc<Mutex<File>>, (), io::Result<()>, io::Error> {
    let file = Arc::new(Mutex::new(File::create(path).await?));
    let left = try_yield!(Arc::clone(&file));
    file.lock().await.sync_all().await?;
    println!("The file is complete");
    match left {
        Ok(()) => Ok(()),
        Err(signal) => raise!(signal),
    }
}

async fn write(path: &Path, lines: &[&str]) -> io::Result<()> {
    let block = async |file: Arc<Mutex<File>>| {
        for line in lines {
            if line.is_empty() {
                return Err(io::Error::other("there is nothing to write"));
            }
            file.lock().await.write_all(format!("{line}\n").as_bytes()).await?;
        }
        Ok(())
    };
    let left = async_open(path).with(block).await;
    match left {
        Ok(_) => Ok(()),
        Err(
            ContextError::Raised(error)
            | ContextError::NoYield(Err(error))
            | ContextError::Failed(Err(error)),
        ) => Err(error),
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    no_arguments();
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("example.txt");

    write(&path, &["one", "two"]).await?;
    let mut lines = BufReader::new(File::open(&path).await?).lines();
    while let Some(line) = lines.next_line().await? {
        println!("Line: {line}");
    }

    println!();
    let error = write(&path, &["three", "", "five"]).await.expect_err("an error in the block is not lost");
    println!("Error in the block: {error}");
    let content = fs::read_to_string(&path).await?;
    ensure!(content == "three\n", "what was written before the error is there: {content}");
    Ok(())
}
