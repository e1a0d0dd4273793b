//! Doing the work: a node claims a job, does it, and says how it went.

use std::time::Duration;

use futures_util::StreamExt;
use roost_model::Id;
use roost_model::job::{EXPORT_DELETE, EXTRACT_CONTENT, IMPORT_DELETE, Job, PERFORMED, status};
use roost_store::{Db, files, jobs as store};

use crate::files::{ContentKind, content_extract};
use crate::system::exchange::folder;
use crate::{App, AppError};

const DAY_MS: i64 = 24 * 3_600_000;

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

/// How a job ended.
enum End {
    Done,
    /// Somebody wanted it to stop, or another node has it by now.
    Stopped,
}

/// Claims one job and does it. False when there was none.
pub async fn job_work(app: &App, db: &Db, timings: Timings) -> Result<bool, AppError> {
    let now_ms = app.clock.now_ms();
    let stale_ms = now_ms - i64::try_from(timings.stale.as_millis()).unwrap_or(i64::MAX);
    let Some(job) = store::job_claim(db, &PERFORMED, now_ms, stale_ms).await? else { return Ok(false) };
    tracing::info!(job = %job.id, kind = job.job_type, "a job begins");
    let (next, progress, error) = match perform(app, db, &job).await {
        Ok(End::Done) => (status::SUCCESS, 100, String::new()),
        Ok(End::Stopped) => (status::CANCELED, job.progress, String::new()),
        Err(error) => {
            tracing::error!(job = %job.id, kind = job.job_type, %error, "a job failed");
            (status::ERROR, job.progress, error.to_string())
        }
    };
    if store::job_finish(db, &job, next, progress, app.clock.now_ms(), &error).await? {
        tracing::info!(job = %job.id, status = next, "a job ended");
    }
    Ok(true)
}

async fn perform(app: &App, db: &Db, job: &Job) -> Result<End, AppError> {
    let config = app.config.current();
    match job.job_type.as_str() {
        EXPORT_DELETE => delete_old(app, db, job, &config.export.directory, config.export.retention_days).await,
        IMPORT_DELETE => delete_old(app, db, job, &config.import.directory, config.import.retention_days).await,
        EXTRACT_CONTENT => extract_content(app, db, job).await,
        other => Err(AppError::internal(format!("no work of the kind {other} is done here"))),
    }
}

/// Deletes the files below a folder that are older than so many days.
async fn delete_old(app: &App, db: &Db, job: &Job, directory: &str, days: i64) -> Result<End, AppError> {
    let folder = folder(directory);
    let before_ms = app.clock.now_ms() - days.saturating_mul(DAY_MS);
    let mut files = app.blobs.list(&folder).map_err(AppError::internal)?;
    while let Some(file) = files.next().await {
        let file = file.map_err(AppError::internal)?;
        if file.modified_at >= before_ms {
            continue;
        }
        if !store::job_touch(db, job, app.clock.now_ms(), job.progress).await? {
            return Ok(End::Stopped);
        }
        app.blobs.delete(&file.path).await.map_err(AppError::internal)?;
    }
    Ok(End::Done)
}

/// Reads the text of the files that were uploaded in the time that the job names (`from` and `to`, Unix seconds): of all, where
/// it names none. A file that cannot be read holds up no other.
async fn extract_content(app: &App, db: &Db, job: &Job) -> Result<End, AppError> {
    let named = |name: &str| job.data.as_ref().and_then(|data| data.get(name)).filter(|text| !text.is_empty());
    let seconds = |name: &str, otherwise: i64| match named(name) {
        Some(text) => {
            let seconds: i64 = text.parse().map_err(|_| AppError::internal(format!("{name} is no time: {text}")))?;
            Ok::<_, AppError>(seconds.saturating_mul(1_000))
        }
        None => Ok(otherwise),
    };
    let (from, to) = (seconds("from", 0)?, seconds("to", app.clock.now_ms())?);
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
            content_extract(app, db, &file).await;
        }
    }
}
