//! The program of this build, and nodes that are processes: those can be killed.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::TestDatabase;

/// The program of this build: `make test` says where it is, and else it lies above the running test.
pub fn program() -> PathBuf {
    let beside = || std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join("roost");
    let path = std::env::var_os("ROOST_BIN").map_or_else(beside, PathBuf::from);
    assert!(path.is_file(), "{} is missing: cargo build --workspace", path.display());
    path
}

/// A node in a process of its own; killed when this value goes.
pub struct ProcessNode {
    child: Child,
    base: String,
    _home: TempDir,
}

impl ProcessNode {
    /// Starts `roost serve` on a port of its own. Returns when it listens; what it says after that is not read.
    pub async fn start(database: &TestDatabase) -> Self {
        Self::with(database, &[]).await
    }

    /// The same, with settings as the environment gives them.
    pub async fn with(database: &TestDatabase, settings: &'static [(&'static str, &'static str)]) -> Self {
        let dsn = database.dsn();
        tokio::task::spawn_blocking(move || Self::start_blocking(&dsn, settings)).await.unwrap()
    }

    fn start_blocking(dsn: &str, settings: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(program());
        command.args(["serve", "--listen", "127.0.0.1:0", "--config", "config.json", "--db-url", dsn]);
        command.args(["--bus-listen", "127.0.0.1:0"]).envs(settings.iter().copied());
        command.current_dir(home.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = said.find_map(|line| line.strip_prefix("listening on ").map(ToOwned::to_owned));
        let base = address.unwrap_or_else(|| panic!("the node ended before it listened: {:?}", child.wait()));
        Self { child, base, _home: home }
    }

    /// Makes the process hang, as a machine does that has no time for it.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    pub fn base(&self) -> &str {
        &self.base
    }
}

impl Drop for ProcessNode {
    fn drop(&mut self) {
        // One that is gone already is gone.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
