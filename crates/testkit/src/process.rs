//! The program of this build, and nodes that are processes: those can be killed.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::{Path, PathBuf};
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

/// Any free port.
const LOOPBACK: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));

/// How a node is started.
pub struct Launch {
    pub dsn: String,
    /// Where it serves clients; port 0 is any.
    pub listen: SocketAddr,
    /// Where the other nodes find it; port 0 is any.
    pub bus: SocketAddr,
    /// Where a proxy asks how it is; port 0 is any.
    pub health: SocketAddr,
    /// Settings as the environment gives them.
    pub settings: Vec<(&'static str, String)>,
}

/// A node in a process of its own; killed when this value goes.
pub struct ProcessNode {
    child: Child,
    base: String,
    home: TempDir,
}

impl ProcessNode {
    /// Starts `roost serve` on a port of its own. Returns when it listens; what it says after that is not read.
    pub async fn start(database: &TestDatabase) -> Self {
        Self::with(database, &[]).await
    }

    /// The same, with settings as the environment gives them.
    pub async fn with(database: &TestDatabase, settings: &'static [(&'static str, &'static str)]) -> Self {
        let settings = settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Self::launch(Launch { dsn: database.dsn(), listen: LOOPBACK, bus: LOOPBACK, health: LOOPBACK, settings }).await
    }

    /// The same, in every detail.
    pub async fn launch(launch: Launch) -> Self {
        tokio::task::spawn_blocking(move || Self::start_blocking(&launch)).await.unwrap()
    }

    fn start_blocking(launch: &Launch) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(program());
        command.args(["serve", "--config", "config.json", "--db-url", &launch.dsn]);
        command.args(["--listen", &launch.listen.to_string()]);
        command.args(["--bus-listen", &launch.bus.to_string(), "--health-listen", &launch.health.to_string()]);
        command.envs(launch.settings.iter().map(|(key, value)| (*key, value)));
        command.current_dir(home.path()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = said.find_map(|line| line.strip_prefix("listening on ").map(ToOwned::to_owned));
        let base = address.unwrap_or_else(|| panic!("the node ended before it listened: {:?}", child.wait()));
        Self { child, base, home }
    }

    /// Makes the process hang, as a machine does that has no time for it.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    /// Asks it to end in good order, and waits until it has.
    pub async fn terminate(mut self) {
        self.signal("-TERM");
        tokio::task::spawn_blocking(move || drop(self.child.wait())).await.unwrap();
    }

    /// Sends a signal by the name that `kill` has for it.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Bytes of memory that the process holds.
    pub fn resident_bytes(&self) -> u64 {
        let pages = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).unwrap();
        pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4_096
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// The folder it was started in.
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

impl Drop for ProcessNode {
    fn drop(&mut self) {
        // One that is gone already is gone.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
