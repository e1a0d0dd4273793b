//! Where lines go.

use std::fs::{OpenOptions, create_dir_all};
use std::io::{self, Write};
use std::path::PathBuf;

use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};

/// Lines that wait to be written at most: a console that nobody reads or a slow disk must not hold up the node. Those
/// beyond are lost.
const WAITING_MAX: usize = 64_000;

/// An output that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub place: Place,
    pub form: Form,
    pub level: LevelFilter,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Stdout,
    Stderr,
    /// A file that becomes `PATH.1` and so on when it is full; the oldest go.
    File {
        path: PathBuf,
        bytes_max: usize,
        old_max: usize,
    },
}

/// What a line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Text,
    /// Text for a terminal.
    Colours,
}

/// An output cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("no lines can be written to {path}: {error}")]
pub struct OutputError {
    pub path: String,
    error: io::Error,
}

/// Writes by a thread of its own, which ends with it.
#[derive(Debug)]
pub struct Output {
    pub level: LevelFilter,
    pub form: Form,
    writer: NonBlocking,
    _thread: WorkerGuard,
}

impl Output {
    pub fn open(wanted: &Wanted) -> Result<Self, OutputError> {
        let (writer, thread) = match &wanted.place {
            Place::Stdout => thread(io::stdout()),
            Place::Stderr => thread(io::stderr()),
            Place::File { path, bytes_max, old_max } => {
                let failed = |error| OutputError { path: path.display().to_string(), error };
                // What follows would stop the program where it cannot write.
                if let Some(folder) = path.parent() {
                    create_dir_all(folder).map_err(failed)?;
                }
                OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
                let limit = ContentLimit::BytesSurpassed(*bytes_max);
                thread(FileRotate::new(path, AppendCount::new(*old_max), limit, Compression::None, None))
            }
        };
        Ok(Self { level: wanted.level, form: wanted.form, writer, _thread: thread })
    }

    pub fn write(&self, line: &str) {
        // One call, one line: the thread has a queue of what it is given.
        let mut whole = String::with_capacity(line.len() + 1);
        whole.push_str(line);
        whole.push('\n');
        // It takes everything, or loses it.
        let _ = self.writer.clone().write(whole.as_bytes());
    }
}

fn thread(writer: impl Write + Send + 'static) -> (NonBlocking, WorkerGuard) {
    NonBlockingBuilder::default().lossy(true).buffered_lines_limit(WAITING_MAX).thread_name("roost-log").finish(writer)
}
