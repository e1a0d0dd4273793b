//! A PostgreSQL whose disk a test can fill.

use std::net::TcpListener;

use tempfile::TempDir;

use crate::pg_pair::script;

/// A server of its own on a disk of its own. Both end with this value.
pub struct PgSmall {
    home: TempDir,
    port: u16,
}

impl PgSmall {
    /// Starts it with so many megabytes.
    pub async fn start(megabytes: u32) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let small = Self { home: tempfile::tempdir().unwrap(), port };
        small.run("up", vec![port.to_string(), megabytes.to_string()]).await;
        small
    }

    pub fn dsn(&self) -> String {
        format!("postgres://roost@127.0.0.1:{}/postgres?sslmode=disable", self.port)
    }

    /// No byte is left.
    pub async fn fill(&self) {
        self.run("fill", Vec::new()).await;
    }

    /// There is room again. A server that has given up is started, as an operator does.
    pub async fn free(&self) {
        self.run("free", Vec::new()).await;
    }

    /// What the server wrote into its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("log")).unwrap()
    }

    async fn run(&self, what: &'static str, arguments: Vec<String>) {
        let home = self.home.path().to_owned();
        tokio::task::spawn_blocking(move || script("pg-small.sh", what, &home, &arguments)).await.unwrap();
    }
}

impl Drop for PgSmall {
    fn drop(&mut self) {
        script("pg-small.sh", "down", self.home.path(), &[]);
    }
}
