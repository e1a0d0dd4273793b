//! The embedded PostgreSQL of `roost serve`: Debian's own programs under our supervision. It is found, initialised,
//! started, watched and stopped here, and found again after the server was killed.
//!
//! Layout below the data folder: `postgres/` is the data directory, `postgres/run/` holds the socket,
//! `postgres/log/` what PostgreSQL says, `postgres.lock` keeps a second server out.

mod binaries;
mod error;
mod init;
mod launch;
mod logs;
mod postmaster;
mod socket;
#[cfg(test)]
mod tests;
mod user;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use error::EmbeddedError;
pub use user::default_data;

use binaries::Binaries;
use launch::{Place, Process, Running};
use postmaster::Postmaster;
use user::RunAs;

/// How often an adopted process, which is not our child, is looked at.
const ADOPTED_POLL: Duration = Duration::from_millis(250);
/// How long PostgreSQL may take to stop orderly, in seconds, before it is told to stop at once.
const STOP_TIMEOUT_S: &str = "60";

/// What the supervisor needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// Data folder of the server; PostgreSQL's is `postgres` in it.
    pub data_dir: PathBuf,
    /// Folder with PostgreSQL's programs; by default PATH, then `/usr/lib/postgresql/*/bin`.
    pub bin_dir: Option<PathBuf>,
    /// User to run PostgreSQL as when the server runs as root; by default `roost`, `postgres` or `nobody`.
    pub run_as: Option<String>,
    /// How long PostgreSQL may take until it accepts connections; crash recovery of much data takes minutes.
    pub start_timeout: Duration,
}

impl Options {
    /// The defaults for a data folder.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), bin_dir: None, run_as: None, start_timeout: Duration::from_mins(10) }
    }
}

/// A running PostgreSQL. Dropping it without [`stop`](Self::stop) leaves PostgreSQL running; the next start adopts it.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    place: Place,
    start_timeout: Duration,
    running: Running,
    /// Held as long as we live, released by the kernel however we end.
    _lock: File,
}

impl EmbeddedPostgres {
    /// Starts PostgreSQL on the data folder, making database `roost` on first use, or adopts the one that a killed
    /// server left running there. Returns once connections are accepted.
    pub async fn start(options: Options) -> Result<Self, EmbeddedError> {
        let data_dir = make_data_dir(&options.data_dir)?;
        let lock = lock(&data_dir)?;
        let pgdata = data_dir.join("postgres");
        let run_as = RunAs::choose(options.run_as.as_deref(), &pgdata)?;
        run_as.reaches(&data_dir)?;
        let binaries = Binaries::find(options.bin_dir.as_deref(), &pgdata)?;
        if binaries::data_version(&pgdata)?.is_none() {
            init::initialise(&pgdata, &binaries, &run_as).await?;
        }
        let place = Place { pgdata, binaries, run_as };
        let running = launch::bring_up_in(options.start_timeout, &place).await?;
        Ok(Self { place, start_timeout: options.start_timeout, running, _lock: lock })
    }

    /// Connection string of database `roost`, a `postgres://` URL over the unix socket.
    #[must_use]
    pub fn dsn(&self) -> &str {
        &self.running.dsn
    }

    /// Returns when PostgreSQL has ended, with the reason as far as it told one. May be dropped and called again.
    pub async fn wait_exit(&mut self) -> String {
        match &mut self.running.process {
            Process::Child(child) => {
                let ended = child.wait().await.map_or_else(|error| error.to_string(), |status| status.to_string());
                format!("{ended}: {}", logs::classify("postgres", &logs::said(&self.place.pgdata), &self.place.pgdata))
            }
            Process::Adopted(postmaster) => {
                launch::gone(postmaster, &self.place.pgdata, ADOPTED_POLL).await;
                logs::classify("postgres", &logs::said(&self.place.pgdata), &self.place.pgdata).to_string()
            }
        }
    }

    /// Starts PostgreSQL again after it ended; [`dsn`](Self::dsn) stays the same.
    pub async fn restart(&mut self) -> Result<(), EmbeddedError> {
        self.running = launch::bring_up_in(self.start_timeout, &self.place).await?;
        Ok(())
    }

    /// Stops PostgreSQL: open transactions are rolled back and everything committed is flushed. Returns when it is gone.
    pub async fn stop(mut self) -> Result<(), EmbeddedError> {
        let mut result = Ok(());
        for mode in ["fast", "immediate"] {
            result = self.pg_ctl_stop(mode).await;
            if result.is_ok() {
                break;
            }
        }
        result?;
        if let Process::Child(child) = &mut self.running.process {
            child.wait().await.map_err(|error| EmbeddedError::io("wait for the end of", &self.place.pgdata, error))?;
        }
        socket::remove_dir(&self.running.socket_dir, &self.place.pgdata);
        Ok(())
    }

    async fn pg_ctl_stop(&mut self, mode: &str) -> Result<(), EmbeddedError> {
        let running =
            Postmaster::read(&self.place.pgdata)?.filter(|postmaster| postmaster.is_alive(&self.place.pgdata));
        if running.is_none() {
            return Ok(());
        }
        let mut command = self.place.run_as.command(&self.place.binaries.program("pg_ctl"), &self.place.pgdata);
        command.arg("stop").arg("-D").arg(&self.place.pgdata).args(["-m", mode, "-w", "-t", STOP_TIMEOUT_S]);
        let output =
            command.output().await.map_err(|error| EmbeddedError::io("run pg_ctl on", &self.place.pgdata, error))?;
        if output.status.success() {
            return Ok(());
        }
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Err(logs::classify("pg_ctl stop", &said, &self.place.pgdata))
    }
}

/// Connection string of the PostgreSQL that runs on this data folder, for `roost db-url`.
pub fn connection_string(data_dir: &Path) -> Result<String, EmbeddedError> {
    let not_running = || EmbeddedError::NotRunning { data_dir: data_dir.to_path_buf() };
    let pgdata = fs::canonicalize(data_dir.join("postgres")).map_err(|_| not_running())?;
    let running = Postmaster::read(&pgdata)?.filter(|postmaster| postmaster.is_alive(&pgdata));
    match running {
        Some(Postmaster { socket_dir: Some(dir), port: Some(port), .. }) => Ok(socket::url(&dir, port)),
        _ => Err(not_running()),
    }
}

fn make_data_dir(dir: &Path) -> Result<PathBuf, EmbeddedError> {
    fs::create_dir_all(dir).map_err(|error| EmbeddedError::io("create", dir, error))?;
    fs::canonicalize(dir).map_err(|error| EmbeddedError::io("find", dir, error))
}

fn lock(data_dir: &Path) -> Result<File, EmbeddedError> {
    let path = data_dir.join("postgres.lock");
    let file = File::create(&path).map_err(|error| EmbeddedError::io("create", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EmbeddedError::InUse { data_dir: data_dir.to_path_buf() }),
        Err(TryLockError::Error(error)) => Err(EmbeddedError::io("lock", &path, error)),
    }
}
