//! Brings PostgreSQL up: adopts the one that a killed server left, or starts a new one, and waits until it is ready.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::process::Child;

use super::EmbeddedError;
use super::binaries::Binaries;
use super::postmaster::Postmaster;
use super::user::RunAs;
use super::{logs, socket};

/// How often a condition is looked at that PostgreSQL only shows in files and processes.
const POLL: Duration = Duration::from_millis(20);
/// How often a long start (crash recovery) is mentioned in the log.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where PostgreSQL lives, by whose programs and as whom it runs.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) pgdata: PathBuf,
    pub(super) binaries: Binaries,
    pub(super) run_as: RunAs,
}

/// A PostgreSQL that accepts connections.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) process: Process,
    pub(super) socket_dir: PathBuf,
    pub(super) dsn: String,
}

#[derive(Debug)]
pub(super) enum Process {
    /// Started by us.
    Child(Child),
    /// Left by a server that was killed.
    Adopted(Postmaster),
}

/// Gives the start its time, and says every few seconds that it is still going on.
pub(super) async fn bring_up_in(timeout: Duration, place: &Place) -> Result<Running, EmbeddedError> {
    let (start, late) = (bring_up(place), tokio::time::sleep(timeout));
    tokio::pin!(start, late);
    let mut patience = tokio::time::interval(PATIENCE);
    patience.tick().await;
    loop {
        tokio::select! {
            outcome = &mut start => return outcome,
            () = &mut late => {
                let detail = logs::said(&place.pgdata).lines().last().unwrap_or("nothing").to_owned();
                return Err(EmbeddedError::Timeout { waited: timeout, detail });
            }
            _ = patience.tick() => tracing::info!("waiting for the embedded database, it may be recovering"),
        }
    }
}

/// Adopts what runs, or starts anew.
async fn bring_up(place: &Place) -> Result<Running, EmbeddedError> {
    let pgdata = &place.pgdata;
    if let Some(left) = Postmaster::read(pgdata)? {
        if left.is_alive(pgdata) {
            if let Some(running) = adopt(left, pgdata).await? {
                return Ok(running);
            }
        } else if Path::new("/proc").join(left.pid.to_string()).exists() {
            // PostgreSQL would take the stranger with this number for itself and refuse to start.
            let path = pgdata.join("postmaster.pid");
            fs::remove_file(&path).map_err(|error| EmbeddedError::io("remove", &path, error))?;
        }
    }
    let socket_dir = socket::prepare_dir(pgdata, &place.run_as)?;
    loop {
        match launch(place, &socket_dir).await {
            Ok(child) => {
                let dsn = socket::url(&socket_dir, socket::PORT);
                return Ok(Running { process: Process::Child(child), socket_dir, dsn });
            }
            // The caller's time limit ends this.
            Err(_) if logs::is_still_in_use(&logs::said(pgdata)) => tokio::time::sleep(POLL).await,
            Err(error) => return Err(error),
        }
    }
}

/// Waits until the left one is ready; `None` when it ended instead.
async fn adopt(left: Postmaster, pgdata: &Path) -> Result<Option<Running>, EmbeddedError> {
    if left.is_stopping() {
        gone(&left, pgdata, POLL).await;
        return Ok(None);
    }
    while left.is_alive(pgdata) {
        match Postmaster::read(pgdata)? {
            Some(Postmaster { socket_dir: Some(dir), port: Some(port), status, .. }) if status == "ready" => {
                tracing::warn!(pid = left.pid, "adopted the embedded database that a killed server left running");
                let dsn = socket::url(&dir, port);
                return Ok(Some(Running { process: Process::Adopted(left), socket_dir: dir, dsn }));
            }
            _ => tokio::time::sleep(POLL).await,
        }
    }
    Ok(None)
}

/// Starts `postgres` and waits until it accepts connections.
async fn launch(place: &Place, socket_dir: &Path) -> Result<Child, EmbeddedError> {
    let Place { pgdata, binaries, run_as } = place;
    let (out, err) = logs::new_start_log(pgdata)?;
    let mut command = run_as.command(&binaries.program("postgres"), pgdata);
    command.arg("-D").arg(pgdata).args(["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]);
    command.arg("-c").arg(socket::directory_setting(socket_dir)).args(["-p", &socket::PORT.to_string()]);
    command.stdout(out).stderr(err);
    let mut child = command.spawn().map_err(|error| EmbeddedError::io("run postgres on", pgdata, error))?;
    loop {
        let ended = child.try_wait().map_err(|error| EmbeddedError::io("watch postgres on", pgdata, error))?;
        if ended.is_some() {
            return Err(logs::classify("postgres", &logs::said(pgdata), pgdata));
        }
        let started = Postmaster::read(pgdata)?.filter(|found| Some(found.pid) == child.id() && found.is_ready());
        if started.is_some() {
            return Ok(child);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Returns when the process has ended.
pub(super) async fn gone(postmaster: &Postmaster, pgdata: &Path, poll: Duration) {
    while postmaster.is_alive(pgdata) {
        tokio::time::sleep(poll).await;
    }
}
