//! Jobs: rows that nodes claim one by one.

use roost_model::Id;
use roost_model::job::Job;
use roost_model::user::StringMap;
use serde_json::{Value, json};
use tokio_postgres::Row;

use crate::channel_lists::Page;
use crate::row::RowExt;
use crate::tx::{Quiet, Rows};
use crate::{Db, StoreError, Tx};

crate::statements! {
    CLAIM = "jobs/claim";
    CLEAN = "jobs/clean";
    FINISH = "jobs/finish";
    GET = "jobs/get";
    INSERT = "jobs/insert";
    LOCK_KIND = "jobs/lock_kind";
    PAGE = "jobs/page";
    SET_STATUS = "jobs/set_status";
    TOUCH = "jobs/touch";
}

fn job_from(row: &Row) -> Job {
    Job {
        id: row.id(0),
        job_type: row.text(1),
        priority: row.int(2),
        create_at: row.int(3),
        start_at: row.int(4),
        last_activity_at: row.int(5),
        status: row.text(6),
        progress: row.int(7),
        data: data_from(row.json(8)),
    }
}

fn data_from(value: Value) -> Option<StringMap> {
    let Value::Object(map) = value else { return None };
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    Some(map.into_iter().map(|(key, value)| (key, text(value))).collect())
}

pub async fn job_get(db: &Db, id: Id) -> Result<Option<Job>, StoreError> {
    Ok(db.primary().query_opt(GET, &[&id.as_str()]).await?.as_ref().map(job_from))
}

/// Jobs of these kinds in these states, the newest first.
pub async fn job_page(db: &Db, types: &[&str], statuses: &[&str], page: Page) -> Result<Vec<Job>, StoreError> {
    let rows = db.primary().query(PAGE, &[&types, &statuses, &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(job_from).collect())
}

/// As [`job_page`], with whoever else asks so for this kind waiting until this transaction ends.
pub async fn job_page_alone_in_tx(
    tx: &mut Tx,
    job_type: &str,
    statuses: &[&str],
    page: Page,
) -> Result<Vec<Job>, StoreError> {
    tx.query(LOCK_KIND, &[&job_type]).await?;
    let rows = tx.query(PAGE, &[&[job_type].as_slice(), &statuses, &page.limit, &page.offset]).await?;
    Ok(rows.iter().map(job_from).collect())
}

/// A new job, which waits for a node.
pub fn job_insert_in_tx(tx: &mut Tx, job: &Job) {
    let data = job.data.as_ref().map_or(Value::Null, |data| json!(data));
    tx.queue(INSERT, Rows::One, crate::params![job.id.to_string(), job.job_type.clone(), job.create_at, data]);
}

/// Adds a job and commits: nothing else came of it.
pub async fn job_insert_alone(mut tx: Tx, job: &Job) -> Result<(), StoreError> {
    job_insert_in_tx(&mut tx, job);
    tx.commit_quiet(Quiet::Jobs).await
}

/// Moves a job from one state to another. False when it is no longer in the one.
pub async fn job_set_status_in_tx(tx: &mut Tx, id: Id, from: &str, to: &str, now_ms: i64) -> Result<bool, StoreError> {
    Ok(tx.execute(SET_STATUS, &[&id.as_str(), &from, &to, &now_ms]).await? == 1)
}

/// Claims a job of these kinds that waits, or that a node has not touched since `stale_ms`. Nobody else gets the same.
pub async fn job_claim(db: &Db, types: &[&str], now_ms: i64, stale_ms: i64) -> Result<Option<Job>, StoreError> {
    let mut tx = db.begin().await?;
    let job = tx.query_opt(CLAIM, &[&types, &now_ms, &stale_ms]).await?.as_ref().map(job_from);
    tx.commit_quiet(Quiet::Jobs).await?;
    Ok(job)
}

/// Says that a claimed job goes on. False when it was ended, or is another node's by now.
pub async fn job_touch(db: &Db, claimed: &Job, now_ms: i64, progress: i64) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let count = tx.execute(TOUCH, &[&claimed.id.as_str(), &claimed.start_at, &now_ms, &progress]).await?;
    tx.commit_quiet(Quiet::Jobs).await?;
    Ok(count == 1)
}

/// The end of a claimed job, with what is to be added to its data. False when it is another node's by now.
pub async fn job_finish(
    db: &Db,
    claimed: &Job,
    status: &str,
    progress: i64,
    now_ms: i64,
    notes: &Value,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let (id, start) = (claimed.id.as_str(), claimed.start_at);
    let count = tx.execute(FINISH, &[&id, &start, &status, &progress, &now_ms, notes]).await?;
    tx.commit_quiet(Quiet::Jobs).await?;
    Ok(count == 1)
}

/// Takes away jobs that ended and were made before a time, so many at most. Gives how many there were.
pub async fn job_clean(db: &Db, before_ms: i64, limit: i64) -> Result<u64, StoreError> {
    let mut tx = db.begin().await?;
    let count = tx.execute(CLEAN, &[&before_ms, &limit]).await?;
    tx.commit_quiet(Quiet::Jobs).await?;
    Ok(count)
}
