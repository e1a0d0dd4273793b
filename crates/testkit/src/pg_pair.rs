//! A PostgreSQL primary with a standby, which a test can kill and promote.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Two servers of their own. They end with this value.
pub struct PgPair {
    home: TempDir,
    ports: [u16; 2],
}

impl PgPair {
    /// Starts both. Every commit waits for the standby.
    pub async fn start() -> Self {
        // Held together, so that they differ.
        let free = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
        let ports = free.map(|listener| listener.local_addr().unwrap().port());
        let pair = Self { home: tempfile::tempdir().unwrap(), ports };
        pair.run("up", &ports.map(|port| port.to_string())).await;
        pair
    }

    /// Names both servers: whichever is the primary.
    pub fn dsn(&self) -> String {
        let [primary, standby] = self.ports;
        format!("postgres://roost@127.0.0.1:{primary},127.0.0.1:{standby}/postgres?sslmode=disable")
    }

    /// Where the server listens that is the primary at first, and where the other one does.
    pub fn addresses(&self) -> [SocketAddr; 2] {
        self.ports.map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
    }

    /// Connection string to one of the two, or to something in between.
    pub fn dsn_at(address: SocketAddr) -> String {
        format!("postgres://roost@{address}/postgres?sslmode=disable")
    }

    /// From now on the standby shows commits only when they are so old.
    pub async fn delay(&self, ms: u32) {
        self.run("delay", &[ms.to_string()]).await;
    }

    /// From now on the standby hears of no commit, and nobody waits for it.
    pub async fn part(&self) {
        self.run("part", &[]).await;
    }

    /// The primary dies.
    pub async fn kill(&self) {
        self.run("kill", &[]).await;
    }

    /// The standby becomes the primary.
    pub async fn promote(&self) {
        self.run("promote", &[]).await;
    }

    async fn run(&self, what: &'static str, arguments: &[String]) {
        let (home, arguments) = (self.home.path().to_owned(), arguments.to_vec());
        tokio::task::spawn_blocking(move || script("pg-pair.sh", what, &home, &arguments)).await.unwrap();
    }
}

/// Runs one of the scripts that look after servers.
pub(crate) fn script(name: &str, what: &str, home: &Path, arguments: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts").join(name);
    let said = Command::new(path).arg(what).arg(home).args(arguments).output().unwrap();
    assert!(said.status.success(), "{name} {what}: {}", String::from_utf8_lossy(&said.stderr));
}

impl Drop for PgPair {
    fn drop(&mut self) {
        script("pg-pair.sh", "down", self.home.path(), &[]);
    }
}
