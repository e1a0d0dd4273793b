//! Makes the data directory: complete or not at all. Everything happens in a folder beside the final one, which is
//! renamed at the end; what an interrupted attempt left there is thrown away. The folder carries our process number,
//! because the initdb of a killed server may go on writing into its own for a moment.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{self, Output, Stdio};

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::EmbeddedError;
use super::binaries::Binaries;
use super::logs;
use super::socket::NAME;
use super::user::RunAs;

/// Name of the folder in which the data directory is made, before our process number.
const BUILDING: &str = "postgres.new-";

/// Appended to the `postgresql.conf` that initdb writes.
const SETTINGS: &str = "
# Set by roost when it made this database. Yours to edit; a restart applies it.
max_connections = 200
shared_buffers = 128MB
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
";

/// Makes an empty cluster with the database `roost` in `pgdata`, which must not exist or be empty.
pub(super) async fn initialise(pgdata: &Path, binaries: &Binaries, run_as: &RunAs) -> Result<(), EmbeddedError> {
    let parent = pgdata.parent().expect("the data directory lies in the data folder");
    remove_leftovers(parent);
    let building = parent.join(format!("{BUILDING}{}", process::id()));
    run_as.private_dir(&building)?;
    tracing::info!(dir = %pgdata.display(), user = run_as.name(), "creating the embedded database");
    let mut initdb = run_as.command(&binaries.program("initdb"), &building);
    initdb.arg("--pgdata").arg(&building).args(["--username", NAME, "--encoding", "UTF8", "--locale", "C.UTF-8"]);
    initdb.args(["--auth-local", "trust", "--auth-host", "reject"]);
    let result = finish("initdb", initdb, &building, "").await;
    let result = match result {
        Ok(()) => configure(&building, binaries, run_as).await,
        failed => failed,
    };
    if let Err(error) = result {
        // Also frees the space when the disk is full.
        fs::remove_dir_all(&building).map_err(|error| EmbeddedError::io("remove", &building, error))?;
        return Err(error);
    }
    fs::rename(&building, pgdata).map_err(|error| EmbeddedError::io("rename the new database to", pgdata, error))?;
    File::open(parent).and_then(|dir| dir.sync_all()).map_err(|error| EmbeddedError::io("sync", parent, error))
}

fn remove_leftovers(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(BUILDING)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(dir = %entry.path().display(), %error, "left-over database folder not removed");
        }
    }
}

async fn configure(building: &Path, binaries: &Binaries, run_as: &RunAs) -> Result<(), EmbeddedError> {
    let conf = building.join("postgresql.conf");
    OpenOptions::new()
        .append(true)
        .open(&conf)
        .and_then(|mut file| file.write_all(SETTINGS.as_bytes()).and_then(|()| file.sync_all()))
        .map_err(|error| EmbeddedError::io("write", &conf, error))?;
    // Single-user mode needs no socket and no server: the database is there before anything listens.
    let mut single = run_as.command(&binaries.program("postgres"), building);
    single.arg("--single").arg("-D").arg(building);
    single.args(["-c", "exit_on_error=true", "-c", "logging_collector=off", "postgres"]);
    let create = format!(
        "CREATE DATABASE {NAME} OWNER {NAME} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'\n"
    );
    finish("create database", single, building, &create).await
}

/// Runs the command with `input` and turns a bad end into an error with what it said.
async fn finish(step: &'static str, mut command: Command, dir: &Path, input: &str) -> Result<(), EmbeddedError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let output =
        feed(command, input).await.map_err(|source| EmbeddedError::Io { action: format!("run {step}"), source })?;
    if output.status.success() {
        return Ok(());
    }
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(logs::classify(step, &said, dir))
}

async fn feed(mut command: Command, input: &str) -> std::io::Result<Output> {
    let mut child = command.spawn()?;
    let mut stdin = child.stdin.take().expect("standard input is piped");
    // A program that ended early closes its input; its exit status then says more than our write error.
    let written = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let output = child.wait_with_output().await?;
    if output.status.success() { written.map(|()| output) } else { Ok(output) }
}
