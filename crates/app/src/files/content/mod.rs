//! Text in files, for search: read after the upload was answered, beside the requests. A file that cannot be read costs a
//! line in the log.

mod office;
mod pdf;
mod read;

use std::sync::Arc;
use std::time::Duration;

use roost_model::file::StoredFile;
use roost_store::Db;
use roost_store::files::{self as store, Readable};
use tokio::sync::Semaphore;
use tokio::time::Instant;

pub(crate) use read::Kind;

use super::describe::CONTENT_BYTES_MAX;
use crate::{App, AppError, Ctx};

/// Files with more bytes are not read.
const FILE_BYTES_MAX: i64 = 64 * 1024 * 1024;

/// What may come out of one file when it is unpacked.
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// One file is read for so long; what was found by then counts.
const READING_TIME: Duration = Duration::from_secs(20);

/// Files that are read at once: each may take as much memory as it and what is unpacked of it.
const READERS_MAX: usize = 2;

/// New files that wait for their turn; what comes on top is left to the job.
const WAITING_MAX: usize = 200;

/// What bounds the work on one file.
struct Limits {
    deadline: Instant,
    unpacked_bytes_left: usize,
    text_bytes_max: usize,
    /// Whether files within archives are read.
    within_archives: bool,
}

impl Limits {
    fn new(within_archives: bool) -> Self {
        Self {
            deadline: Instant::now() + READING_TIME,
            unpacked_bytes_left: UNPACKED_BYTES_MAX,
            text_bytes_max: CONTENT_BYTES_MAX,
            within_archives,
        }
    }

    /// Whether there is time for more, and room for it in `text`.
    fn allow_more(&self, text: &str) -> bool {
        text.len() < self.text_bytes_max && self.unpacked_bytes_left > 0 && Instant::now() < self.deadline
    }
}

/// The places for reading files of a node.
#[derive(Debug)]
pub struct Readers {
    reading: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Readers {
    fn default() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self { reading: places(READERS_MAX), waiting: places(WAITING_MAX) }
    }
}

/// Reads the text of new files after a while, unless the node stops before.
pub(super) fn extract_later(ctx: &Ctx, files: &[StoredFile]) {
    if !ctx.config().file.extract_content {
        return;
    }
    for file in files.iter().filter(|file| file.content.is_empty()) {
        let info = &file.info;
        let file = Readable {
            id: info.id,
            path: file.path.clone(),
            name: info.name.clone(),
            size: info.size,
            create_at: info.create_at,
            is_read: false,
        };
        if !is_readable(&file) {
            continue;
        }
        let id = file.id;
        let begun = ctx.app().files.readers.waiting.clone().try_acquire_owned().is_ok_and(|turn| {
            let work = ctx.detached();
            ctx.app().outgoing.in_background(async move {
                work.app().outgoing.until_stop(extract(work.app(), work.db(), &file)).await;
                drop(turn);
            })
        });
        if !begun {
            tracing::warn!(file = %id, "the text of a file is not read: too many wait for that");
        }
    }
}

/// Whether the text of a file is not simply its bytes.
pub(super) fn is_taken_apart(name: &str) -> bool {
    Kind::of(name).is_some_and(|kind| kind != Kind::Text)
}

/// Whether a file is of a kind and a size that is read.
fn is_readable(file: &Readable) -> bool {
    file.size <= FILE_BYTES_MAX && Kind::of(&file.name).is_some()
}

/// Reads the text of a file and keeps it. What goes wrong is logged.
pub(crate) async fn extract(app: &App, db: &Db, file: &Readable) {
    match content(app, file).await {
        Ok(text) if text.is_empty() => {}
        Ok(text) => {
            if let Err(error) = store::file_set_content(db, file.id, &text).await {
                tracing::warn!(file = %file.id, %error, "the text of a file is not kept");
            }
        }
        Err(error) => tracing::info!(file = %file.id, name = file.name, %error, "a file has no text that can be read"),
    }
}

async fn content(app: &App, file: &Readable) -> Result<String, AppError> {
    let Some(kind) = Kind::of(&file.name).filter(|_| is_readable(file)) else { return Ok(String::new()) };
    // Held until the reading has ended, whoever waits for it: a thread cannot be stopped.
    let place = app.files.readers.reading.clone().acquire_owned().await.map_err(AppError::internal)?;
    let bytes = app.blobs.get(&file.path).await.map_err(AppError::internal)?;
    let within_archives = app.config.current().file.archive_recursion;
    let reading = tokio::task::spawn_blocking(move || {
        let text = read::text(kind, &bytes, &mut Limits::new(within_archives));
        drop(place);
        text
    });
    // The error is that of a reader that panicked, as they may on what others made.
    reading.await.map_err(AppError::internal)?.map_err(AppError::internal)
}
