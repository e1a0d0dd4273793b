//! SQL of the numbered log. What the bodies mean is the caller's affair.

use bytes::Bytes;

use crate::row::RowExt;
use crate::tx::Quiet;
use crate::{Db, StoreError};

crate::statements! {
    APPEND = "log/append";
    READ_SINCE = "log/read_since";
    VOID = "log/void";
    WINDOW = "log/window";
    HEAD = "log/head";
    CLEAN = "log/clean";
    HISTORY = "log/history";
    TIMELINE = "log/timeline";
    SKIP = "log/skip";
    CLEAN_DEDUPE = "log/clean_dedupe";
    TIMELINE_NOTICE = "log/timeline_notice";
    SYSTEM = "log/system";
    REPLICA_HAS = "log/replica_has";
    REPLICA_IDENTITY = "log/replica_identity";
}

/// One row of the log.
#[derive(Clone, Debug)]
pub struct LogRow {
    pub g: i64,
    /// Empty for a void row.
    pub body: Bytes,
}

/// Rows above `g`, at most `limit`, in order.
pub async fn log_read_since(db: &Db, g: i64, limit: i64) -> Result<Vec<LogRow>, StoreError> {
    let rows = db.query(READ_SINCE, &[&g, &limit]).await?;
    Ok(rows
        .iter()
        .map(|row| LogRow {
            g: row.int(0),
            body: row.get::<_, Option<&[u8]>>(2).map(Bytes::copy_from_slice).unwrap_or_default(),
        })
        .collect())
}

/// Numbers and bodies from `first` to `last`; a void row has an empty body.
pub async fn log_history(db: &Db, first: i64, last: i64) -> Result<Vec<(i64, Bytes)>, StoreError> {
    let rows = db.query(HISTORY, &[&first, &last]).await?;
    Ok(rows.iter().map(|row| (row.int(0), Bytes::copy_from_slice(row.get(1)))).collect())
}

/// Which history the primary writes: another one since the last promotion. A standby answers with an error.
pub async fn log_timeline(db: &Db) -> Result<String, StoreError> {
    let row = db.query_opt(TIMELINE, &[]).await?;
    row.map(|row| row.get(0)).ok_or_else(|| StoreError::Bug("no timeline".to_owned()))
}

/// Says on the primary which timeline it writes, so that those who follow it tell it too.
pub async fn timeline_notice(primary: &Db, timeline: &str) -> Result<(), StoreError> {
    primary.query(TIMELINE_NOTICE, &[&timeline]).await.map(drop)
}

/// What a primary and its standbys have in common, and no other server.
pub async fn system(db: &Db) -> Result<String, StoreError> {
    let row = db.query_opt(SYSTEM, &[]).await?;
    row.map(|row| row.text(0)).ok_or_else(|| StoreError::Bug("no system identifier".to_owned()))
}

/// No record gets a number up to `g` from now on.
pub async fn log_skip(db: &Db, g: i64) -> Result<(), StoreError> {
    db.query(SKIP, &[&g]).await.map(drop)
}

/// The number of the last row; 0 of an empty log.
pub async fn log_head(db: &Db) -> Result<i64, StoreError> {
    Ok(db.query_opt(HEAD, &[]).await?.map_or(0, |row| row.int(0)))
}

/// Inserts void rows from `from` to `to` where no record is; waits while a transaction that holds one is open.
pub async fn log_void(db: &Db, from: i64, to: i64) -> Result<(), StoreError> {
    db.query(VOID, &[&from, &to]).await.map(drop)
}

/// The position from which a starting node reads, so that it sees the newest `len` records.
pub async fn log_window(db: &Db, len: i64) -> Result<i64, StoreError> {
    Ok(db.query_opt(WINDOW, &[&len]).await?.map_or(0, |row| row.int(0)))
}

/// Removes up to `limit` rows older than `age_s` seconds from the log and from the post claims.
pub async fn log_clean(db: &Db, age_s: f64, limit: i64) -> Result<u64, StoreError> {
    let mut tx = db.begin().await?;
    let removed = tx.execute(CLEAN, &[&age_s, &limit]).await? + tx.execute(CLEAN_DEDUPE, &[&age_s, &limit]).await?;
    tx.commit_quiet(Quiet::LogCleanUp).await?;
    Ok(removed)
}
