//! Doing the work: a node claims a job, does it, and says how it went.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use roost_blob::Blobs;
use roost_model::Id;
use roost_model::job::{
    EXPORT_DELETE, EXPORT_PROCESS, EXPORT_USERS, EXTRACT_CONTENT, IMPORT_DELETE, IMPORT_PROCESS, Job, REFRESH_VIEWS,
    status,
};
use roost_store::{Db, analytics, files, jobs as store};
use serde_json::json;

use super::export::export_process;
use super::import::import_process;
use crate::files::{ContentKind, content_extract};
use crate::system::exchange::folder;
use crate::users::users_export;
use crate::{App, AppError};

/// The kinds of jobs that are done here.
const CLAIMED: [&str; 7] =
    [EXPORT_DELETE, EXPORT_PROCESS, EXPORT_USERS, EXTRACT_CONTENT, IMPORT_DELETE, IMPORT_PROCESS, REFRESH_VIEWS];

const DAY_MS: i64 = 24 * 3_600_000;

/// How often a node says that it is at work, and asks whether it still shall be.
const TOUCH_EVERY: Duration = Duration::from_secs(5);

/// How often nodes look for work, and when they take work over.
#[derive(Clone, Copy, Debug)]
pub struct Timings {
    /// A job that was made on another node waits so long at most.
    pub poll: Duration,
    /// A node that has not said for so long that it is at work is taken for dead.
    pub stale: Duration,
}

impl Default for Timings {
    fn default() -> Self {
        Self { poll: Duration::from_secs(15), stale: Duration::from_mins(2) }
    }
}

/// What jobs are done with.
#[derive(Clone, Debug)]
pub struct Works {
    pub timings: Timings,
    /// libpq URL of the primary, for work that holds connections of its own.
    pub dsn: String,
}

/// How a job ended.
pub(super) enum End {
    Done,
    /// The file that it is about is wrong, from this line on (0: as a whole).
    Refused {
        line: u64,
        why: String,
    },
    /// Somebody wanted it to stop, or another node has it by now.
    Stopped,
}

impl End {
    pub(super) fn refused(line: u64, why: &impl Display) -> Self {
        Self::Refused { line, why: why.to_string() }
    }
}

/// Claims one job and does it. False when there was none.
pub async fn job_work(app: &Arc<App>, db: &Db, works: &Works) -> Result<bool, AppError> {
    let now_ms = app.clock.now_ms();
    let stale_ms = now_ms - i64::try_from(works.timings.stale.as_millis()).unwrap_or(i64::MAX);
    let Some(job) = store::job_claim(db, &CLAIMED, now_ms, stale_ms).await? else { return Ok(false) };
    tracing::info!(job = %job.id, kind = job.job_type, "a job begins");
    let _active = app.metrics.job_active(&job.job_type);
    let (next, progress, notes) = match perform(app, db, &job, works).await {
        Ok(End::Done) => (status::SUCCESS, 100, json!({})),
        Ok(End::Stopped) => (status::CANCELED, job.progress, json!({})),
        Ok(End::Refused { line, why }) => {
            tracing::warn!(job = %job.id, kind = job.job_type, line, why, "what a job was given is wrong");
            (status::ERROR, job.progress, json!({"error": why, "line_number": line.to_string()}))
        }
        Err(error) => {
            tracing::error!(job = %job.id, kind = job.job_type, %error, "a job failed");
            (status::ERROR, job.progress, json!({"error": error.to_string()}))
        }
    };
    if store::job_finish(db, &job, next, progress, app.clock.now_ms(), &notes).await? {
        tracing::info!(job = %job.id, status = next, "a job ended");
    }
    Ok(true)
}

async fn perform(app: &Arc<App>, db: &Db, job: &Job, works: &Works) -> Result<End, AppError> {
    let config = app.config.current();
    match job.job_type.as_str() {
        EXPORT_DELETE => {
            delete_old(app, db, job, &app.exports, &config.export.directory, config.export.retention_days).await
        }
        IMPORT_DELETE => {
            delete_old(app, db, job, &app.blobs, &config.import.directory, config.import.retention_days).await
        }
        EXPORT_PROCESS => Box::pin(export_process(app, db, job)).await,
        EXPORT_USERS => Ok(if Box::pin(users_export(app, db, job)).await? { End::Done } else { End::Stopped }),
        IMPORT_PROCESS => Box::pin(import_process(app, db, job, works)).await,
        EXTRACT_CONTENT => Box::pin(extract_content(app, db, job)).await,
        REFRESH_VIEWS => refresh_views(app, db, job, &works.dsn).await,
        other => Err(AppError::internal(format!("no work of the kind {other} is done here"))),
    }
}

/// Brings the counts of statistics and reports up to date. On a large server that takes a while.
async fn refresh_views(app: &App, db: &Db, job: &Job, dsn: &str) -> Result<End, AppError> {
    tokio::select! {
        done = analytics::analytics_refresh(dsn) => { done?; Ok(End::Done) }
        () = until_lost(app, db, job) => Ok(End::Stopped),
    }
}

/// Says now and then that the node is at work, beside work that itself says nothing for long. Returns when somebody wants the job to
/// stop, or another node has it.
pub(super) async fn until_lost(app: &App, db: &Db, job: &Job) {
    loop {
        tokio::time::sleep(TOUCH_EVERY).await;
        match store::job_touch(db, job, app.clock.now_ms(), job.progress).await {
            Ok(true) => {}
            Ok(false) => return,
            // No reason to stop: the next one may come through.
            Err(error) => tracing::warn!(%error, job = %job.id, "could not say that a job is at work"),
        }
    }
}

/// Deletes the files below a folder that are older than so many days; none where that says no number of days.
async fn delete_old(app: &App, db: &Db, job: &Job, blobs: &Blobs, directory: &str, days: i64) -> Result<End, AppError> {
    if days <= 0 {
        return Ok(End::Done);
    }
    let folder = folder(directory);
    let before_ms = app.clock.now_ms() - days.saturating_mul(DAY_MS);
    let mut files = blobs.list(&folder).map_err(AppError::internal)?;
    while let Some(file) = files.next().await {
        let file = file.map_err(AppError::internal)?;
        if file.modified_at >= before_ms {
            continue;
        }
        if !store::job_touch(db, job, app.clock.now_ms(), job.progress).await? {
            return Ok(End::Stopped);
        }
        blobs.delete(&file.path).await.map_err(AppError::internal)?;
    }
    Ok(End::Done)
}

/// Reads the text of the files that were uploaded in the time that the job names (`from` and `to`, Unix seconds): of all, where
/// it names none; with `missing_only` of those whose text is not known yet. A file that cannot be read holds up no other.
pub(super) async fn extract_content(app: &App, db: &Db, job: &Job) -> Result<End, AppError> {
    let named = |name: &str| job.data.as_ref().and_then(|data| data.get(name)).filter(|text| !text.is_empty());
    let seconds = |name: &str, otherwise: i64| match named(name) {
        Some(text) => {
            let seconds: i64 = text.parse().map_err(|_| AppError::internal(format!("{name} is no time: {text}")))?;
            Ok::<_, AppError>(seconds.saturating_mul(1_000))
        }
        None => Ok(otherwise),
    };
    let (from, to) = (seconds("from", 0)?, seconds("to", app.clock.now_ms())?);
    let missing_only = named("missing_only").is_some_and(|text| text == "true");
    let extensions = ContentKind::extensions();
    let mut after = (i64::MIN, Id::EMPTY);
    loop {
        let page = files::readable_page(db, (from, to), after, &extensions).await?;
        let Some(last) = page.last() else { return Ok(End::Done) };
        after = (last.create_at, last.id);
        for file in page {
            if !store::job_touch(db, job, app.clock.now_ms(), job.progress).await? {
                return Ok(End::Stopped);
            }
            if !(missing_only && file.is_read) {
                content_extract(app, db, &file).await;
            }
        }
    }
}
