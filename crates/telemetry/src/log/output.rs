//! Where lines go.

use std::fs::{OpenOptions, create_dir_all};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tracing::Level;

use super::levels::Levels;
use super::queue::{Local, Queue};
use super::remote::Remote;
use super::syslog::Syslog;
use super::tls::Tls;

/// What an output has that ends to write what waits.
const END_WITHIN: Duration = Duration::from_secs(1);

/// An output that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// By which it is counted and told of.
    pub name: String,
    pub place: Place,
    pub form: Form,
    pub levels: Levels,
    /// Lines that wait to be written at most: a console that nobody reads, a slow disk or a machine that is away must not
    /// hold up the node. Those beyond are lost.
    pub waiting_max: usize,
}

/// Where lines go.
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
    /// A program that takes lines over TCP.
    Tcp(Address),
    /// A program that takes syslog over TCP, with the name of what logs.
    Syslog(Address, String),
}

/// A program on another machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    pub port: u16,
    /// Nothing: in the clear.
    pub tls: Option<Tls>,
}

/// What a line looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Text,
    /// Text for a terminal.
    Colours,
    /// For Graylog, with the name of the host.
    Gelf(String),
}

/// An output cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("no lines can be written to {place}: {error}")]
pub struct OutputError {
    place: String,
    error: io::Error,
}

/// Writes by a thread of its own, which ends with it.
#[derive(Debug)]
pub struct Output {
    pub levels: Levels,
    pub form: Form,
    /// What begins a line of syslog.
    syslog: Option<Syslog>,
    /// A line ends where its end is written.
    is_remote: bool,
    pub(super) queue: Arc<Queue>,
}

impl Output {
    pub fn open(wanted: &Wanted, lost: Arc<AtomicU64>) -> Result<Self, OutputError> {
        let queue = Queue::new(wanted.waiting_max, lost);
        let mut syslog = None;
        if let Place::Syslog(_, tag) = &wanted.place {
            syslog = Some(Syslog::new(tag));
        }
        start(&queue, wanted).map_err(|error| OutputError { place: wanted.place.shown(), error })?;
        let is_remote = matches!(wanted.place, Place::Tcp(_) | Place::Syslog(..));
        Ok(Self { levels: wanted.levels, form: wanted.form.clone(), syslog, is_remote, queue })
    }

    pub fn write(&self, line: &str, level: Level) {
        let mut whole = String::with_capacity(line.len() + 80);
        if let Some(syslog) = &self.syslog {
            syslog.begin(&mut whole, level);
        }
        if self.is_remote && line.contains('\n') {
            whole.push_str(&line.replace('\n', "\\n"));
        } else {
            whole.push_str(line);
        }
        let ends_with_zero = matches!(self.form, Form::Gelf(_)) && self.syslog.is_none();
        whole.push(if ends_with_zero { '\0' } else { '\n' });
        self.queue.push(whole);
    }

    /// Lets it write what waits; [`Output::ended`] waits for that.
    pub fn end(&self) {
        self.queue.end();
    }

    /// Waits until everything is written, but not for long.
    pub fn ended(&self) {
        self.queue.ended_within(END_WITHIN);
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.end();
    }
}

impl Place {
    fn shown(&self) -> String {
        match self {
            Self::Stdout => "standard output".to_owned(),
            Self::Stderr => "standard error".to_owned(),
            Self::File { path, .. } => path.display().to_string(),
            Self::Tcp(Address { host, port, .. }) | Self::Syslog(Address { host, port, .. }, _) => {
                format!("{host}:{port}")
            }
        }
    }
}

fn start(queue: &Arc<Queue>, wanted: &Wanted) -> io::Result<()> {
    let name = &wanted.name;
    match &wanted.place {
        Place::Stdout => queue.write_to(name, Local(io::stdout())),
        Place::Stderr => queue.write_to(name, Local(io::stderr())),
        Place::File { path, bytes_max, old_max } => {
            // What follows would stop the program where it cannot write.
            if let Some(folder) = path.parent() {
                create_dir_all(folder)?;
            }
            OpenOptions::new().create(true).append(true).open(path)?;
            let limit = ContentLimit::BytesSurpassed(*bytes_max);
            let file = FileRotate::new(path, AppendCount::new(*old_max), limit, Compression::None, None);
            queue.write_to(name, Local(file))
        }
        Place::Tcp(address) | Place::Syslog(address, _) => {
            let tls = address.tls.as_ref().map(Tls::config).transpose()?;
            queue.write_to(name, Remote::new(name, &address.host, address.port, tls))
        }
    }
}
