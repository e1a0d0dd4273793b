//! A server under test: the real binary on a database and a data folder of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use crate::tree;

/// How long the server may take from its start to its first connection.
const START_TIMEOUT: Duration = Duration::from_mins(1);
/// How long it may take to drain.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);
/// How the line begins with which the server says that it is ready.
const READY: &str = "listening on ";

pub struct Server {
    child: Child,
    url: String,
    dir: PathBuf,
    /// Dropped last, when nobody is connected any more.
    _database: Database,
    /// Nothing more comes, and the other end closes, when the server has ended.
    output: Receiver<String>,
}

impl Server {
    /// Starts `roost serve` and waits until it listens. `name` tells it from others of this process.
    pub fn start(roost: &Path, name: &str) -> Result<Self, String> {
        let id = std::process::id();
        let database = Database::create(format!("roost_{name}_{id}"))?;
        let dir = tree::target_dir().join(format!("{name}-{id}"));
        fs::create_dir_all(dir.join("data")).map_err(|error| format!("cannot create {}: {error}", dir.display()))?;
        let config = dir.join("config.json");
        fs::write(&config, changed_places(&dir))
            .map_err(|error| format!("cannot write {}: {error}", config.display()))?;
        let log = File::create(dir.join("server.log")).map_err(|error| format!("cannot create the log: {error}"))?;
        let mut child = Command::new(roost)
            .args(["serve", "--listen", "127.0.0.1:0", "--db-url", &database.url])
            .arg("--config")
            .arg(&config)
            .arg("--data")
            .arg(dir.join("data"))
            .current_dir(&dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("cannot run {}: {error}", roost.display()))?;
        let stdout = child.stdout.take().expect("standard output is piped");
        let (sender, output) = sync_channel(1);
        let copy = dir.join("server.out");
        #[expect(clippy::disallowed_methods, reason = "ends with the server, whose output it reads")]
        std::thread::spawn(move || forward(stdout, &copy, &sender));
        let mut server = Self { child, url: String::new(), dir, _database: database, output };
        match server.output.recv_timeout(START_TIMEOUT) {
            Ok(url) => server.url = url,
            Err(problem) => {
                let said = server.said();
                server.stop()?;
                let what =
                    if problem == RecvTimeoutError::Timeout { "did not listen in time" } else { "ended at once" };
                return Err(format!("the server {what}; it said:\n{said}"));
            }
        }
        Ok(server)
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Folder with everything this run leaves behind for a look; the next build's clean-up takes it.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last lines of what the server printed and logged.
    pub fn said(&self) -> String {
        let read = |name| fs::read(self.dir.join(name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&[read("server.out"), read("server.log")].concat()).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(20)..).unwrap_or_default().join("\n")
    }

    /// Ends the server and drops its database and files.
    pub fn stop(mut self) -> crate::Outcome {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().map_err(|error| format!("cannot run kill: {error}"))?;
        let drained = matches!(self.output.recv_timeout(STOP_TIMEOUT), Err(RecvTimeoutError::Disconnected));
        if !drained {
            self.child.kill().map_err(|error| format!("cannot kill the server: {error}"))?;
        }
        let status = self.child.wait().map_err(|error| format!("cannot wait for the server: {error}"))?;
        if !drained {
            return Err(format!("the server did not end within {} s of SIGTERM", STOP_TIMEOUT.as_secs()));
        }
        if !status.success() {
            return Err(format!("the server ended with {status}; it said:\n{}", self.said()));
        }
        fs::remove_dir_all(&self.dir).map_err(|error| format!("cannot remove {}: {error}", self.dir.display()))
    }
}

/// `with-server COMMAND ...`: runs a command against a server with an empty database; its address is in `BASE_URL`.
pub fn run_with(args: &[String]) -> crate::Outcome {
    let (program, rest) = args.split_first().ok_or("with-server needs a command")?;
    let server = Server::start(&tree::built_roost()?, "served")?;
    let status = Command::new(program).args(rest).env("BASE_URL", server.url()).status();
    let said = server.said();
    server.stop()?;
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}; the server said:\n{said}")),
        Err(error) => Err(format!("cannot run {program}: {error}")),
    }
}

/// A configuration in which no path or address is the default one, as on the recorded server: its answers show all of
/// them as changed.
fn changed_places(dir: &Path) -> String {
    let place = |name: &str| dir.join(name).display().to_string();
    serde_json::json!({
        "FileSettings": { "Directory": place("files") },
        "LogSettings": { "FileLocation": place("logs") },
        "ServiceSettings": { "ListenAddress": "127.0.0.1:0", "LocalModeSocketLocation": place("local.socket") },
    })
    .to_string()
}

/// Sends the address once it is printed and keeps reading, so that the server never waits for us.
fn forward(stdout: ChildStdout, copy: &Path, sender: &SyncSender<String>) {
    let mut copy = File::create(copy).ok();
    let mut told = false;
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        if let Some(file) = &mut copy {
            writeln!(file, "{line}").ok();
        }
        if let Some(url) = line.strip_prefix(READY).filter(|_| !told) {
            told = sender.send(url.trim().to_owned()).is_ok();
        }
    }
}

/// A database of our own in the cluster that `ROOST_TEST_PG` names.
struct Database {
    name: String,
    url: String,
    admin_url: String,
}

impl Database {
    fn create(name: String) -> Result<Self, String> {
        let admin_url = std::env::var("ROOST_TEST_PG")
            .map_err(|_| "ROOST_TEST_PG is not set; run `scripts/with-test-pg.sh cargo xtask replay`".to_owned())?;
        let url = with_database(&admin_url, &name);
        let database = Self { name, url, admin_url };
        let sql = format!(
            "create database {} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'",
            database.name
        );
        database.psql(&sql)?;
        Ok(database)
    }

    fn psql(&self, sql: &str) -> crate::Outcome {
        let output = Command::new("psql")
            .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, &self.admin_url])
            .output()
            .map_err(|error| format!("cannot run psql: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("`{sql}` failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(problem) = self.psql(&format!("drop database if exists {} with (force)", self.name)) {
            eprintln!("replay: {problem}");
        }
    }
}

/// The connection string for another database: in a URL the path, in `key=value` form the last `dbname` counts.
fn with_database(base: &str, name: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else {
        return format!("{base} dbname={name}");
    };
    let (before_query, query) =
        rest.split_once('?').map_or((rest, String::new()), |(head, query)| (head, format!("?{query}")));
    let authority = before_query.split('/').next().unwrap_or_default();
    format!("{scheme}://{authority}/{name}{query}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_is_replaced_in_both_forms() {
        for (base, wanted) in [
            ("postgres:///postgres?host=/run/x&port=1", "postgres:///new?host=/run/x&port=1"),
            ("postgres://u:p@h:5432/postgres", "postgres://u:p@h:5432/new"),
            ("postgresql://h", "postgresql://h/new"),
            ("host=/run/x dbname=postgres", "host=/run/x dbname=postgres dbname=new"),
        ] {
            assert_eq!(with_database(base, "new"), wanted);
        }
    }
}
