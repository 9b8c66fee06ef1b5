//! A pool of connections to a database, and a query that an asynchronous generator streams row by row.
//!
//! Answers "Asyncio and Database Operations" of *Python Async Generator*.
//!
//! ```console
//! $ cargo run --bin database    # SQLite, in a temporary folder
//! $ cargo run --bin database -- postgres://user:password@localhost/name
//! $ cargo run --bin database -- mysql://user:password@localhost/name
//! ```
//!
//! It makes a table named `genfn_languages` and drops it in the end.

#![forbid(unsafe_code)]

use std::time::Duration;

use anyhow::{Context as _, ensure};
use clap::Parser;
use futures::TryStreamExt as _;
use genfn::{AsyncGen, async_generator, yield_};
use sqlx::AnyPool;
use sqlx::any::{AnyPoolOptions, install_default_drivers};

const LANGUAGES: [(i64, &str); 4] = [(1975, "CLU"), (1977, "Icon"), (1991, "Python"), (2015, "Rust")];

#[derive(Parser)]
struct Arguments {
    /// Address of a database. Without one, a file in a temporary folder is the database.
    url: Option<String>,
}

type Language = (i64, String);

#[async_generator]
async fn query_database(pool: &AnyPool, query: &'static str) -> AsyncGen<Language, (), sqlx::Result<()>> {
    let mut connection = pool.acquire().await?;
    let mut rows = sqlx::query_as(query).fetch(&mut *connection);
    while let Some(row) = rows.try_next().await? {
        yield_!(row);
    }
    Ok(())
}

async fn query(pool: &AnyPool) -> anyhow::Result<()> {
    let query = "SELECT appeared, name FROM genfn_languages ORDER BY appeared";
    let mut languages = query_database(pool, query);
    while let Some(language) = languages.next().await {
        let (appeared, name) = language?;
        println!("{appeared} {name}");
    }

    // Whoever has seen enough drops the generator, and with it the connection, which goes back to the pool.
    for _ in 0..2 * pool.options().get_max_connections() {
        let first = query_database(pool, query).next().await.context("there are rows")??;
        ensure!(first == (1975, "CLU".to_owned()), "{first:?}");
    }

    let all: Vec<Language> = query_database(pool, query).try_collect().await?;
    let expected = LANGUAGES.map(|(appeared, name)| (appeared, name.to_owned()));
    println!("{} rows, {} connections at most", all.len(), pool.options().get_max_connections());
    ensure!(all == expected, "{all:?}");
    Ok(())
}

async fn create_table(pool: &AnyPool) -> sqlx::Result<()> {
    let mut transaction = pool.begin().await?;
    let create = "CREATE TABLE genfn_languages (appeared BIGINT NOT NULL, name VARCHAR(20) NOT NULL)";
    sqlx::query(create).execute(&mut *transaction).await?;
    let mut insert = sqlx::QueryBuilder::new("INSERT INTO genfn_languages (appeared, name) ");
    insert.push_values(LANGUAGES, |mut row, (appeared, name)| {
        row.push(appeared).push(format_args!("'{name}'"));
    });
    insert.build().execute(&mut *transaction).await?;
    transaction.commit().await
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { url } = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let file = || format!("sqlite://{}?mode=rwc", folder.path().join("languages.db").display());

    install_default_drivers();
    let options = AnyPoolOptions::new().max_connections(2).acquire_timeout(Duration::from_secs(5));
    let pool = options.connect(&url.unwrap_or_else(file)).await.context("cannot connect to the database")?;
    create_table(&pool).await.context("cannot make the table")?;
    let result = query(&pool).await;
    sqlx::query("DROP TABLE genfn_languages").execute(&pool).await?;
    pool.close().await;
    result
}
