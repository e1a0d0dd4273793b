//! The migrator: brings a database to the schema of this binary, from nothing, from an older release of ours, or from
//! an 11.6 server of the original.
//!
//! One connection holds an advisory lock while it works, so any number of nodes may start at once. Each file runs in a
//! transaction of its own together with the row that records it; what was interrupted goes on at the first file without
//! a row.

mod defaults;
mod error;
mod files;
mod plan;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;
use std::time::Duration;

use tokio_postgres::Client;

pub use defaults::Defaults;
pub use error::MigrateError;
pub use files::public_schema_sql;

use error::During as _;
use files::Migration;
use plan::{Found, Step};

/// What follows the name in `create database`. Sort order of names and `lower()` depend on the collation, and the
/// original's answers are recorded with this one.
pub const CREATE_DATABASE_OPTIONS: &str = "template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'";

/// Key of the advisory lock, the same for every release.
const LOCK_KEY: i64 = 0x726f_6f73_745f_6d67;

/// How often a waiting process asks for the lock.
const LOCK_POLL: Duration = Duration::from_millis(100);

/// Schema `public` is written without a prefix; limits meant for requests do not fit an index build.
const SESSION_SET: &str = "set search_path to public; set statement_timeout to 0; set lock_timeout to 0; \
    set idle_in_transaction_session_timeout to 0";
const SESSION_RESET: &str = "reset search_path; reset statement_timeout; reset lock_timeout; \
    reset idle_in_transaction_session_timeout";

/// Whether to change the database or only to say what would be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Apply,
    DryRun,
}

/// What was done, or in a dry run what would be.
#[derive(Debug, Default)]
pub struct Report {
    /// Names of the files that ran, in order.
    pub files: Vec<&'static str>,
    /// The database of an 11.6 server was taken over: schema `public` was found complete and left as it is.
    pub adopted: bool,
    /// Rows of a fresh server that were missing; 0 in a dry run.
    pub rows_seeded: u64,
    /// In a dry run the statements that would run, in a form that psql takes.
    pub sql: String,
}

/// Migrates the database that `client` is connected to and adds the rows of a fresh server where they are missing.
///
/// Waits without limit while another process migrates the same database. After an error, or when the future is dropped
/// half-way, close the connection: it may hold the lock still.
pub async fn migrate(client: &mut Client, mode: Mode, defaults: &Defaults) -> Result<Report, MigrateError> {
    run(client, files::ALL, mode, Some(defaults)).await
}

/// A short name for the schema that this binary makes, seeds included; it changes with any of their texts.
pub fn fingerprint() -> String {
    files::hash(files::ALL.iter().flat_map(|file| [file.name, file.sql]).chain(defaults::TEXTS))
}

async fn run(
    client: &mut Client,
    files: &[Migration],
    mode: Mode,
    defaults: Option<&Defaults>,
) -> Result<Report, MigrateError> {
    if mode == Mode::DryRun {
        return Ok(describe(&plan::plan(files, &look(client).await?)?));
    }
    client.batch_execute(SESSION_SET).await.during("preparing the session")?;
    lock(client).await.during("waiting for the migration lock")?;
    let result = work(client, files, defaults).await;
    let freed = client.execute("select pg_advisory_unlock($1)", &[&LOCK_KEY]).await;
    let report = result?;
    freed.during("releasing the migration lock")?;
    client.batch_execute(SESSION_RESET).await.during("resetting the session")?;
    Ok(report)
}

/// Asks again and again instead of waiting in the server: `create index concurrently` by the holder of the lock waits
/// for every open statement, also for one that waits for the lock.
async fn lock(client: &Client) -> Result<(), tokio_postgres::Error> {
    let mut told = false;
    while !client.query_one("select pg_try_advisory_lock($1)", &[&LOCK_KEY]).await?.try_get::<_, bool>(0)? {
        if !told {
            tracing::info!("another process is migrating this database, waiting for it");
            told = true;
        }
        tokio::time::sleep(LOCK_POLL).await;
    }
    Ok(())
}

async fn work(client: &mut Client, files: &[Migration], defaults: Option<&Defaults>) -> Result<Report, MigrateError> {
    let steps = plan::plan(files, &look(client).await?)?;
    let mut report = Report::default();
    for step in &steps {
        let name = step.file.name;
        apply(client, step).await.during(format!("migration {name}"))?;
        if step.adopts.is_empty() {
            tracing::info!(name, "migration applied");
        } else {
            tracing::info!(name, "migration applied, schema public is taken over as an 11.6 server left it");
            report.adopted = true;
        }
        report.files.push(name);
    }
    if let Some(defaults) = defaults {
        report.rows_seeded = seed(client, defaults).await.during("adding the rows of a fresh server")?;
    }
    Ok(report)
}

async fn apply(client: &mut Client, step: &Step) -> Result<(), tokio_postgres::Error> {
    if step.file.in_transaction() {
        let tx = client.transaction().await?;
        tx.batch_execute(&step.sql()).await?;
        return tx.commit().await;
    }
    for statement in step.file.statements() {
        client.batch_execute(statement).await?;
    }
    client.batch_execute(&step.file.record_sql(false)).await
}

async fn seed(client: &mut Client, defaults: &Defaults) -> Result<u64, tokio_postgres::Error> {
    let tx = client.transaction().await?;
    let rows = defaults.seed(&tx).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Reads what the plan depends on.
async fn look(client: &Client) -> Result<Found, MigrateError> {
    look_at(client).await.during("reading the state of the database")
}

async fn look_at(client: &Client) -> Result<Found, tokio_postgres::Error> {
    let mut found = Found::default();
    if exists(client, "roost.migrations").await? {
        let rows = client.query("select name, checksum from roost.migrations order by name", &[]).await?;
        found.recorded = Some(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, _>>()?);
    }
    if exists(client, "public.db_migrations").await? {
        let rows = client.query("select version::bigint from public.db_migrations order by version", &[]).await?;
        found.original_versions = Some(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?);
    }
    let columns = "select c.relname || '.' || a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid \
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') \
        and a.attnum > 0 and not a.attisdropped";
    let rows = client.query(columns, &[]).await?;
    found.public_columns = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(found)
}

async fn exists(client: &Client, table: &str) -> Result<bool, tokio_postgres::Error> {
    client.query_one("select to_regclass($1) is not null", &[&table]).await?.try_get(0)
}

/// The steps as a script.
fn describe(steps: &[Step]) -> Report {
    let mut report = Report { adopted: steps.iter().any(|step| !step.adopts.is_empty()), ..Report::default() };
    report.sql.push_str("set search_path to public;\n");
    for step in steps {
        report.files.push(step.file.name);
        let (begin, commit) = if step.file.in_transaction() { ("begin;\n", "commit;\n") } else { ("", "") };
        let _ = write!(report.sql, "\n-- migration {}\n{begin}{}{commit}", step.file.name, step.sql());
    }
    report.sql.push_str("\n-- after this the rows of a fresh server are added where they are missing\n");
    report
}
