//! The job that loads a bulk file, for people who cannot start a command beside the server.

use std::convert::Infallible;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::TryStreamExt;
use roost_model::job::Job;
use roost_store::connect::{PoolOptions, pool};
use tempfile::TempDir;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use super::work::{End, Works, extract_content, until_lost};
use crate::bulk::{Failure, Files, Importer, Report, Source, Watch, import_lock, validate};
use crate::system::exchange;
use crate::{App, AppError, Db};

/// A batch may wait for a server that is in use, and for its disk.
const STATEMENT_TIMEOUT_MS: u64 = 600_000;

/// Loads the file of the import folder that the job names (`import_file`). The text of its attachments is read at the end, where
/// the job asks for it (`extract_content`). Only one import runs on a database.
pub(super) async fn import_process(app: &Arc<App>, db: &Db, job: &Job, works: &Works) -> Result<End, AppError> {
    let named = |name: &str| job.data.as_ref().and_then(|data| data.get(name)).map_or("", String::as_str);
    if named("local_mode") == "true" {
        return Err(AppError::internal("a file outside the import folder is loaded by `roost import`"));
    }
    let path = exchange::path(&app.config.current().import.directory, named("import_file"));
    let path =
        path.ok_or_else(|| AppError::internal(format!("{:?} is no file of the import folder", named("import_file"))))?;
    let home = TempDir::new().map_err(AppError::internal)?;
    let file = home.path().join("import.zip");
    fetch(app, &path, &file).await?;
    let stopped = AtomicBool::new(false);
    let work = async {
        let lock = import_lock(db).await?;
        let end = load(app, works, &file, &stopped).await;
        lock.give_back().await;
        end
    };
    // Beside the work: a check of a large file takes longer than a node may say nothing. The work ends by itself when it is told.
    let lost = async {
        until_lost(app, db, job).await;
        stopped.store(true, Ordering::Relaxed);
        std::future::pending::<Infallible>().await
    };
    let end = tokio::select! {
        end = work => end?,
        never = lost => match never {},
    };
    if matches!(end, End::Done) && named("extract_content") == "true" {
        return extract_content(app, db, job).await;
    }
    Ok(end)
}

/// Gets the file to this machine: it is read in no order, and twice.
async fn fetch(app: &App, path: &str, to: &Path) -> Result<(), AppError> {
    let (_, mut bytes) = app.blobs.stream(path).await.map_err(AppError::internal)?;
    let mut file = File::create(to).await.map_err(AppError::internal)?;
    while let Some(chunk) = bytes.try_next().await.map_err(AppError::internal)? {
        file.write_all(&chunk).await.map_err(AppError::internal)?;
    }
    file.flush().await.map_err(AppError::internal)
}

/// Checks the whole file, then writes it.
async fn load(app: &App, works: &Works, file: &Path, stopped: &AtomicBool) -> Result<End, AppError> {
    let config = app.config.current();
    let db = pool(&PoolOptions {
        statement_timeout_ms: STATEMENT_TIMEOUT_MS,
        lock_timeout_ms: STATEMENT_TIMEOUT_MS,
        idle_in_transaction_timeout_ms: STATEMENT_TIMEOUT_MS,
        ..PoolOptions::new(&works.dsn, Importer::CONNECTIONS_MAX)
    })?;
    let file = file.to_owned();
    let source = tokio::task::spawn_blocking(move || Source::open(&file)).await.map_err(io::Error::other);
    let source = source.map_err(AppError::internal)?;
    let source = Arc::new(match source {
        Ok(source) => source,
        Err(refusal) => return Ok(End::refused(0, &refusal)),
    });
    let checked = validate(&db, &source, Files::Demanded, |_| {}).await?;
    if let Some((line, refusal)) = checked.1.list.first() {
        return Ok(End::refused(*line, refusal));
    }
    let importer = Importer {
        db,
        blobs: app.blobs.clone(),
        clock: app.clock.clone(),
        random: app.random.clone(),
        password_work_factor: app.password_work_factor,
        file_size_max: u64::try_from(config.file.max_file_size).unwrap_or(0),
        locale: config.localization.default_client_locale.clone(),
        member: app.node.member,
    };
    let mut report = Report::default();
    let watch = Watch { progress: &|_| {}, stopped: &|| stopped.load(Ordering::Relaxed) };
    let outcome = importer.load(&source, Files::Demanded, &mut report, &watch).await;
    tracing::info!(lines = report.lines, written = report.written_total(), "a bulk file was loaded");
    match outcome {
        Ok(()) => Ok(End::Done),
        Err(Failure::Stopped) => Ok(End::Stopped),
        Err(failure) => Ok(End::refused(failure.line(), &failure)),
    }
}
